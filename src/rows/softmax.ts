import { shiftedExponentials } from "../math/shiftedExponentials.js";
import { row } from "../spec/define.js";
import { choice } from "../spec/options.js";

/** What a row of which nothing is left gives: NaN, or zeros. */
const emptyRow = choice("nan", "zero");
const parameters = (options: { emptyRow: "nan" | "zero" }) => [options.emptyRow === "zero" ? 1 : 0];
const notes = [
  'A row that is all −∞, or holds +∞ or NaN, gives NaN (as in PyTorch, ONNX and TensorFlow.js); `emptyRow: "zero"` gives zeros, value and gradient, for a row of −∞ (fully masked).',
];
const source = "Bridle: Probabilistic Interpretation of Feedforward Classification Network Outputs (1990)";

function isEmpty(x: Float64Array): boolean {
  return x.every((each) => each === -Infinity);
}

const softmaxOf = (x: Float64Array) => {
  const { exponentials, sum } = shiftedExponentials(x);
  return exponentials.map((each) => each / sum);
};

const logSoftmaxOf = (x: Float64Array) => {
  const { max, logSum, sum } = shiftedExponentials(x);
  return x.map((each) => (Number.isNaN(sum) ? NaN : each - max - logSum));
};

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);
const negated = (x: Float64Array) => x.map((each) => -each);
const zeros = (x: Float64Array) => new Float64Array(x.length);

function softmaxBackward(dy: Float64Array, y: Float64Array): Float64Array {
  const projection = dot(dy, y);
  return y.map((each, i) => each * ((dy[i] as number) - projection));
}

/** Σ |dy| */
const size = (dy: Float64Array) => dy.reduce((sum, each) => sum + Math.abs(each), 0);

/** y |dy| + y Σ |dy · y| */
function softmaxTerms(dy: Float64Array, y: Float64Array): Float64Array {
  const projection = size(dy.map((each, i) => each * (y[i] as number)));
  return y.map((each, i) => each * (Math.abs(dy[i] as number) + projection));
}

/** Of y itself, and of all that are in the sum. */
function softmaxFactors(dy: Float64Array, y: Float64Array): Float64Array {
  const total = size(dy);
  return dy.map((each, i) => Math.abs(each) + (1 + (y[i] as number)) * total);
}

export const softmax = row({
  name: "softmax",
  family: "rows",
  summary: "Turns a row of logits into probabilities.",
  options: { emptyRow },
  reduces: false,
  forward: (x, options) => (options.emptyRow === "zero" && isEmpty(x) ? zeros(x) : softmaxOf(x)),
  backward: (dy, x, options) => (options.emptyRow === "zero" && isEmpty(x) ? zeros(x) : softmaxBackward(dy, softmaxOf(x))),
  backwardFromOutput: softmaxBackward,
  shares: softmaxOf,
  sharesFromOutput: (y) => y,
  gradientTerms: softmaxTerms,
  gradientFactors: softmaxFactors,
  parameters,
  range: () => [0, 1],
  formula: "e^(x_i − max) / Σ_j e^(x_j − max)",
  notes,
  source,
  bound: { fast: 4, high: 0.51 },
});

export const logSoftmax = row({
  name: "logSoftmax",
  family: "rows",
  summary: "The logarithm of softmax, without the detour.",
  options: { emptyRow },
  reduces: false,
  forward: (x, options) => (options.emptyRow === "zero" && isEmpty(x) ? zeros(x) : logSoftmaxOf(x)),
  backward: (dy, x, options) => {
    if (options.emptyRow === "zero" && isEmpty(x)) return zeros(x);
    const total = dy.reduce((a, b) => a + b, 0);
    return softmaxOf(x).map((each, i) => (dy[i] as number) - each * total);
  },
  backwardFromOutput: (dy, y, { emptyRow }) => {
    // Two probabilities of 1 in a row: it is the zeros of an empty one.
    if (emptyRow === "zero" && y.length > 1 && y[0] === 0 && y[1] === 0) return zeros(y);
    const total = dy.reduce((a, b) => a + b, 0);
    return y.map((each, i) => (dy[i] as number) - Math.exp(each) * total);
  },
  shares: softmaxOf,
  sharesFromOutput: (y) => y.map(Math.exp),
  gradientTerms: (dy, shares) => {
    const total = size(dy);
    return shares.map((each, i) => Math.abs(dy[i] as number) + each * total);
  },
  gradientFactors: (dy) => new Float64Array(dy.length).fill(size(dy)),
  parameters,
  range: () => [-Infinity, 0],
  formula: "x_i − max − log Σ_j e^(x_j − max)",
  notes,
  source,
  bound: { fast: 4, high: 0.51 },
});

export const softmin = row({
  name: "softmin",
  family: "rows",
  summary: "softmax of −x: the smallest gets the most.",
  options: { emptyRow },
  reduces: false,
  forward: (x, options) => softmax.forward(negated(x), options),
  backward: (dy, x, options) => negated(softmax.backward(dy, negated(x), options)),
  backwardFromOutput: (dy, y) => negated(softmaxBackward(dy, y)),
  shares: (x) => softmaxOf(negated(x)),
  sharesFromOutput: (y) => y,
  gradientTerms: softmaxTerms,
  gradientFactors: softmaxFactors,
  parameters,
  range: () => [0, 1],
  formula: "e^(min − x_i) / Σ_j e^(min − x_j)",
  notes: ["A row that is all +∞ is the empty row here."],
  source,
  bound: { fast: 4, high: 0.51 },
});

export const logSumExp = row({
  name: "logSumExp",
  family: "rows",
  summary: "The smooth maximum of a row; one number for each row.",
  options: { emptyRow },
  reduces: true,
  forward: (x) => {
    const { max, logSum } = shiftedExponentials(x);
    if (x.some(Number.isNaN)) return Float64Array.of(NaN);
    return Float64Array.of(Number.isFinite(max) ? max + logSum : max);
  },
  backward: (dy, x, options) =>
    options.emptyRow === "zero" && isEmpty(x) ? zeros(x) : softmaxOf(x).map((each) => each * (dy[0] as number)),
  terms: (x) => {
    const { max, logSum } = shiftedExponentials(x);
    return Math.abs(max) + logSum;
  },
  shares: softmaxOf,
  gradientFactors: (dy, shares) => new Float64Array(shares.length).fill(Math.abs(dy[0] as number)),
  parameters,
  range: () => [-Infinity, Infinity],
  formula: "max + log Σ_j e^(x_j − max)",
  notes: ['Of a row of −∞ it is −∞, of a row with +∞ it is +∞; `emptyRow: "zero"` concerns the gradient alone.'],
  source,
  bound: { fast: 4, high: 0.51 },
});
