// One network in two copies, from the same start and on the same data. One learns with the loss of logits; its twin with the naive
// loss, the logarithm of a probability, in float32. Everything else is the same, and the library's.

import { makeRandom, normal } from "../../../examples/random.mjs";
import { moons } from "../../data/moons.js";
import { at } from "../../library/calls.js";
import { lw } from "../../library/library.js";

type Floats = Float32Array<ArrayBuffer>;

/** A cost, and its gradient by the logits. */
export type Loss = (logits: Floats, target: Floats) => { value: number; grad: Floats };

export const ofLogits: Loss = (logits, target) => lw.binaryCrossEntropyWithLogits.valueAndGrad(logits, target);

const f = Math.fround;

/** −t log p − (1 − t) log(1 − p) with p = 1 / (1 + e^−x), and its derivative by the chain rule. */
export const naive: Loss = (logits, target) => {
  let value = 0;
  const grad = logits.map((x, row) => {
    const t = at(target, row);
    const p = f(1 / f(1 + f(Math.exp(-x))));
    value += -f(t * f(Math.log(p))) - f((1 - t) * f(Math.log(f(1 - p))));
    const byProbability = f(f(-t / p) + f((1 - t) / f(1 - p)));
    return f(f(byProbability * f(p * f(1 - p))) / logits.length);
  });
  return { value: value / logits.length, grad };
};

/** The same with p kept in [ε, 1 − ε], where the gradient is then 0. */
export const clipped: Loss = (logits, target) => {
  const p = lw.sigmoid(logits);
  const { value, grad } = lw.binaryCrossEntropy.valueAndGrad(p, target, { epsilon: 1e-7 });
  return { value, grad: lw.sigmoid.backwardFromOutput(grad, p) };
};

const HIDDEN = 8;
const ROWS = moons.rows;
const [ACROSS = [], UP = [], MOON = []] = moons.cells;
const X = Float32Array.from(ACROSS.flatMap((x, row) => [Number(x), Number(UP[row])]));
/** A few rows are labelled wrongly, as in life: the network is confident there, and wrong. */
const TARGET = Float32Array.from(MOON, (moon, row) => Number((moon === "upper") !== (row % 40 === 0)));

export class Twin {
  readonly costs: number[] = [];
  readonly parameters: Floats[];
  readonly #loss: Loss;

  constructor(loss: Loss, seed: number) {
    const random = makeRandom(seed);
    const draw = (length: number, deviation: number) => Float32Array.from({ length }, () => deviation * normal(random));
    this.parameters = [draw(2 * HIDDEN, 1), new Float32Array(HIDDEN), draw(HIDDEN, 0.5), new Float32Array(1)];
    this.#loss = loss;
  }

  step(rate: number): void {
    const [first, firstBias, second, secondBias] = this.parameters as [Floats, Floats, Floats, Floats];
    const before = lw.dense(X, first, firstBias, { shape: [ROWS, 2] });
    const after = lw.tanh(before);
    const logits = lw.dense(after, second, secondBias, { shape: [ROWS, HIDDEN] });
    const { value, grad } = this.#loss(logits, TARGET);
    const back = lw.dense.backward(grad, after, second, { shape: [ROWS, HIDDEN] });
    const front = lw.dense.backward(lw.tanh.backward(back.x, before), X, first, { shape: [ROWS, 2] });
    const gradients = [front.weights, front.bias, back.weights, back.bias];
    for (const [part, values] of this.parameters.entries()) {
      for (let i = 0; i < values.length; i++) values[i] = at(values, i) - rate * at(gradients[part] ?? [], i);
    }
    this.costs.push(value);
  }
}

/** The largest difference between two copies' parameters. */
export function drift(a: Twin, b: Twin): number {
  return Math.max(
    ...a.parameters.map((values, part) => Math.max(...values.map((each, i) => Math.abs(each - at(b.parameters[part] ?? [], i))))),
  );
}
