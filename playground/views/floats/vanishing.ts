// Where gradients die: formulas that are right on paper, and give 0, infinity or NaN in float32; each beside ours.

import { LineChart } from "../../charts/lineChart.js";
import { between } from "../../charts/range.js";
import { swatch } from "../../elements/chips.js";
import { select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { factList } from "../../elements/facts.js";
import { long, short } from "../../elements/numbers.js";
import { at, floats } from "../../library/calls.js";
import { lw } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";

type Floats = Float32Array<ArrayBuffer>;

interface Case {
  readonly id: string;
  readonly title: string;
  readonly xLabel: string;
  readonly range: readonly [number, number];
  readonly usual: string;
  readonly ours: string;
  readonly why: string;
  usualOf(x: Floats): Floats;
  oursOf(x: Floats): Floats;
}

/** As Keras and others clip probabilities. */
const EPSILON = 1e-7;
const ones = (x: Floats): Floats => new Float32Array(x.length).fill(1);
const CLASSES = 3;

/** Rows [x, 0, 0] of logits. */
function rowsOf(x: Floats): { logits: Floats; target: Int32Array; shape: number[] } {
  const logits = new Float32Array(x.length * CLASSES);
  x.forEach((each, row) => {
    logits[row * CLASSES] = each;
  });
  return { logits, target: new Int32Array(x.length).fill(1), shape: [x.length, CLASSES] };
}
const firstOf = (rows: Floats): Floats => rows.filter((_, i) => i % CLASSES === 0);

const CASES: readonly Case[] = [
  {
    id: "clipped",
    title: "Clipped cross-entropy",
    xLabel: "logit of an example that is positive",
    range: [-30, 10],
    usual: "sigmoid, then the clipped cross-entropy of probabilities",
    ours: "binaryCrossEntropyWithLogits",
    why: "Clipping keeps the loss finite, but its gradient is 0 beyond: the worse the mistake, the less is learned from it.",
    usualOf(x) {
      const p = lw.sigmoid(x);
      return lw.sigmoid.backwardFromOutput(lw.binaryCrossEntropy.grad(p, ones(x), { epsilon: EPSILON, reduction: "sum" }), p);
    },
    oursOf: (x) => lw.binaryCrossEntropyWithLogits.grad(x, ones(x), { reduction: "sum" }),
  },
  {
    id: "softmax",
    title: "Saturated softmax",
    xLabel: "logit of a wrong class (the others are 0)",
    range: [-10, 130],
    usual: "softmax, then the clipped cross-entropy of probabilities",
    ours: "crossEntropy of the logits",
    why: "Once the true class has a probability below the clip, nothing comes back; and below 10⁻³⁸ there is no probability left to learn from.",
    usualOf(x) {
      const { logits, target, shape } = rowsOf(x);
      const p = lw.softmax(logits, { shape });
      const back = lw.sparseCategoricalCrossEntropy.grad(p, target, { epsilon: EPSILON, reduction: "sum", shape });
      return firstOf(lw.softmax.backwardFromOutput(back, p, { shape }));
    },
    oursOf(x) {
      const { logits, target, shape } = rowsOf(x);
      return firstOf(lw.crossEntropy.grad(logits, target, { reduction: "sum", shape }));
    },
  },
  {
    id: "elu",
    title: "elu near 0",
    xLabel: "log₁₀ |x|, x below 0",
    range: [-10, 0],
    usual: "e^x − 1 in float32: the value, not the gradient",
    ours: "elu, by expm1",
    why: "Below 6 · 10⁻⁸ the float32 nearest to e^x is 1 itself, and the difference is 0; long before, most digits are lost.",
    usualOf: (x) => x.map((power) => Math.fround(Math.fround(Math.exp(Math.fround(-(10 ** power)))) - 1)),
    oursOf: (x) => lw.elu(x.map((power) => -(10 ** power))),
  },
  {
    id: "tanh",
    title: "1 − y² of tanh",
    xLabel: "x",
    range: [-14, 14],
    usual: "1 − y², from the output y = tanh(x)",
    ours: "tanh.derivative, from x",
    why: "Beyond |x| = 9 the output rounds to ±1, and 1 − y² is 0: the unit never learns again.",
    usualOf: (x) => lw.tanh.backwardFromOutput(ones(x), lw.tanh(x)),
    oursOf: (x) => lw.tanh.derivative(x),
  },
];

const SMALLEST = 1e-45;

export function mountVanishing(root: HTMLElement, state: State): Mounted {
  const caseNow = () => CASES.find(({ id }) => id === state.text("case", "")) ?? (CASES[0] as Case);
  const list = select(
    "Case",
    CASES.map(({ id, title }) => ({ value: id, label: title })),
    caseNow().id,
    (id) => state.set({ case: id, x: undefined }),
  );
  const place = h("div", { class: "stack" });
  const words = h("div", { class: "stack" });
  root.append(h("div", { class: "split" }, place, panel("What happens", {}, list.element, words)));
  let mounted: { id: string; chart: LineChart; position: ReturnType<typeof slider> } | undefined;
  const build = (shown: Case) => {
    mounted?.chart.close();
    const [low, high] = shown.range;
    const toX = (x: number) => state.set({ x: Number(x.toPrecision(4)) });
    const chart = new LineChart({
      label: shown.title,
      xLabel: shown.xLabel,
      yLabel: "size (logarithmic); nothing is drawn where it is 0",
      logarithmic: true,
      onX: toX,
    });
    const position = slider(
      { label: shown.xLabel, interval: { low, high, step: (high - low) / 400 }, value: 0, show: short },
      toX,
    );
    place.replaceChildren(panel(shown.title, {}, chart.element, position.element));
    mounted = { id: shown.id, chart, position };
    return mounted;
  };
  return {
    update() {
      const shown = caseNow();
      const { chart, position } = mounted?.id === shown.id ? mounted : build(shown);
      const [low, high] = shown.range;
      const x = state.number("x", low + (high - low) * 0.1, low, high);
      list.set(shown.id);
      position.set(x);
      const grid = between(low, high, 500);
      const size = (values: Floats) => Array.from(values, (each) => (Math.abs(each) > SMALLEST ? Math.abs(each) : Number.NaN));
      const [ours, usual] = [size(shown.oursOf(grid)), size(shown.usualOf(grid))];
      const finite = [...ours, ...usual].filter(Number.isFinite);
      const here = { ours: at(shown.oursOf(floats(x))), usual: at(shown.usualOf(floats(x))) };
      chart.draw({
        x: grid,
        curves: [
          { label: shown.ours, colour: seriesColour(0), values: ours, width: 3 },
          { label: shown.usual, colour: seriesColour(1), values: usual, dash: [6, 4] },
        ],
        xRange: [low, high],
        yRange: [Math.min(...finite) / 2, Math.max(...finite) * 2],
        mark: { x, values: [Math.abs(here.ours) || Number.NaN, Math.abs(here.usual) || Number.NaN] },
      });
      const name = (index: number, text: string) => h("span", { class: "name" }, swatch(index), text);
      words.replaceChildren(
        h("p", {}, shown.why),
        factList([
          [name(0, shown.ours), h("strong", { "data-value": "ours" }, long(here.ours))],
          [name(1, shown.usual), h("strong", { "data-value": "usual" }, long(here.usual))],
        ]),
      );
    },
    close: () => mounted?.chart.close(),
  };
}
