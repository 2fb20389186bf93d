// Random calls, made from the table: every op, pass and option, shapes that do not fit vectors, and all that may hold numbers.

/** @import { Draw } from "./values.mjs" */

/** @typedef {{ numbers: Float32Array, shape: number[], holder: string }} Held numbers, and what holds them */

/**
 * @typedef {object} Call
 * @property {string} op
 * @property {string} method "forward" for the op itself
 * @property {(Held | undefined)[]} inputs
 * @property {number} main the input whose shape is the call's
 * @property {Record<string, unknown>} options arrays among them are Held
 * @property {"new" | number} [out] something new, or the input (by index) whose place the result takes
 */

/**
 * @typedef {object} Drawn what a call computes from, held by nothing yet
 * @property {string} method
 * @property {number[]} shape of the main input
 * @property {(Float32Array | undefined)[]} inputs
 * @property {Record<string, unknown>} options
 * @property {number[]} [outputs] the shape of what `out` may receive
 * @property {(number[] | undefined)[]} [shapes] of inputs that have not the main one's
 * @property {number[]} [losses] the shape of the losses, and of their weights
 * @property {number} [classes] the input that holds class indices
 * @property {readonly number[]} [taken] inputs whose place the result must not take
 */

const ARRAYS = ["Float32Array", "Float32Array", "Float64Array", "Array", "view"];
const WRITABLE = ["Float32Array", "view", "tensor"];
const LENGTHS = [0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 33];
const PASSES = ["forward", "grad", "valueAndGrad"];

const product = (shape) => shape.reduce((all, length) => all * length, 1);

function drawShape(draw, rank = 1 + draw.below(4)) {
  if (rank === 1) return [draw.chance(0.02) ? draw.one([130, 1009, 5000]) : draw.one(LENGTHS)];
  const lengths = rank === 2 ? [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17] : [0, 1, 1, 2, 2, 3, 4, 5];
  const shape = Array.from({ length: rank }, () => draw.one(lengths));
  // Of more axes one is often 0: that is tried, but not all the time.
  return draw.chance(0.1) ? shape : shape.map((length) => length || 1);
}

/** One of its choices, or a number that the option accepts. */
function drawOption(draw, option) {
  if (option.choices) return draw.one(option.choices);
  if (typeof option.default === "boolean") return draw.chance(0.5);
  const common = [0, 1, 0.3, 2.5, -1.7, 1e-7, 0.1, 3];
  const candidates = [...common, draw.share(), draw.between(-3, 3), draw.below(9), draw.magnitude()];
  // A number of pieces at the end of float32 would take an array as long.
  if (option.accepts(0.3)) candidates.push(draw.special());
  return draw.one([option.default, ...candidates].filter((each) => option.accepts(each)));
}

/** Each option is left to its default in half of the calls. */
function drawOptions(draw, spec) {
  const given = Object.entries(spec.options).filter(([, { default: first }]) => first !== undefined && draw.chance(0.5));
  return Object.fromEntries(given.map(([name, option]) => [name, drawOption(draw, option)]));
}

function filled(spec, given) {
  return { ...Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default])), ...given };
}

/** Folds a value into a closed interval; NaN stays. */
function inside([low, high], value) {
  if (!(value < low || value > high)) return value;
  const folded = high === Infinity ? Math.abs(value) + Math.max(low, 0) : Math.abs(value) % 1;
  return Math.min(Math.max(Number.isNaN(folded) ? high : folded, low), high);
}

function drawActivation(draw, spec) {
  const shape = drawShape(draw);
  const options = drawOptions(draw, spec);
  const method = draw.one(["forward", "derivative", "backward", ...(spec.derivativeFromOutput ? ["backwardFromOutput"] : [])]);
  const x = draw.array(product(shape), draw.numbers());
  const slope = spec.nonNegativeFromOutput;
  if (method === "backwardFromOutput" && options[slope] < 0) options[slope] = -options[slope];
  const common = { method, shape, options, outputs: shape };
  if (method === "forward" || method === "derivative") return { ...common, inputs: [x] };
  const dy = draw.array(x.length, draw.numbers());
  const values = filled(spec, options);
  return { ...common, inputs: [dy, method === "backward" ? x : x.map((each) => spec.forward(each, values))] };
}

function drawChannelActivation(draw) {
  const shape = drawShape(draw);
  const x = draw.array(product(shape), draw.numbers());
  const alpha = draw.array(draw.chance(0.5) ? 1 : shape.at(-1), draw.numbers());
  const method = draw.one(["forward", "derivative", "backward"]);
  if (method !== "backward")
    return { method, shape, inputs: [x, alpha], options: {}, outputs: shape, shapes: [undefined, [alpha.length]] };
  const dy = draw.array(x.length, draw.numbers());
  return { method, shape, inputs: [dy, x, alpha], options: {}, shapes: [undefined, undefined, [alpha.length]] };
}

