// Functions of one number: f and f′ above each other, values where the reader points, and one function in detail.

import { LineChart } from "../../charts/lineChart.js";
import { around, between, stretches } from "../../charts/range.js";
import { chips, swatch } from "../../elements/chips.js";
import { choicesOf, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { long, short } from "../../elements/numbers.js";
import { at, floats } from "../../library/calls.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { ChainRule } from "./chainRule.js";
import { type Curve, curveOf, curveSpecs } from "./curve.js";
import { Detail } from "./detail.js";

const POINTS = 801;
const FIRST = "gelu,relu,tanh";
const SPANS = ["2", "4", "6", "10", "20"] as const;
/** Below this a gradient counts as vanished. */
const VANISHED = 0.01;
const SHORTEST = 0.2;

export function mountCurves(root: HTMLElement, state: State): Mounted {
  const toX = (x: number) => state.set({ x: Number(x.toPrecision(4)) });
  const shared = { xLabel: "x", onX: toX };
  const values = new LineChart({ ...shared, label: "The chosen activations over x", yLabel: "f(x)" });
  const slopes = new LineChart({ ...shared, label: "Their derivatives over x", yLabel: "f′(x)" });
  const chooser = chips([{ title: "Activations", names: curveSpecs.map(({ name }) => name) }], (chosen) =>
    state.set({ ops: chosen.join(",") }),
  );
  const position = slider({ label: "x", interval: { low: -6, high: 6, step: 0.01 }, value: 0, show: long }, toX);
  const span = select(
    "Width",
    SPANS.map((value) => ({ value, label: `−${value} … ${value}` })),
    "6",
    (value) => state.set({ span: value }),
  );
  const readings = h("tbody");
  const table = h(
    "table",
    { class: "readings" },
    h("thead", {}, h("tr", {}, h("th", {}, "At x"), h("th", { class: "number" }, "f(x)"), h("th", { class: "number" }, "f′(x)"))),
    readings,
  );
  const focus = h("div");
  const detail = new Detail(state);
  const chain = new ChainRule(state);
  root.append(
    chooser.element,
    h(
      "div",
      { class: "split" },
      h(
        "div",
        { class: "stack" },
        panel(
          "Value and derivative",
          {},
          values.element,
          slopes.element,
          h("div", { class: "reading-controls" }, position.element, span.element),
          h("div", { class: "scroll" }, table),
          h(
            "p",
            { class: "note" },
            "Shaded: where the gradient of the function in detail vanishes, |f′| < 0.01. Dotted: its kinks.",
          ),
        ),
      ),
      h(
        "div",
        { class: "stack" },
        panel("In detail", {}, focus, detail.element),
        panel("The chain rule at x", {}, chain.element),
      ),
    ),
  );

  const chosen = () => {
    const names = state.text("ops", FIRST).split(",");
    return names.flatMap((name) => curveSpecs.find((spec) => spec.name === name) ?? []);
  };

  let listed = "";
  const listFocus = (names: string[], name: string) => {
    if (listed === `${names}:${name}`) return;
    listed = `${names}:${name}`;
    const list = select("Function", choicesOf(names), name, (value) => state.set({ focus: value }));
    focus.replaceChildren(list.element);
  };

  return {
    update() {
      const curves = chosen().map((spec) => curveOf(spec, state));
      const width = Number(state.choice("span", SPANS, "6"));
      const x = state.number("x", 1, -width, width);
      const names = curves.map(({ spec }) => spec.name);
      chooser.set(names);
      span.set(String(width) as (typeof SPANS)[number]);
      position.set(x);
      const focused = curves.find(({ spec }) => spec.name === state.text("focus", "")) ?? curves[0];
      const grid = between(-width, width, POINTS);
      draw(values, slopes, curves, focused, grid, x);
      readings.replaceChildren(...curves.map((curve, index) => reading(curve, index, x)));
      listFocus(names, focused?.spec.name ?? "");
      detail.show(focused, grid);
      chain.show(focused, x);
    },
    close() {
      values.close();
      slopes.close();
    },
  };
}

function draw(
  values: LineChart,
  slopes: LineChart,
  curves: readonly Curve[],
  focused: Curve | undefined,
  x: Float32Array<ArrayBuffer>,
  mark: number,
): void {
  const width = at(x, x.length - 1);
  const make = (compute: (curve: Curve, x: Float32Array<ArrayBuffer>) => Float32Array, least: readonly [number, number]) => {
    const drawn = curves.map((curve, index) => ({
      label: curve.spec.name,
      colour: seriesColour(index),
      values: compute(curve, x),
    }));
    return {
      x,
      curves: drawn,
      xRange: [-width, width] as const,
      yRange: around(
        drawn.flatMap((curve) => [...curve.values]),
        least,
      ),
      mark: { x: mark, values: curves.map((curve) => at(compute(curve, floats(mark)))) },
      verticals: focused?.kinks ?? [],
      shades: focused ? vanishing(focused, x) : [],
    };
  };
  values.draw(make((curve, given) => curve.value(given), [-1, 1]));
  slopes.draw(make((curve, given) => curve.derivative(given), [-0.2, 1.1]));
}

/** Where the gradient of a curve has vanished: for a stretch, not only in passing through 0. */
export function vanishing(curve: Curve, x: Float32Array<ArrayBuffer>): [number, number][] {
  const slopes = curve.derivative(x);
  const found = stretches(x, (i) => Math.abs(at(slopes, i)) < VANISHED);
  return found.filter(([from, to]) => to - from > SHORTEST);
}

function reading(curve: Curve, index: number, x: number): HTMLElement {
  const { name } = curve.spec;
  return h(
    "tr",
    { "data-op": name },
    h("th", { scope: "row" }, h("span", { class: "name" }, swatch(index), name)),
    h("td", { class: "number", "data-value": "f" }, long(at(curve.value(floats(x))))),
    h("td", { class: "number", "data-value": "slope", title: `x = ${short(x)}` }, long(at(curve.derivative(floats(x))))),
  );
}
