// Losses of one task over the prediction, for a chosen target: the loss above, its gradient below.

import { LineChart } from "../../charts/lineChart.js";
import { around, between } from "../../charts/range.js";
import { chips, swatch } from "../../elements/chips.js";
import { choicesOf, segments, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { introduction, notesOf } from "../../elements/facts.js";
import { long } from "../../elements/numbers.js";
import { optionControls } from "../../elements/optionControls.js";
import { at, floats } from "../../library/calls.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { type LossCurve, lossCurveOf, lossSpecs, type Target, type Task } from "./curve.js";

const POINTS = 601;
const WIDTH = 4;
/** What a task shows first: as many as can be told apart. */
const FIRST: Readonly<Record<Task, string>> = {
  regression: "meanAbsoluteError,meanSquaredError,huber",
  binary: "hinge,squaredHinge,binaryCrossEntropyWithLogits",
  multiclass: "crossEntropy",
};
const X_LABELS: Readonly<Record<Task, string>> = {
  regression: "prediction",
  binary: "prediction (score, logit or probability)",
  multiclass: "logit of class 1 (the others are 0)",
};
const HIGHEST = 10;

export function mountCurves(root: HTMLElement, state: State, task: Task): Mounted {
  const specs = lossSpecs.filter((spec) => spec.task === task);
  const toX = (x: number) => state.set({ x: Number(x.toPrecision(4)) });
  const shared = { xLabel: X_LABELS[task] ?? "prediction", onX: toX };
  const losses = new LineChart({ ...shared, label: "The chosen losses over the prediction", yLabel: "loss" });
  const gradients = new LineChart({
    ...shared,
    label: "Their gradients over the prediction",
    yLabel: task === "multiclass" ? "∂ loss / ∂ logit" : "∂ loss / ∂ prediction",
  });
  const key = task === "regression" ? "ops" : `ops.${task}`;
  const chosen = () =>
    state
      .text(key, FIRST[task] ?? "")
      .split(",")
      .flatMap((name) => specs.find((spec) => spec.name === name) ?? []);
  const chooser = chips([{ title: "Losses", names: specs.map(({ name }) => name) }], (names) =>
    state.set({ [key]: names.join(",") }),
  );
  const position = slider({ label: "prediction", interval: { low: -WIDTH, high: WIDTH, step: 0.01 }, value: 0, show: long }, toX);
  const target = targetControl(task, state);
  const readings = h("tbody");
  const head = h(
    "tr",
    {},
    h("th", {}, "At this prediction"),
    h("th", { class: "number" }, "loss"),
    h("th", { class: "number" }, "gradient"),
  );
  const focus = h("div");
  const words = h("div", { class: "stack" });
  root.append(
    chooser.element,
    h(
      "div",
      { class: "split" },
      panel(
        "Loss and gradient",
        {},
        losses.element,
        gradients.element,
        position.element,
        h("div", { class: "scroll" }, h("table", { class: "readings" }, h("thead", {}, head), readings)),
      ),
      h("div", { class: "stack" }, panel("Target", {}, target.element), panel("In detail", {}, focus, words)),
    ),
  );
  let shown = "";
  let listed = "";
  return {
    update() {
      const aim: Target = {
        number: state.number("t", 0, -3, 3),
        first: state.choice("class", ["first", "second"], "first") === "first",
      };
      const curves = chosen().map((spec) => lossCurveOf(spec, state, aim));
      const x = state.number("x", 2, -WIDTH, WIDTH);
      const names = curves.map(({ spec }) => spec.name);
      chooser.set(names);
      position.set(x);
      target.set(aim);
      drawBoth(losses, gradients, curves, x);
      readings.replaceChildren(...curves.map((curve, index) => reading(curve, index, x)));
      const spec = curves.find(({ spec: { name } }) => name === state.text("focus", ""))?.spec ?? curves[0]?.spec;
      if (listed !== `${names}:${spec?.name}`)
        focus.replaceChildren(select("Loss", choicesOf(names), spec?.name ?? "", (name) => state.set({ focus: name })).element);
      listed = `${names}:${spec?.name}`;
      if (shown !== spec?.name)
        words.replaceChildren(
          ...(spec
            ? [...introduction(spec), ...optionControls(spec, state), notesOf(spec)]
            : [h("p", { class: "message" }, "Choose a loss above.")]),
        );
      shown = spec?.name ?? "";
    },
    close() {
      losses.close();
      gradients.close();
    },
  };
}

function targetControl(task: Task, state: State) {
  if (task === "regression") {
    const control = slider({ label: "target", interval: { low: -3, high: 3, step: 0.05 }, value: 0 }, (t) => state.set({ t }));
    return { element: control.element, set: ({ number }: Target) => control.set(number) };
  }
  const words = task === "binary" ? (["the positive class", "the negative class"] as const) : (["class 1", "class 2"] as const);
  const control = segments(
    "The true class",
    [
      { value: "first", label: words[0] },
      { value: "second", label: words[1] },
    ],
    "first",
    (value) => state.set({ class: value }),
  );
  return { element: control.element, set: ({ first }: Target) => control.set(first ? "first" : "second") };
}

function drawBoth(losses: LineChart, gradients: LineChart, curves: readonly LossCurve[], x: number): void {
  // A point at each end of a loss's domain, however narrow that is.
  const grid = Float32Array.from([...between(-WIDTH, WIDTH, POINTS), 0.0001, 0.001, 0.999, 0.9999]).sort();
  const here = floats(x);
  const draw = (
    chart: LineChart,
    compute: (curve: LossCurve, x: Float32Array<ArrayBuffer>) => Float32Array,
    range: readonly [number, number],
  ) => {
    const drawn = curves.map((curve, index) => ({
      label: curve.spec.name,
      colour: seriesColour(index),
      values: compute(curve, grid),
    }));
    const [low, high] = around(
      drawn.flatMap(({ values }) => [...values]),
      [0, 1],
    );
    chart.draw({
      x: grid,
      curves: drawn,
      xRange: [-WIDTH, WIDTH],
      yRange: [Math.max(low, range[0]), Math.min(high, range[1])],
      mark: { x, values: curves.map((curve) => at(compute(curve, here))) },
    });
  };
  draw(losses, (curve, given) => curve.value(given), [-HIGHEST, HIGHEST]);
  draw(gradients, (curve, given) => curve.gradient(given), [-HIGHEST, HIGHEST]);
}

function reading(curve: LossCurve, index: number, x: number): HTMLElement {
  const show = (value: number) => (Number.isNaN(value) ? "outside its domain" : long(value));
  return h(
    "tr",
    { "data-op": curve.spec.name },
    h("th", { scope: "row" }, h("span", { class: "name" }, swatch(index), curve.spec.name)),
    h("td", { class: "number", "data-value": "loss" }, show(at(curve.value(floats(x))))),
    h("td", { class: "number", "data-value": "gradient" }, show(at(curve.gradient(floats(x))))),
  );
}