function drawGroupActivation(draw, spec) {
  const options = drawOptions(draw, spec);
  const groups = drawShape(draw, 1 + draw.below(2));
  const shape = [...groups.slice(0, -1), groups.at(-1) * spec.groupSize(filled(spec, options))];
  const x = draw.array(product(shape), draw.numbers());
  if (draw.chance(0.5)) return { method: "forward", shape, inputs: [x], options, outputs: groups };
  const dy = draw.array(product(groups), draw.numbers());
  return { method: "backward", shape, inputs: [dy, x], options, outputs: shape, shapes: [groups] };
}

function drawRow(draw, spec) {
  const shape = drawShape(draw);
  const axis = draw.chance(0.4) ? -1 : draw.below(2 * shape.length) - shape.length;
  const along = axis < 0 ? axis + shape.length : axis;
  const options = { ...drawOptions(draw, spec), axis };
  const method = draw.one(["forward", "backward", ...(spec.backwardFromOutput ? ["backwardFromOutput"] : [])]);
  const x = draw.array(product(shape), draw.numbers());
  const reduced = spec.reduces ? shape.filter((_, i) => i !== along) : shape;
  if (method === "forward") return { method, shape, inputs: [x], options, outputs: reduced };
  const dy = draw.array(product(reduced), draw.numbers());
  const main = method === "backward" ? x : outputsAlong(spec, x, shape, along, filled(spec, options));
  return { method, shape, inputs: [dy, main], options, outputs: shape, shapes: [reduced] };
}

/** What a row op makes of the rows along an axis. */
function outputsAlong(spec, x, shape, axis, options) {
  const [length, inner] = [shape[axis], product(shape.slice(axis + 1))];
  const y = new Float32Array(x.length);
  for (let start = 0; start < x.length; start++) {
    if (Math.floor(start / inner) % length !== 0) continue;
    const row = spec.forward(
      Float64Array.from({ length }, (_, i) => x[start + i * inner]),
      options,
    );
    row.forEach((each, i) => {
      y[start + i * inner] = each;
    });
  }
  return y;
}

function drawLoss(draw, spec) {
  const shape = drawShape(draw);
  const count = product(shape);
  const domain = spec.domain ?? [-Infinity, Infinity];
  const next = domain[0] === 0 && domain[1] === 1 ? draw.probabilities() : draw.numbers();
  const prediction = draw.array(count, next).map((each) => inside(domain, each));
  const { method, options } = drawReduction(draw, spec, shape, !spec.root);
  const target = drawTargets(draw, spec, prediction, options, next).map((each) => inside(domain, each));
  const outputs = method === "forward" && options.reduction !== "none" ? undefined : shape;
  return { method, shape, inputs: [prediction, target], options, outputs, losses: shape };
}

/** Labels, shares, or numbers of which some are near the predictions. */
function drawTargets(draw, spec, prediction, options, next) {
  const labels = spec.labels?.(filled(spec, options));
  if (labels) return draw.array(prediction.length, () => draw.one(labels));
  if (spec.task === "binary") return draw.array(prediction.length, draw.probabilities());
  const near = draw.share() ** 2;
  return prediction.map((each) => (draw.chance(near) ? each * (1 + draw.one([0, 2 ** -23, 1e-5, 0.1])) : next()));
}

/** A pass of a loss, and the options that all losses share. */
function drawReduction(draw, spec, losses, isReducible) {
  const options = drawOptions(draw, spec);
  if (isReducible && draw.chance(0.7)) options.reduction = draw.one(["mean", "sum", "none"]);
  if (draw.chance(0.4)) options.weights = draw.weights(product(losses));
  if (draw.chance(0.2)) options.normalize = draw.one(["count", "weights"]);
  if (draw.chance(0.2)) options.emptyMean = draw.one(["nan", "zero"]);
  return { method: draw.one(PASSES), options };
}

