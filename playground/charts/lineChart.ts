// Curves over one axis, drawn by uPlot in the colours of the page.

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { h } from "../elements/dom.js";
import { short } from "../elements/numbers.js";
import { colour } from "../shell/theme.js";
import { followPointer } from "./pointer.js";

export interface Curve {
  readonly label: string;
  /** The name of a colour of the style sheet. */
  readonly colour: string;
  /** What is not finite is a gap. */
  readonly values: ArrayLike<number>;
  readonly dash?: readonly number[];
  readonly width?: number;
  /** Dots instead of a line. */
  readonly dots?: boolean;
  /** A staircase: each value holds up to the next x. */
  readonly steps?: boolean;
}

export interface Plot {
  readonly x: ArrayLike<number>;
  readonly curves: readonly Curve[];
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
  /** Where the reader is: a vertical line, and a dot on each curve at these heights. */
  readonly mark?: { readonly x: number; readonly values: readonly number[] } | undefined;
  /** Stretches of the axis with a background. */
  readonly shades?: readonly (readonly [from: number, to: number])[];
  /** Dotted vertical lines. */
  readonly verticals?: readonly number[];
}

interface Settings {
  /** What the chart shows, for who cannot see it. */
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly logarithmic?: boolean;
  readonly showX?: (x: number) => string;
  /** Told where a pointer is on the x axis. */
  readonly onX?: (x: number) => void;
}

export class LineChart {
  readonly element: HTMLElement;
  readonly #place = h("div", { class: "plot" });
  readonly #settings: Settings;
  readonly #observer = new ResizeObserver(() => this.#resize());
  #chart: uPlot | undefined;
  #style = "";
  #plot: Plot = { x: [], curves: [], xRange: [0, 1], yRange: [0, 1] };

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#place.setAttribute("role", "img");
    this.#place.setAttribute("aria-label", settings.label);
    this.element = h("figure", { class: "chart" }, h("figcaption", {}, settings.yLabel), this.#place);
    this.#observer.observe(this.#place);
  }

