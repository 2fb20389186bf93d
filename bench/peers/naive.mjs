// Loops over a Float32Array as people write them. Each is compiled from its own source, so that the engine sees a loop of
// its own for each op, as if it stood in the user's file.

/** Of x, with the op's options in scope as `o`: the value, and the derivative. */
const ACTIVATIONS = {
  linear: ["o.slope * x + o.intercept", "o.slope"],
  binaryStep: ["x >= 0 ? 1 : 0", "0"],
  sigmoid: ["1 / (1 + Math.exp(-x))", "Math.exp(-x) / ((1 + Math.exp(-x)) * (1 + Math.exp(-x)))"],
  tanh: ["Math.tanh(x)", "1 - Math.tanh(x) ** 2"],
  relu: ["Math.max(0, x)", "x > 0 ? 1 : 0"],
  relu6: ["Math.min(Math.max(0, x), 6)", "x > 0 && x < 6 ? 1 : 0"],
  leakyRelu: ["x > 0 ? x : o.negativeSlope * x", "x > 0 ? 1 : o.negativeSlope"],
  elu: ["x > 0 ? x : o.alpha * (Math.exp(x) - 1)", "x > 0 ? 1 : o.alpha * Math.exp(x)"],
  celu: ["x > 0 ? x : o.alpha * (Math.exp(x / o.alpha) - 1)", "x > 0 ? 1 : Math.exp(x / o.alpha)"],
  selu: [
    "1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1))",
    "1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(x))",
  ],
  swish: ["x / (1 + Math.exp(-o.beta * x))", "(s => s * (1 + o.beta * x * (1 - s)))(1 / (1 + Math.exp(-o.beta * x)))"],
  silu: ["x / (1 + Math.exp(-x))", "(s => s * (1 + x * (1 - s)))(1 / (1 + Math.exp(-x)))"],
  softplus: ["Math.log(1 + Math.exp(o.beta * x)) / o.beta", "1 / (1 + Math.exp(-o.beta * x))"],
  logSigmoid: ["-Math.log(1 + Math.exp(-x))", "1 / (1 + Math.exp(x))"],
  softsign: ["x / (1 + Math.abs(x))", "1 / (1 + Math.abs(x)) ** 2"],
  mish: [
    "x * Math.tanh(Math.log(1 + Math.exp(x)))",
    "(t => t + x * (1 - t * t) / (1 + Math.exp(-x)))(Math.tanh(Math.log(1 + Math.exp(x))))",
  ],
  hardSigmoid: ["Math.min(1, Math.max(0, x / 6 + 0.5))", "x > -3 && x < 3 ? 1 / 6 : 0"],
  hardSwish: ["x * Math.min(1, Math.max(0, x / 6 + 0.5))", "x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5"],
  hardTanh: ["Math.min(o.max, Math.max(o.min, x))", "x > o.min && x < o.max ? 1 : 0"],
  tanhShrink: ["x - Math.tanh(x)", "Math.tanh(x) ** 2"],
};

/** Of the prediction x and the target t: the loss, and the gradient before it is divided by the count. */
const LOSSES = {
  meanError: ["x - t", "1"],
  meanAbsoluteError: ["Math.abs(x - t)", "Math.sign(x - t)"],
  meanSquaredError: ["(x - t) * (x - t)", "2 * (x - t)"],
  meanSquaredLogarithmicError: ["(Math.log1p(x) - Math.log1p(t)) ** 2", "2 * (Math.log1p(x) - Math.log1p(t)) / (1 + x)"],
  huber: [
    "Math.abs(x - t) <= o.delta ? 0.5 * (x - t) * (x - t) : o.delta * (Math.abs(x - t) - 0.5 * o.delta)",
    "Math.max(-o.delta, Math.min(o.delta, x - t))",
  ],
  logCosh: ["Math.log(Math.cosh(x - t))", "Math.tanh(x - t)"],
  binaryCrossEntropy: ["-t * Math.log(x) - (1 - t) * Math.log(1 - x)", "(x - t) / (x * (1 - x))"],
  binaryCrossEntropyWithLogits: ["Math.max(x, 0) - x * t + Math.log(1 + Math.exp(-Math.abs(x)))", "1 / (1 + Math.exp(-x)) - t"],
  hinge: ["Math.max(0, 1 - t * x)", "t * x < 1 ? -t : 0"],
  squaredHinge: ["Math.max(0, 1 - t * x) ** 2", "t * x < 1 ? -2 * t * (1 - t * x) : 0"],
};

