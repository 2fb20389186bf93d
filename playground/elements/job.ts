// A button that starts long work, and how far it is.

import { inPieces } from "../shell/pauses.js";
import { button } from "./controls.js";
import { h } from "./dom.js";

export class Job<T> {
  readonly element: HTMLElement;
  readonly #label: string;
  readonly #start: HTMLButtonElement;
  readonly #bar = h("progress", { max: 1, value: 0, "aria-label": "how far it is" });
  readonly #text = h("span", { class: "note", role: "status" });
  #running: AbortController | undefined;

  /** @param name what a piece is called while it is worked on */
  constructor(
    label: string,
    pieces: () => readonly T[],
    name: (piece: T) => string,
    begin: () => void | Promise<void>,
    work: (piece: T) => void | Promise<void>,
  ) {
    this.#label = label;
    this.#start = button(label, () => (this.#running ? this.stop() : void this.#run(pieces(), name, begin, work)), "primary");
    this.#bar.hidden = true;
    this.element = h("div", { class: "job" }, this.#start, this.#bar, this.#text);
  }

  stop(): void {
    this.#running?.abort();
  }

  async #run(
    pieces: readonly T[],
    name: (piece: T) => string,
    begin: () => void | Promise<void>,
    work: (piece: T) => void | Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    this.#start.textContent = "Stop";
    this.#bar.hidden = false;
    this.#bar.value = 0;
    try {
      await begin();
      await inPieces(pieces, controller.signal, work, (done) => {
        this.#bar.value = done / pieces.length;
        const next = pieces[done];
        this.#text.textContent = next === undefined ? "" : name(next);
      });
      this.#text.textContent = controller.signal.aborted ? "Stopped." : "Done.";
    } catch (error) {
      this.#text.textContent = `It failed: ${(error as Error).message}`;
    }
    this.#running = undefined;
    this.#start.textContent = this.#label;
    this.#bar.hidden = true;
  }
}