  draw(plot: Plot): void {
    this.#plot = plot;
    const style = JSON.stringify(plot.curves.map(({ dash, width, dots, steps }) => [dash, width, dots, steps]));
    if (!this.#chart || style !== this.#style) this.#create();
    this.#style = style;
    this.#chart?.setData(dataOf(plot), false);
    this.#chart?.batch(() => {
      this.#chart?.setScale("x", limits(plot.xRange));
      this.#chart?.setScale("y", limits(plot.yRange));
    });
    // Where the scales are what they were, uPlot would not draw again.
    this.#chart?.redraw(true, true);
  }

  close(): void {
    this.#observer.disconnect();
    this.#chart?.destroy();
  }

  #size() {
    return { width: Math.max(this.#place.clientWidth, 120), height: Math.max(this.#place.clientHeight, 120) };
  }

  #resize(): void {
    if (this.#chart && this.#place.clientWidth > 0) this.#chart.setSize(this.#size());
  }

  #create(): void {
    this.#chart?.destroy();
    const { xLabel, logarithmic, showX = short, onX } = this.#settings;
    const axis = (show: (value: number) => string, powers = false) => ({
      stroke: () => colour("--muted"),
      font: FONT,
      labelFont: FONT,
      grid: { stroke: () => colour("--grid"), width: 1, ...(powers && { filter: powersOfTen }) },
      ticks: { show: false },
      values: (_: uPlot, splits: number[]) => splits.map((value) => (value === null ? "" : show(value))),
    });
    this.#chart = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        padding: [10, 12, 0, 0],
        cursor: { show: false },
        scales: { x: { time: false, auto: false }, y: { auto: false, ...(logarithmic && { distr: 3 as const }) } },
        axes: [
          { ...axis(showX), label: xLabel, labelSize: 18, size: 30, gap: 4 },
          { ...axis(short, logarithmic), size: (_, values) => widthOf(values), gap: 6, ...(logarithmic && { space: 30 }) },
        ],
        series: [{}, ...this.#plot.curves.map((_, index) => this.#seriesAt(index))],
        hooks: { drawAxes: [() => this.#drawBehind()], draw: [() => this.#drawMark()] },
      },
      dataOf(this.#plot),
      this.#place,
    );
    if (onX) followPointer(this.#chart.over, (left) => onX(this.#chart?.posToVal(left, "x") ?? 0));
  }

  #seriesAt(index: number): uPlot.Series {
    const { label, dash, width = 2, dots, steps } = this.#plot.curves[index] as Curve;
    const stroke = () => colour(this.#plot.curves[index]?.colour ?? "--muted");
    if (dots)
      return {
        label,
        stroke,
        fill: stroke,
        width: 0,
        paths: () => null,
        points: { show: true, size: 5, fill: stroke, width: 0 },
      };
    const paths = steps ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
    return {
      label,
      stroke,
      width,
      pxAlign: 0,
      points: { show: false },
      ...(dash && { dash: [...dash] }),
      ...(paths && { paths }),
    };
  }

  #drawBehind(): void {
    const chart = this.#chart;
    if (!chart) return;
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = colour("--shade");
    for (const [from, to] of this.#plot.shades ?? []) {
      const left = chart.valToPos(from, "x", true);
      ctx.fillRect(left, bbox.top, chart.valToPos(to, "x", true) - left, bbox.height);
    }
    ctx.strokeStyle = colour("--muted");
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    for (const x of this.#plot.verticals ?? []) this.#vertical(chart, x);
    // The axes through zero, where they are in sight.
    ctx.setLineDash([]);
    ctx.strokeStyle = colour("--axis");
    const { min = 0, max = 0 } = chart.scales.y ?? {};
    if (!this.#settings.logarithmic && min !== null && max !== null && min < 0 && max > 0) {
      const y = Math.round(chart.valToPos(0, "y", true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    if (!this.#settings.logarithmic) this.#vertical(chart, 0);
    ctx.restore();
  }

  #drawMark(): void {
    const [chart, mark] = [this.#chart, this.#plot.mark];
    if (!chart || !mark) return;
    const { ctx } = chart;
    ctx.save();
    ctx.strokeStyle = colour("--ink");
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([]);
    this.#vertical(chart, mark.x);
    mark.values.forEach((value, index) => {
      if (!Number.isFinite(value)) return;
      ctx.beginPath();
      ctx.arc(chart.valToPos(mark.x, "x", true), chart.valToPos(value, "y", true), 4 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fillStyle = colour(this.#plot.curves[index]?.colour ?? "--ink");
      ctx.fill();
      ctx.strokeStyle = colour("--surface");
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.stroke();
    });
    ctx.restore();
  }

  #vertical(chart: uPlot, x: number): void {
    const { ctx, bbox } = chart;
    const left = Math.round(chart.valToPos(x, "x", true)) + 0.5;
    if (left < bbox.left || left > bbox.left + bbox.width) return;
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
  }
}

const FONT = "12px system-ui, sans-serif";

const limits = ([min, max]: readonly [number, number]) => ({ min, max });

/** Room for the longest label, and never so little that charts below each other do not line up. */
const widthOf = (labels: readonly (string | null)[] | null) =>
  Math.max(52, ...(labels ?? []).map((label) => 14 + 6.4 * (label ?? "").length));

/** On a logarithmic axis the lines between them say little, and hide the curve. */
const powersOfTen = (_: uPlot, splits: number[]) => splits.map((value) => (Number.isInteger(Math.log10(value)) ? value : null));

function dataOf({ x, curves }: Plot): uPlot.AlignedData {
  const finite = (values: ArrayLike<number>) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  return [Array.from(x), ...curves.map(({ values }) => finite(values))];
}