function drawRowLoss(draw, spec) {
  const shape = drawShape(draw, 1 + draw.below(3));
  // Of no classes no row can be one.
  if (spec.targets === "classes") shape[shape.length - 1] ||= 1;
  const [columns, lossShape] = [shape.at(-1), shape.slice(0, -1)];
  const rows = product(lossShape);
  const prediction =
    spec.predictions === "logits" ? draw.array(rows * columns, draw.numbers()) : draw.distributions(rows, columns);
  if (spec.predictions === "logProbabilities") prediction.set(prediction.map(Math.log));
  const { method, options } = drawReduction(draw, spec, lossShape, true);
  const reduced = options.reduction === "none" ? lossShape : undefined;
  const common = { method, shape, options, outputs: method === "forward" ? reduced : shape, losses: lossShape, taken: [1] };
  if (spec.weighted && draw.chance(0.4)) options.classWeights = draw.weights(columns);
  // Of one class all targets are its index.
  const isClasses =
    spec.targets === "classes" || (spec.targets === "either" && (columns === 1 || (columns > 0 && draw.chance(0.5))));
  if (!isClasses) return { ...common, inputs: [prediction, drawRowTargets(draw, spec, prediction, rows, columns)] };
  const target = draw.array(rows, () => draw.below(columns));
  if (spec.weighted && draw.chance(0.4)) {
    options.ignoreIndex = draw.one([-100, draw.below(columns)]);
    for (let row = 0; row < rows; row++) if (draw.chance(0.3)) target[row] = options.ignoreIndex;
  }
  return { ...common, inputs: [prediction, target], classes: 1, shapes: [undefined, lossShape] };
}

/** Rows of their own; or beside those that are predicted, where divergences are next to nothing. */
function drawRowTargets(draw, spec, prediction, rows, columns) {
  const target = draw.distributions(rows, columns);
  if (spec.predictions !== "probabilities" || draw.chance(0.7)) return target;
  const nudge = 1 + draw.one([0, 2 ** -23, 1e-4]);
  return prediction.map((each, i) => (draw.chance(0.7) ? Math.min(1, each * nudge) : target[i]));
}

function drawPenalty(draw, spec) {
  const shape = drawShape(draw);
  const method = draw.one(PASSES);
  const outputs = method === "forward" ? undefined : shape;
  return { method, shape, inputs: [draw.array(product(shape), draw.numbers())], options: drawOptions(draw, spec), outputs };
}

function drawLayer(draw) {
  const lengths = [1, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33];
  const [m, k, n] = [draw.one(lengths), draw.one(lengths), draw.one(lengths)];
  const next = draw.one([() => draw.between(-1, 1), () => draw.between(-100, 100), draw.numbers()]);
  const [x, weights] = [draw.array(m * k, next), draw.array(k * n, draw.chance(0.8) ? next : draw.numbers())];
  const shape = [m, k];
  if (draw.chance(0.5)) {
    const inputs = [x, weights, draw.chance(0.7) ? draw.array(n, next) : undefined];
    return { method: "forward", shape, inputs, options: {}, outputs: [m, n], shapes: [shape, [k, n], [n]], taken: [0, 1, 2] };
  }
  return {
    method: "backward",
    shape,
    inputs: [draw.array(m * n, next), x, weights],
    options: {},
    shapes: [[m, n], shape, [k, n]],
  };
}

const makers = {
  activation: drawActivation,
  channelActivation: drawChannelActivation,
  groupActivation: drawGroupActivation,
  row: drawRow,
  loss: drawLoss,
  rowLoss: drawRowLoss,
  penalty: drawPenalty,
  layer: drawLayer,
};

/**
 * One call, its numbers in tensors or in arrays of some kind, mixed in some.
 * @param {Draw} draw
 * @returns {Call}
 */
export function drawCall(draw, spec) {
  /** @type {Drawn} */
  const drawn = makers[spec.kind](draw, spec);
  const { method, shape, outputs, shapes = [], losses, classes, taken = [] } = drawn;
  const inTensors = draw.chance(0.4);
  const hold = (numbers, own) => {
    const isTensor = draw.chance(0.9) ? inTensors : !inTensors;
    return { numbers, shape: own ?? [numbers.length], holder: isTensor ? "tensor" : draw.one(ARRAYS) };
  };
  const holdClasses = (numbers, own) => {
    const holders = ["Int32Array", "Array", ...(numbers.some((each) => each < 0) ? [] : ["Uint8Array"])];
    return { numbers, shape: own, holder: draw.one(holders) };
  };
  const inputs = drawn.inputs.map((numbers, i) => {
    if (numbers === undefined) return undefined;
    return (i === classes ? holdClasses : hold)(numbers, shapes[i] ?? shape);
  });
  const options = Object.fromEntries(
    Object.entries(drawn.options).map(([name, value]) => [
      name,
      value instanceof Float32Array ? hold(value, name === "weights" ? losses : undefined) : value,
    ]),
  );
  const call = { op: spec.name, method, inputs, main: method.startsWith("backward") ? 1 : 0, options: { ...options, shape } };
  if (!outputs || draw.chance(0.5)) return call;
  const fits = ({ holder, shape, numbers }) =>
    holder === "tensor" ? `${shape}` === `${outputs}` : WRITABLE.includes(holder) && numbers.length === product(outputs);
  const places = inputs.flatMap((input, index) => (input && fits(input) && !taken.includes(index) ? [index] : []));
  return { ...call, outputs, out: draw.one(["new", ...places]) };
}