const PENALTIES = {
  l1Penalty: ["o.lambda * Math.abs(x)", "o.lambda * Math.sign(x)"],
  l2Penalty: ["o.lambda * x * x", "2 * o.lambda * x"],
  elasticNetPenalty: ["o.l1 * Math.abs(x) + o.l2 * x * x", "o.l1 * Math.sign(x) + 2 * o.l2 * x"],
};

/** Statements for one row: x[start … end) to y, and with dy to dx. */
const ROWS = {
  softmax: [
    `let max = -Infinity, sum = 0;
     for (let i = start; i < end; i++) if (x[i] > max) max = x[i];
     for (let i = start; i < end; i++) sum += y[i] = Math.exp(x[i] - max);
     for (let i = start; i < end; i++) y[i] /= sum;`,
    `let dot = 0;
     for (let i = start; i < end; i++) dot += dy[i] * y[i];
     for (let i = start; i < end; i++) dx[i] = y[i] * (dy[i] - dot);`,
  ],
  logSoftmax: [
    `let max = -Infinity, sum = 0;
     for (let i = start; i < end; i++) if (x[i] > max) max = x[i];
     for (let i = start; i < end; i++) sum += Math.exp(x[i] - max);
     const shift = max + Math.log(sum);
     for (let i = start; i < end; i++) y[i] = x[i] - shift;`,
    `let total = 0;
     for (let i = start; i < end; i++) total += dy[i];
     for (let i = start; i < end; i++) dx[i] = dy[i] - Math.exp(y[i]) * total;`,
  ],
};

/** Statements for one row of a cost and its gradient; `count` is the number of rows. */
const ROW_LOSSES = {
  crossEntropy: `
    let max = -Infinity, sum = 0;
    for (let i = start; i < end; i++) if (x[i] > max) max = x[i];
    for (let i = start; i < end; i++) sum += dx[i] = Math.exp(x[i] - max);
    for (let i = start; i < end; i++) dx[i] /= sum * count;
    value += max + Math.log(sum) - x[start + t[row]];
    dx[start + t[row]] -= 1 / count;`,
  negativeLogLikelihood: `
    for (let i = start; i < end; i++) dx[i] = 0;
    value -= x[start + t[row]];
    dx[start + t[row]] = -1 / count;`,
  sparseCategoricalCrossEntropy: `
    for (let i = start; i < end; i++) dx[i] = 0;
    value -= Math.log(x[start + t[row]]);
    dx[start + t[row]] = -1 / (x[start + t[row]] * count);`,
  categoricalCrossEntropy: `
    for (let i = start; i < end; i++) {
      value -= t[i] * Math.log(x[i]);
      dx[i] = -t[i] / (x[i] * count);
    }`,
  klDivergence: `
    for (let i = start; i < end; i++) {
      value += t[i] * Math.log(t[i] / x[i]);
      dx[i] = -t[i] / (x[i] * count);
    }`,
};

const compile = (parameters, body) => new Function(...parameters, "o", body);
const elements = (target, expression) => `for (let i = 0; i < ${target}.length; i++) {
  const x = input[i];
  ${target}[i] = ${expression};
}`;

function activation({ op, pass, inputs: { x, dy }, options }) {
  const [value, derivative] = ACTIVATIONS[op] ?? [];
  if (value === undefined) return undefined;
  const forward = compile(["input", "y"], elements("y", value));
  const backward = compile(["input", "dy", "dx"], elements("dx", `dy[i] * (${derivative})`));
  const [y, dx] = [new Float32Array(x.length), new Float32Array(x.length)];
  return passes(
    pass,
    () => forward(x, y, options),
    () => backward(x, dy, dx, options),
    y,
    dx,
  );
}

