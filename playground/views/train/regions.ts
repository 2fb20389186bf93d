// What the network says everywhere in the plane of two features, the other features at their mean; and the rows it learns from.

import { Canvas } from "../../charts/canvas.js";
import { Plane } from "../../charts/plane.js";
import { at } from "../../library/calls.js";
import { channelsOf, colour, seriesColour } from "../../shell/theme.js";
import type { Experiment, Input, Trainer } from "./setup.js";

const COLUMNS = 64;
const ROWS = 48;
/** Features are standardised: beyond this there is hardly a row. */
const REACH = 2.6;
const MOST_DOTS = 800;

export type Axes = readonly [across: Input, upwards: Input];

export class Regions {
  readonly #canvas = new Canvas("What the network predicts over two features, and the rows it learns from", () => this.#draw());
  #shown: { experiment: Experiment; trainer: Trainer; axes: Axes } | undefined;

  get element(): HTMLElement {
    return this.#canvas.element;
  }

  show(experiment: Experiment, trainer: Trainer, axes: Axes): void {
    this.#shown = { experiment, trainer, axes };
    this.#draw();
  }

  close(): void {
    this.#canvas.close();
  }

  #draw(): void {
    if (!this.#shown || this.#canvas.width === 0) return;
    const { experiment, trainer, axes } = this.#shown;
    const plane = new Plane(this.#canvas.width, this.#canvas.height, [-REACH, REACH], [-REACH, REACH]);
    const context = this.#canvas.clear();
    const picture = pictureOf(paint(experiment, trainer.outputs(gridOf(experiment.inputs, axes))));
    plane.clipped(context, () => {
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, plane.left, plane.top, plane.width, plane.height);
      this.#dots(context, plane, experiment, axes);
    });
    const title = ({ name, kind }: Input) => (kind === "text" ? name : `${name} (standardised)`);
    plane.axes(context, title(axes[0]), axes[0] === axes[1] ? "" : title(axes[1]));
  }

  #dots(context: CanvasRenderingContext2D, plane: Plane, { train, inputs, classes }: Experiment, [first, second]: Axes): void {
    const [low, high] = [Math.min(...train.values), Math.max(...train.values)];
    context.strokeStyle = colour("--surface");
    context.lineWidth = 1;
    for (const [row, value] of train.values.slice(0, MOST_DOTS).entries()) {
      context.beginPath();
      context.arc(
        plane.toLeft(at(train.x, row * inputs + first.index)),
        plane.toTop(at(train.x, row * inputs + second.index)),
        4,
        0,
        2 * Math.PI,
      );
      context.fillStyle = colour(seriesColour(classes ? value : 0));
      context.globalAlpha = classes ? 1 : 0.15 + (0.85 * (value - low)) / (high - low || 1);
      context.fill();
      context.globalAlpha = 1;
      context.stroke();
    }
  }
}

/** A pixel for each cell; the browser draws it large, and softens its edges. */
function pictureOf(cellOf: (cell: number) => readonly [name: string, alpha: number]): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [COLUMNS, ROWS];
  const context = canvas.getContext("2d") as CanvasRenderingContext2D;
  const image = context.createImageData(COLUMNS, ROWS);
  const pixels = new Map<string, readonly number[]>();
  for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
    const [name, alpha] = cellOf(cell);
    const channels = pixels.get(name) ?? channelsOf(name);
    pixels.set(name, channels);
    image.data.set([...channels, 255 * alpha], cell * 4);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function gridOf(inputs: number, [first, second]: Axes): Float32Array<ArrayBuffer> {
  const x = new Float32Array(COLUMNS * ROWS * inputs);
  for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
    x[cell * inputs + second.index] = REACH - (2 * REACH * (Math.floor(cell / COLUMNS) + 0.5)) / ROWS;
    x[cell * inputs + first.index] = -REACH + (2 * REACH * ((cell % COLUMNS) + 0.5)) / COLUMNS;
  }
  return x;
}

/** The colour and strength of a cell, from what the model says of it. */
function paint({ task, classes }: Experiment, outputs: Float32Array): (cell: number) => readonly [name: string, alpha: number] {
  if (classes) return (cell) => [seriesColour(task.read(outputs, cell)), 0.22];
  const said = Array.from({ length: COLUMNS * ROWS }, (_, cell) => task.read(outputs, cell));
  const [low, high] = [Math.min(...said), Math.max(...said)];
  return (cell) => [seriesColour(0), 0.05 + (0.5 * (at(said, cell) - low)) / (high - low || 1)];
}
