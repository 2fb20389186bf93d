// The cost over weight and bias as contours, and the path of a descent on it.

import { contours } from "d3-contour";
import { Canvas, trace } from "../../charts/canvas.js";
import { Plane } from "../../charts/plane.js";
import { followPointer } from "../../charts/pointer.js";
import { colour, isDark } from "../../shell/theme.js";
import type { Place, Problem } from "./problem.js";

const GRID = 64;
const LEVELS = 18;

export class Bowl {
  readonly #canvas: Canvas;
  #surface: { values: Float64Array; problem: Problem } | undefined;
  /** The contours as a picture: they stay while the descent runs on them. */
  #picture: { canvas: HTMLCanvasElement; key: string } | undefined;
  #path: readonly Place[] = [];

  constructor(tellStart: (place: Place) => void) {
    this.#canvas = new Canvas("Contours of the cost over weight and bias, and the path of the descent", () => this.#draw());
    followPointer(
      this.#canvas.canvas,
      (left, top) => {
        const plane = this.#plane();
        if (plane) tellStart({ weight: plane.toX(left), bias: plane.toY(top) });
      },
      "drag",
    );
  }

  get element(): HTMLElement {
    return this.#canvas.element;
  }

  show(problem: Problem): void {
    const { weight, bias } = problem.window;
    const along = ([low, high]: readonly [number, number], i: number) => low + ((high - low) * i) / (GRID - 1);
    const values = Float64Array.from({ length: GRID * GRID }, (_, i) =>
      problem.cost({ weight: along(weight, i % GRID), bias: along(bias, Math.floor(i / GRID)) }),
    );
    this.#surface = { values, problem };
    this.#picture = undefined;
    this.#draw();
  }

  showPath(path: readonly Place[]): void {
    this.#path = path;
    this.#draw();
  }

  close(): void {
    this.#canvas.close();
  }

  #plane(): Plane | undefined {
    const window = this.#surface?.problem.window;
    return window && new Plane(this.#canvas.width, this.#canvas.height, window.weight, window.bias);
  }

  #draw(): void {
    const plane = this.#plane();
    if (!plane || !this.#surface || this.#canvas.width === 0) return;
    const context = this.#canvas.clear();
    const key = `${this.#canvas.width} ${this.#canvas.height} ${isDark()}`;
    if (this.#picture?.key !== key) this.#picture = { canvas: this.#contours(plane, this.#surface.values), key };
    context.drawImage(this.#picture.canvas, 0, 0, this.#canvas.width, this.#canvas.height);
    plane.clipped(context, () => drawPath(context, plane, this.#path));
  }

  #contours(plane: Plane, values: Float64Array): HTMLCanvasElement {
    const picture = document.createElement("canvas");
    picture.width = this.#canvas.canvas.width;
    picture.height = this.#canvas.canvas.height;
    const context = picture.getContext("2d") as CanvasRenderingContext2D;
    context.scale(devicePixelRatio, devicePixelRatio);
    const finite = values.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    // Closer to each other where the bowl is flat. Of the negative cost, so that the lowest lies on top.
    const levels = Array.from({ length: LEVELS }, (_, i) => -(low + (high - low) * ((LEVELS - i) / LEVELS) ** 2));
    const left = (x: number) => plane.left + ((x - 0.5) / (GRID - 1)) * plane.width;
    const top = (y: number) => plane.top + plane.height - ((y - 0.5) / (GRID - 1)) * plane.height;
    plane.clipped(context, () => {
      context.fillStyle = colour("--accent");
      context.strokeStyle = colour("--accent");
      for (const { coordinates } of contours().size([GRID, GRID]).thresholds(levels)(Array.from(values, (value) => -value))) {
        context.beginPath();
        for (const ring of coordinates.flat()) {
          trace(
            context,
            ring.map(([x = 0, y = 0]) => [left(x), top(y)]),
          );
          context.closePath();
        }
        context.globalAlpha = 0.045;
        context.fill("evenodd");
        context.globalAlpha = 0.35;
        context.stroke();
      }
    });
    context.globalAlpha = 1;
    plane.axes(context, "weight", "bias");
    return picture;
  }
}

function drawPath(context: CanvasRenderingContext2D, plane: Plane, path: readonly Place[]): void {
  /** Far outside, a canvas loses count. */
  const bounded = (value: number) => Math.min(Math.max(value, -1e4), 1e4);
  const point = ({ weight, bias }: Place) => [bounded(plane.toLeft(weight)), bounded(plane.toTop(bias))] as const;
  const points = path.filter(({ weight, bias }) => Number.isFinite(weight) && Number.isFinite(bias)).map(point);
  context.strokeStyle = colour("--series-2");
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  trace(context, points);
  context.stroke();
  context.fillStyle = colour("--series-2");
  for (const [left, top] of points.slice(0, 200)) disc(context, left, top, 2.5);
  const [first, last] = [points[0], points.at(-1)];
  context.strokeStyle = colour("--surface");
  if (first) disc(context, ...first, 5, true);
  context.fillStyle = colour("--ink");
  if (last) disc(context, ...last, 6, true);
}

function disc(context: CanvasRenderingContext2D, left: number, top: number, radius: number, outlined = false): void {
  context.beginPath();
  context.arc(left, top, radius, 0, 2 * Math.PI);
  context.fill();
  if (outlined) context.stroke();
}
