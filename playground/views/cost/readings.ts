// What a descent shows beside its path: where it is, a section through the bowl, the cost by step, and the line through the data.

import { LineChart } from "../../charts/lineChart.js";
import { around, between, thinned } from "../../charts/range.js";
import { h } from "../../elements/dom.js";
import { long, short } from "../../elements/numbers.js";
import { at } from "../../library/calls.js";
import { seriesColour } from "../../shell/theme.js";
import type { Descent } from "./descent.js";
import type { Place, Problem } from "./problem.js";

const POINTS = 81;
const MOST_STEPS = 400;

export class Readings {
  readonly status = h("p", { class: "message steady", "data-role": "descent" });
  readonly section = new LineChart({
    label: "The cost along a line through the point",
    xLabel: "weight or bias",
    yLabel: "cost, and its tangent",
  });
  readonly costs = new LineChart({ label: "The cost by step", xLabel: "step", yLabel: "cost" });
  readonly fit = new LineChart({ label: "The data, and the line that the point stands for", xLabel: "x", yLabel: "" });
  readonly #axes = h("p", { class: "note" });

  constructor() {
    this.fit.element.append(this.#axes);
  }

  /** Says what the axes of the data are. */
  name(x: string, y: string, standardised: boolean): void {
    this.#axes.textContent = `${y} over ${x}${standardised ? ", both standardised" : ""}`;
  }

  show(problem: Problem, descent: Descent, along: keyof Place, median: number): void {
    this.#tell(descent, median);
    this.#drawSection(problem, descent, along);
    this.#drawCosts(descent);
    this.#drawFit(problem, descent.place);
  }

  close(): void {
    for (const chart of [this.section, this.costs, this.fit]) chart.close();
  }

  #tell(descent: Descent, median: number): void {
    const { weight, bias } = descent.place;
    const where = `Step ${descent.steps}: cost ${long(descent.slope.cost)}, weight ${short(weight)}, bias ${short(bias)}, gradient (${short(descent.slope.weight)}, ${short(descent.slope.bias)}).`;
    const end = descent.diverged
      ? " It diverges: each step overshoots the last. Choose a smaller rate."
      : descent.arrived
        ? " It stands still."
        : "";
    this.status.textContent = where + end;
    this.status.classList.toggle("error", descent.diverged);
    this.status.dataset.cost = String(descent.slope.cost);
    this.status.dataset.steps = String(descent.steps);
    this.status.dataset.frame = String(median);
  }

  #drawSection(problem: Problem, { place, slope }: Descent, along: keyof Place): void {
    const range = problem.window[along];
    const x = between(range[0], range[1], POINTS);
    const values = Array.from(x, (each) => problem.cost({ ...place, [along]: each }));
    const tangent = Array.from(x, (each) => slope.cost + slope[along] * (each - place[along]));
    const [low, high] = around(values);
    this.section.draw({
      x,
      curves: [
        { label: "cost", colour: seriesColour(0), values },
        { label: "tangent", colour: seriesColour(1), values: tangent, dash: [5, 5], width: 1.5 },
      ],
      xRange: range,
      yRange: [low, high],
      mark: { x: place[along], values: [slope.cost] },
    });
  }

  #drawCosts({ costs }: Descent): void {
    const shown = thinned(costs, MOST_STEPS);
    this.costs.draw({
      x: shown.x,
      curves: [{ label: "cost", colour: seriesColour(1), values: shown.values }],
      xRange: [0, Math.max(20, costs.length - 1)],
      yRange: around(shown.values, [0, 0]),
    });
  }

  #drawFit(problem: Problem, place: Place): void {
    const order = Array.from(problem.x.keys()).sort((a, b) => at(problem.x, a) - at(problem.x, b));
    const predicted = problem.predict(place);
    this.fit.draw({
      x: order.map((row) => at(problem.x, row)),
      curves: [
        { label: "data", colour: seriesColour(7), values: order.map((row) => at(problem.y, row)), dots: true },
        { label: "prediction", colour: seriesColour(1), values: order.map((row) => at(predicted, row)) },
      ],
      xRange: around(problem.x),
      yRange: around(problem.y),
    });
  }
}
