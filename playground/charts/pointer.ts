// Mouse, pen and finger alike: where a pointer is inside an element. A finger that moves up or down scrolls the page.

export function followPointer(
  element: HTMLElement,
  tell: (left: number, top: number) => void,
  only: "hover" | "drag" = "hover",
): void {
  element.style.touchAction = "pan-y";
  const place = (event: PointerEvent) => {
    const { left, top } = element.getBoundingClientRect();
    tell(event.clientX - left, event.clientY - top);
  };
  element.addEventListener("pointerdown", (event) => {
    element.setPointerCapture(event.pointerId);
    place(event);
  });
  element.addEventListener("pointermove", (event) => {
    const pressed = event.buttons !== 0;
    if (pressed || (only === "hover" && event.pointerType === "mouse")) place(event);
  });
}
