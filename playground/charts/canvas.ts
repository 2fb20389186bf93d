// A canvas as sharp as the screen, drawn anew when its place changes its size.

import { h } from "../elements/dom.js";

/** A path from point to point. */
export function trace(context: CanvasRenderingContext2D, points: readonly (readonly [left: number, top: number])[]): void {
  for (const [i, [left, top]] of points.entries()) {
    if (i === 0) context.moveTo(left, top);
    else context.lineTo(left, top);
  }
}

export class Canvas {
  readonly element: HTMLElement;
  readonly canvas = h("canvas");
  readonly context: CanvasRenderingContext2D;
  readonly #observer: ResizeObserver;

  constructor(label: string, redraw: () => void) {
    this.element = h("div", { class: "canvas", role: "img", "aria-label": label }, this.canvas);
    const context = this.canvas.getContext("2d");
    if (!context) throw new Error("this browser draws no canvas");
    this.context = context;
    this.#observer = new ResizeObserver(() => {
      this.#fit();
      redraw();
    });
    this.#observer.observe(this.element);
  }

  /** In CSS pixels. */
  get width(): number {
    return this.canvas.width / devicePixelRatio;
  }

  get height(): number {
    return this.canvas.height / devicePixelRatio;
  }

  clear(): CanvasRenderingContext2D {
    this.context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return this.context;
  }

  close(): void {
    this.#observer.disconnect();
  }

  #fit(): void {
    this.canvas.width = Math.round(this.element.clientWidth * devicePixelRatio);
    this.canvas.height = Math.round(this.element.clientHeight * devicePixelRatio);
  }
}