function row({ op, pass, shapes, inputs: { x, dy }, options }) {
  const [, columns] = shapes.x;
  const [there, back] = ROWS[op] ?? [];
  if (there === undefined) return undefined;
  const each = (body) => `for (let start = 0; start < x.length; start += ${columns}) { const end = start + ${columns}; ${body} }`;
  const forward = compile(["x", "y"], each(there));
  const backward = compile(["x", "y", "dy", "dx"], each(back));
  const [y, dx] = [new Float32Array(x.length), new Float32Array(x.length)];
  forward(x, y, options);
  return passes(
    pass,
    () => forward(x, y, options),
    () => backward(x, y, dy, dx, options),
    y,
    dx,
  );
}

function passes(pass, forward, backward, y, dx) {
  const both = () => {
    forward();
    backward();
  };
  const call = { forward, backward, forwardBackward: both }[pass];
  const read = () => {
    call();
    return { forward: [y], backward: [dx], forwardBackward: [y, dx] }[pass];
  };
  return { call, read };
}

/** Costs of elements: losses of predictions and targets, penalties of weights. */
function cost(table, { op, pass, inputs: { x, target }, options, size }) {
  const [loss, gradient] = table[op] ?? [];
  if (loss === undefined) return undefined;
  const divisor = target ? "input.length" : "1";
  const loop = (body) => `let value = 0; for (let i = 0; i < input.length; i++) {
    const x = input[i]${target ? ", t = target[i]" : ""};
    ${body}
  } return value / ${divisor};`;
  const value = compile(["input", "target"], loop(`value += ${loss};`));
  const both = compile(["input", "target", "dx"], loop(`value += ${loss}; dx[i] = (${gradient}) / ${divisor};`));
  const dx = new Float32Array(size);
  if (pass === "value") return { call: () => value(x, target, options), read: () => [[value(x, target, options)]] };
  return { call: () => both(x, target, dx, options), read: () => [[both(x, target, dx, options)], dx] };
}

function rowLoss({ op, pass, shapes, inputs: { x, target }, options }) {
  const [count, columns] = shapes.x;
  // People who write such a loop write the one with the gradient.
  if (ROW_LOSSES[op] === undefined || pass !== "valueAndGrad") return undefined;
  const body = `let value = 0; for (let row = 0, start = 0; row < count; row++, start += ${columns}) {
    const end = start + ${columns};
    ${ROW_LOSSES[op]}
  } return value / count;`;
  const run = compile(["x", "t", "dx", "count"], body);
  const dx = new Float32Array(x.length);
  return { call: () => run(x, target, dx, count, options), read: () => [[run(x, target, dx, count, options)], dx] };
}

function dense({ op, pass, shapes, inputs: { x, weights, bias } }) {
  if (op !== "dense" || pass !== "forward") return undefined;
  const [[m, k], n] = [shapes.x, bias.length];
  const y = new Float32Array(m * n);
  const call = () => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) y[i * n + j] = bias[j];
      for (let p = 0; p < k; p++) {
        const factor = x[i * k + p];
        for (let j = 0; j < n; j++) y[i * n + j] += factor * weights[p * n + j];
      }
    }
  };
  const read = () => {
    call();
    return [y];
  };
  return { call, read };
}

const BY_KIND = {
  activation,
  row,
  loss: (problem) => cost(LOSSES, problem),
  rowLoss,
  penalty: (problem) => cost(PENALTIES, problem),
  layer: dense,
};

/** Undefined for what has no such loop. Runs in pages too. */
export const prepare = (problem) => BY_KIND[problem.kind]?.(problem);

/** @returns {import("./index.mjs").Peer} */
export function open() {
  return { name: "naive", version: process.version, prepare };
}
