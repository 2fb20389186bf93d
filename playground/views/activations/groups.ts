// Functions of a group (maxout): straight pieces, and the envelope that the library makes of them.

import type { SpecOf } from "lanewise";
import { LineChart } from "../../charts/lineChart.js";
import { around, between } from "../../charts/range.js";
import { swatch } from "../../elements/chips.js";
import { choicesOf, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { introduction, notesOf } from "../../elements/facts.js";
import { long, short } from "../../elements/numbers.js";
import { optionControls, optionsFrom } from "../../elements/optionControls.js";
import { at, callOf, floats } from "../../library/calls.js";
import { specsOf } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";

const groupSpecs = specsOf("groupActivation");
/** Slope and intercept of each piece to begin with; more pieces repeat them, a little turned. */
const FIRST = [
  [-1, -1],
  [0.25, 0],
  [1.5, -2],
] as const;
const firstOf = (piece: number, part: 0 | 1): number =>
  (FIRST[piece % FIRST.length]?.[part] ?? 0) * (1 - 0.3 * Math.floor(piece / FIRST.length));
const POINTS = 241;
const WIDTH = 4;

export function mountGroups(root: HTMLElement, state: State): Mounted {
  const specNow = () =>
    groupSpecs.find(({ name }) => name === state.text("group", "")) ?? (groupSpecs[0] as SpecOf<"groupActivation">);
  const toX = (x: number) => state.set({ x: Number(x.toPrecision(4)) });
  const chart = new LineChart({
    label: "Pieces and their envelope over x",
    xLabel: "x",
    yLabel: "pieces (dashed) and envelope",
    onX: toX,
  });
  const position = slider({ label: "x", interval: { low: -WIDTH, high: WIDTH, step: 0.01 }, value: 1, show: long }, toX);
  const reading = h("p", { class: "message", "data-value": "envelope" });
  const pieces = h("div", { class: "pieces" });
  const words = h("div", { class: "stack" });
  const list = select("Function", choicesOf(groupSpecs.map(({ name }) => name)), specNow().name, (group) => state.set({ group }));
  root.append(
    h(
      "div",
      { class: "split" },
      panel("Pieces and envelope", {}, chart.element, position.element, reading),
      h("div", { class: "stack" }, panel("In detail", {}, list.element, words), panel("The pieces", {}, pieces)),
    ),
  );

  const lineOf = (piece: number) =>
    [0, 1].map((part) => state.numbers(part === 0 ? "slopes" : "intercepts", [])[piece] ?? firstOf(piece, part as 0 | 1)) as [
      number,
      number,
    ];
  let shown = "";
  return {
    update() {
      const spec = specNow();
      const options = optionsFrom(state, spec) as never;
      const size = spec.groupSize(options);
      const x = state.number("x", 1, -WIDTH, WIDTH);
      const lines = Array.from({ length: size }, (_, piece) => lineOf(piece));
      const grid = between(-WIDTH, WIDTH, POINTS);
      /** A group after the other, as a dense layer would give them. */
      const groupsOf = (all: ArrayLike<number>) =>
        Float32Array.from(Array.from(all).flatMap((each) => lines.map(([slope, intercept]) => slope * each + intercept)));
      const envelope = callOf(spec)(groupsOf(grid), options);
      const here = groupsOf([x]);
      const value = at(callOf(spec)(here, options));
      const gradient = callOf(spec).backward(floats(1), here, options);
      const drawn = lines.map(([slope, intercept], piece) => ({
        label: `piece ${piece + 1}`,
        colour: seriesColour(piece + 1),
        values: grid.map((each) => slope * each + intercept),
        dash: [5, 5],
        width: 1.5,
      }));
      chart.draw({
        x: grid,
        curves: [{ label: spec.name, colour: seriesColour(0), values: envelope, width: 3 }, ...drawn],
        xRange: [-WIDTH, WIDTH],
        yRange: around([...envelope, ...drawn.flatMap(({ values }) => [...values])]),
        mark: { x, values: [value] },
      });
      position.set(x);
      list.set(spec.name);
      reading.textContent = `At x = ${short(x)} the envelope is ${long(value)}. Piece ${gradient.indexOf(1) + 1} takes the whole gradient: ${Array.from(gradient, short).join(", ")}.`;
      if (shown === `${spec.name} ${size}`) return;
      if (!shown.startsWith(`${spec.name} `))
        words.replaceChildren(...introduction(spec), ...optionControls(spec, state), notesOf(spec));
      shown = `${spec.name} ${size}`;
      pieces.replaceChildren(...lines.map((line, piece) => pieceControls(piece, line, size, state, lineOf)));
    },
    close: () => chart.close(),
  };
}

function pieceControls(
  piece: number,
  line: [number, number],
  size: number,
  state: State,
  lineOf: (piece: number) => [number, number],
): HTMLElement {
  const part = (key: "slopes" | "intercepts", index: 0 | 1, label: string) =>
    slider({ label, interval: { low: -3, high: 3, step: 0.05 }, value: line[index] }, (value) => {
      state.set({ [key]: Array.from({ length: size }, (_, i) => (i === piece ? value : lineOf(i)[index])).join(",") });
    }).element;
  return h(
    "div",
    { class: "piece" },
    h("span", { class: "name" }, swatch(piece + 1), `piece ${piece + 1}`),
    part("slopes", 0, "slope"),
    part("intercepts", 1, "intercept"),
  );
}
