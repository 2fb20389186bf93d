// A lens on a curve, down to the grid of float32: the textbook's formula, the exact value, and ours.

import { LineChart } from "../../charts/lineChart.js";
import { around } from "../../charts/range.js";
import { swatch } from "../../elements/chips.js";
import { button, choicesOf, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { digits, short } from "../../elements/numbers.js";
import { optionControls, optionsFrom } from "../../elements/optionControls.js";
import { formula } from "../../formula/formula.js";
import { at, callOf } from "../../library/calls.js";
import { floatAt, ordinalOf, ulpBetween } from "../../library/ulp.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { type Naive, naiveOf, naiveSpecs } from "./naive.js";

const POINTS = 300;
const WIDEST = 8;
/** Places where formulas are in trouble. */
const PLACES = [0, -1e-6, -1e-3, 1, 5, -1, -6, -16] as const;
const FIRST = { op: "elu", centre: -1e-6, zoom: 23 };
/** What a logarithmic axis shows for an error of 0. */
const NO_ERROR = 0.01;

export function mountLens(root: HTMLElement, state: State): Mounted {
  const specNow = () =>
    naiveSpecs.find(({ name }) => name === state.text("op", FIRST.op)) ?? (naiveSpecs[0] as (typeof naiveSpecs)[number]);
  const toMark = (offset: number) => state.set({ at: Number(offset.toPrecision(6)) });
  const values = new LineChart({
    label: "Textbook formula, exact value and ours, over x",
    xLabel: "x, as distance from the centre",
    yLabel: "f(x), as distance from f(centre)",
    onX: toMark,
  });
  const errors = new LineChart({
    label: "Their errors",
    xLabel: "x, as distance from the centre",
    yLabel: "error in ulp of float32 (logarithmic)",
    logarithmic: true,
    onX: toMark,
  });
  const list = select("Function", choicesOf(naiveSpecs.map(({ name }) => name)), specNow().name, (op) => state.set({ op }));
  const places = h(
    "div",
    { class: "chips" },
    ...PLACES.map((x) => button(`x = ${short(x)}`, () => state.set({ c: x, at: undefined }), "small")),
  );
  const centre = slider(
    { label: "Centre", interval: { low: -20, high: 20, step: 0.001 }, value: 0, show: (x) => digits(x, 7) },
    (c) => state.set({ c, at: undefined }),
  );
  const zoom = slider(
    {
      label: "Zoom",
      interval: { low: 0, high: 28, step: 0.5 },
      value: FIRST.zoom,
      show: (power) => `× ${Math.round(2 ** power).toLocaleString("en")}`,
    },
    (power) => state.set({ zoom: power, at: undefined }),
  );
  const grid = h("p", { class: "note", "data-role": "grid" });
  const table = h("tbody");
  const head = h("tr", {}, ...["", "value", "error in ulp"].map((text, i) => h("th", i > 0 ? { class: "number" } : {}, text)));
  const words = h("div", { class: "stack" });
  root.append(
    h(
      "div",
      { class: "split" },
      panel(
        "A lens on the floats",
        {},
        values.element,
        errors.element,
        grid,
        h("div", { class: "scroll" }, h("table", { class: "readings" }, h("thead", {}, head), table)),
      ),
      h(
        "div",
        { class: "stack" },
        panel("Where to look", {}, list.element, zoom.element, centre.element, places),
        panel("The textbook's formula", {}, words),
      ),
    ),
  );
  let shown = "";
  return {
    update() {
      const spec = specNow();
      const options = optionsFrom(state, spec);
      const naive = naiveOf(spec, options) as Naive;
      const power = state.number("zoom", FIRST.zoom, 0, 28);
      const middle = Math.fround(state.number("c", FIRST.centre));
      list.set(spec.name);
      zoom.set(power);
      centre.set(middle);
      const x = floatsAround(middle, WIDEST * 2 ** -power);
      const exact = (each: number) => spec.forward(each, options);
      const ours = callOf(spec)(x, options);
      const theirs = Array.from(x, naive);
      const truth = Array.from(x, exact);
      const base = exact(middle);
      const offset = Array.from(x, (each) => each - middle);
      const index = nearest(offset, state.number("at", 0));
      draw(values, errors, { offset, theirs, truth, ours, base, index });
      const row = (i: number, name: string, value: number) =>
        h(
          "tr",
          { "data-row": name },
          h("th", { scope: "row" }, h("span", { class: "name" }, swatch(i), name)),
          h("td", { class: "number" }, digits(value, 8)),
          h("td", { class: "number", "data-value": "ulp" }, short(ulpBetween(value, at(truth, index)))),
        );
      table.replaceChildren(
        row(1, "textbook", at(theirs, index)),
        row(7, "exact", at(truth, index)),
        row(0, "Lanewise", at(ours, index)),
      );
      const floats = ordinalOf(x.at(-1) ?? 0) - ordinalOf(at(x)) + 1;
      grid.textContent = `${floats <= POINTS ? `All ${floats}` : `${x.length} of ${floats.toLocaleString("en")}`} floats from ${digits(at(x), 8)} to ${digits(x.at(-1) ?? 0, 8)}. The table is for x = ${digits(at(x, index), 9)}.`;
      if (shown !== spec.name)
        words.replaceChildren(
          formula(spec.formula),
          h(
            "p",
            { class: "note" },
            "Computed in float32 as it stands, each operation rounded. Exact: the float64 reference. An error of 1 ulp is the last bit; half an ulp is as near as a float can be.",
          ),
          ...optionControls(spec, state),
        );
      shown = spec.name;
    },
    close() {
      values.close();
      errors.close();
    },
  };
}

/** Every float of a window if they are few, else as many as can be seen. */
function floatsAround(middle: number, reach: number): Float32Array<ArrayBuffer> {
  const [first, last] = [ordinalOf(middle - reach), ordinalOf(middle + reach)];
  if (last - first < POINTS) return Float32Array.from({ length: last - first + 1 }, (_, i) => floatAt(first + i));
  return Float32Array.from({ length: POINTS + 1 }, (_, i) => middle + reach * ((2 * i) / POINTS - 1));
}

function nearest(values: readonly number[], wanted: number): number {
  return values.reduce((best, each, i) => (Math.abs(each - wanted) < Math.abs(at(values, best) - wanted) ? i : best), 0);
}

interface Drawn {
  readonly offset: readonly number[];
  readonly theirs: readonly number[];
  readonly truth: readonly number[];
  readonly ours: Float32Array;
  readonly base: number;
  readonly index: number;
}

function draw(values: LineChart, errors: LineChart, { offset, theirs, truth, ours, base, index }: Drawn): void {
  const xRange = [at(offset), offset.at(-1) ?? 0] as const;
  const from = (all: ArrayLike<number>) => Array.from(all, (each) => each - base);
  const curves = [
    { label: "Lanewise", colour: seriesColour(0), values: from(ours), steps: true },
    { label: "textbook", colour: seriesColour(1), values: from(theirs), steps: true, width: 1.5 },
    { label: "exact", colour: seriesColour(7), values: from(truth), dash: [4, 4], width: 1.5 },
  ];
  const x = at(offset, index);
  values.draw({
    x: offset,
    curves,
    xRange,
    yRange: around(curves.flatMap((curve) => curve.values)),
    mark: { x, values: curves.map((curve) => at(curve.values, index)) },
  });
  const ulp = (all: ArrayLike<number>) => truth.map((each, i) => Math.min(1e9, Math.max(NO_ERROR, ulpBetween(at(all, i), each))));
  const [mine, naive] = [ulp(ours), ulp(theirs)];
  errors.draw({
    x: offset,
    curves: [
      { label: "Lanewise", colour: seriesColour(0), values: mine, width: 1.5 },
      { label: "textbook", colour: seriesColour(1), values: naive, width: 1.5 },
    ],
    xRange,
    yRange: [NO_ERROR, Math.max(10, ...naive, ...mine) * 2],
    mark: { x, values: [at(mine, index), at(naive, index)] },
  });
}
