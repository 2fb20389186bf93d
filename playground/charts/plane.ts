// A plane with two axes: where a value stands in pixels and back, ticks and titles.

import { short } from "../elements/numbers.js";
import { colour } from "../shell/theme.js";

export type Range = readonly [number, number];

const MARGIN = { left: 52, right: 12, top: 12, bottom: 44 };
export const FONT = "12px system-ui, sans-serif";

export class Plane {
  readonly left = MARGIN.left;
  readonly top = MARGIN.top;
  readonly width: number;
  readonly height: number;
  readonly x: Range;
  readonly y: Range;

  constructor(width: number, height: number, x: Range, y: Range) {
    this.width = Math.max(1, width - MARGIN.left - MARGIN.right);
    this.height = Math.max(1, height - MARGIN.top - MARGIN.bottom);
    this.x = x;
    this.y = y;
  }

  toLeft(x: number): number {
    return this.left + ((x - this.x[0]) / (this.x[1] - this.x[0])) * this.width;
  }

  toTop(y: number): number {
    return this.top + (1 - (y - this.y[0]) / (this.y[1] - this.y[0])) * this.height;
  }

  toX(left: number): number {
    return this.x[0] + ((left - this.left) / this.width) * (this.x[1] - this.x[0]);
  }

  toY(top: number): number {
    return this.y[0] + (1 - (top - this.top) / this.height) * (this.y[1] - this.y[0]);
  }

  /** Draws inside the frame alone. */
  clipped(context: CanvasRenderingContext2D, draw: () => void): void {
    context.save();
    context.beginPath();
    context.rect(this.left, this.top, this.width, this.height);
    context.clip();
    draw();
    context.restore();
  }

  axes(context: CanvasRenderingContext2D, xTitle: string, yTitle: string): void {
    context.font = FONT;
    context.fillStyle = colour("--muted");
    context.strokeStyle = colour("--line");
    context.lineWidth = 1;
    context.strokeRect(this.left + 0.5, this.top + 0.5, this.width, this.height);
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const value of ticks(this.x, this.width / 70))
      context.fillText(short(value), this.toLeft(value), this.top + this.height + 6);
    context.fillText(xTitle, this.left + this.width / 2, this.top + this.height + 26);
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const value of ticks(this.y, this.height / 50)) context.fillText(short(value), this.left - 6, this.toTop(value));
    context.save();
    context.translate(10, this.top + this.height / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(yTitle, 0, 0);
    context.restore();
  }
}

/** Round numbers inside a range, about so many. */
export function ticks([low, high]: Range, about: number): number[] {
  const rough = (high - low) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(10)),
  );
}
