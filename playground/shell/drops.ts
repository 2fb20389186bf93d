// What is dropped on the page, wherever it falls: left alone, a browser would leave the page to show it.

export interface Receiver {
  /** Something hangs over the page, or no longer. */
  hover(over: boolean): void;
  receive(dropped: DataTransfer): void;
}

let receiver: Receiver | undefined;

/** @returns what ends it */
export function takeDrops(taking: Receiver): () => void {
  receiver = taking;
  return () => {
    if (receiver === taking) receiver = undefined;
  };
}

export function connectDrops(): void {
  const listen = (type: "dragover" | "drop", work: (dropped: DataTransfer) => void) =>
    addEventListener(type, (event) => {
      const dropped = event.dataTransfer;
      // Text that is dragged into a field is the browser's business.
      if (!dropped || (event.target instanceof HTMLInputElement && !dropped.types.includes("Files"))) return;
      event.preventDefault();
      work(dropped);
    });
  listen("dragover", (dropped) => {
    if (!receiver) dropped.dropEffect = "none";
    receiver?.hover(true);
  });
  listen("drop", (dropped) => {
    receiver?.hover(false);
    receiver?.receive(dropped);
  });
  // It goes from element to element, and at last to none.
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) receiver?.hover(false);
  });
}
