// Functions of a row (softmax and its family): logits on sliders, outputs as bars, and the gradient of one output.

import { checkbox, choicesOf, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { factList, introduction, notesOf, rangeInWords } from "../../elements/facts.js";
import { long, short } from "../../elements/numbers.js";
import { optionControls, optionsFrom } from "../../elements/optionControls.js";
import { at, callOf, floats } from "../../library/calls.js";
import type { SpecOf } from "../../library/library.js";
import { specsOf } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";

const FIRST_LOGITS = [2, 1, 0.5, -0.5, -2];
const CLASSES = FIRST_LOGITS.length;
const rowSpecs = specsOf("row");
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, each) => total + each, 0);

export function mountRows(root: HTMLElement, state: State): Mounted {
  const names = rowSpecs.map(({ name }) => name);
  const specNow = () => rowSpecs.find(({ name }) => name === state.text("row", "")) ?? (rowSpecs[0] as SpecOf<"row">);
  const logits = () => FIRST_LOGITS.map((first, i) => state.numbers("logits", FIRST_LOGITS)[i] ?? first);
  const masked = () => Array.from({ length: CLASSES }, (_, i) => state.text("mask", "").split(",").includes(String(i)));

  const list = select("Function", choicesOf(names), specNow().name, (row) => state.set({ row }));
  const temperature = slider(
    { label: "Temperature T: x / T goes in", interval: { low: 0.1, high: 5, step: 0.1 }, value: 1 },
    (T) => state.set({ T }),
  );
  const towards = select("Gradient of", choicesOf(FIRST_LOGITS.map((_, i) => `y${i + 1}`)), "y1", (of) => state.set({ of }));
  const rows = FIRST_LOGITS.map((_, i) => classRow(i, state, logits, masked));
  const total = h("p", { class: "note", "data-value": "sum" });
  const words = h("div", { class: "stack" });
  const slopes = h("span");
  const head = h("div", { class: "bars-row head" }, h("span", {}, "logit x"), h("span", {}, "output y"), slopes);
  root.append(
    h(
      "div",
      { class: "split" },
      panel("A row of logits", {}, head, ...rows.map(({ element }) => element), total),
      panel("In detail", {}, h("div", { class: "stack" }, list.element, temperature.element, towards.element), words),
    ),
  );

  let shown = "";
  return {
    update() {
      const spec = specNow();
      const T = state.number("T", 1, 0.1, 5);
      const k = Math.min(Math.max(Number(state.text("of", "y1").slice(1)) - 1 || 0, 0), CLASSES - 1);
      const off = masked();
      const x = Float32Array.from(logits(), (logit, i) => (off[i] ? -Infinity : logit / T));
      const options = optionsFrom(state, spec);
      const call = callOf(spec);
      const y = call(x, options);
      const upstream = spec.reduces ? floats(1) : Float32Array.from(x, (_, i) => Number(i === k));
      const gradient = call.backward(upstream, x, options);
      list.set(spec.name);
      temperature.set(T);
      towards.set(`y${k + 1}`);
      towards.element.hidden = spec.reduces;
      slopes.textContent = spec.reduces ? "∂y / ∂x" : `∂y${k + 1} / ∂x (hatched: below 0)`;
      const size = Math.max(
        1e-9,
        ...Array.from(y, (each) => (Number.isFinite(each) ? Math.abs(each) : 0)),
        spec.range()[1] === 1 ? 1 : 0,
      );
      const steepest = Math.max(1e-9, ...Array.from(gradient, (each) => (Number.isFinite(each) ? Math.abs(each) : 0)));
      for (const [i, row] of rows.entries()) {
        row.show(at(logits(), i), off[i] === true, spec.reduces ? undefined : [at(y, i), size], [at(gradient, i), steepest]);
      }
      total.textContent = spec.reduces ? `One number for the row: ${long(at(y))}` : `The sum of y is ${long(sum(y))}.`;
      if (shown !== spec.name)
        words.replaceChildren(
          ...introduction(spec),
          ...optionControls(spec, state),
          factList([
            ["Range", rangeInWords(spec.range())],
            ["A row becomes", spec.reduces ? "one number" : "a row"],
          ]),
          notesOf(spec),
        );
      shown = spec.name;
    },
  };
}

interface ClassRow {
  readonly element: HTMLElement;
  show(
    logit: number,
    masked: boolean,
    output: readonly [value: number, full: number] | undefined,
    slope: readonly [value: number, full: number],
  ): void;
}

function classRow(index: number, state: State, logits: () => number[], masked: () => boolean[]): ClassRow {
  const input = slider({ label: `x${index + 1}`, interval: { low: -6, high: 6, step: 0.1 }, value: 0 }, (value) => {
    state.set({
      logits: logits()
        .map((each, i) => (i === index ? value : each))
        .join(","),
    });
  });
  const mask = checkbox("masked", false, (on) => {
    const off = masked().map((each, i) => (i === index ? on : each));
    state.set({ mask: off.flatMap((each, i) => (each ? [i] : [])).join(",") || undefined });
  });
  const [output, slope] = [bar(seriesColour(0), `y${index + 1}`), bar(seriesColour(1), `slope${index + 1}`)];
  return {
    element: h(
      "div",
      { class: "bars-row" },
      h("div", { class: "logit" }, input.element, mask.element),
      output.element,
      slope.element,
    ),
    show(logit, isMasked, value, gradient) {
      input.set(logit);
      mask.set(isMasked);
      output.show(value);
      slope.show(gradient);
    },
  };
}

/** A value and a bar of its size; negative ones are hatched. */
function bar(colour: string, name: string) {
  const fill = h("div", { class: "fill", style: `background-color: var(${colour})` });
  const text = h("span", { "data-value": name });
  return {
    element: h("div", { class: "bar" }, h("div", { class: "track" }, fill), text),
    show(given: readonly [value: number, full: number] | undefined) {
      const [value, full] = given ?? [Number.NaN, 1];
      text.textContent = given ? short(value) : "";
      const share = Number.isFinite(value) ? Math.abs(value) / full : value === -Infinity ? 1 : 0;
      fill.style.width = `${Math.min(100, 100 * share)}%`;
      fill.classList.toggle("negative", value < 0);
    },
  };
}
