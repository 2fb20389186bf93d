// Second derivatives of the table's ops, in ops of TensorFlow.js that can be differentiated again.
//
// A backward pass is linear in dy; its other inputs need what is here. x is the prediction of a loss, t its target.

import {
  abs,
  add,
  backend_util,
  cast,
  clipByValue,
  div,
  exp,
  expandDims,
  log,
  mul,
  neg,
  onesLike,
  reciprocal,
  type Scalar,
  scalar,
  sigmoid,
  softmax,
  softplus,
  square,
  step,
  sub,
  sum,
  type Tensor,
  tanh,
  where,
  zerosLike,
} from "@tensorflow/tfjs-core";
import type { OpName } from "../../ops.js";
import { type Options, row, rowBackward } from "./run.js";

type OfOps<F> = Readonly<Partial<Record<OpName, F>>>;

const one = (): Scalar => scalar(1);
const sumRows = (x: Tensor) => sum(x, -1, true);

/** By a step, which has a gradient, 0; a comparison has none. */
const isPositive = (x: Tensor) => cast(step(x), "bool");

/** σ′ */
function sigmoidSlope(x: Tensor): Tensor {
  const s = sigmoid(x);
  return mul(s, sub(one(), s));
}

/** Of the exact form: φ(x) (2 − x²). */
function geluCurvature(x: Tensor): Tensor {
  const squared = square(x);
  return mul(mul(exp(mul(squared, -0.5)), sub(2, squared)), 1 / Math.sqrt(2 * Math.PI));
}

/** Of x σ(v), v = x (a + b x²): 2 σ′ v′ + x (σ″ v′² + σ′ v″). */
function geluTanhCurvature(x: Tensor): Tensor {
  const a = Math.sqrt(8 / Math.PI);
  const b = a * 0.044715;
  const squared = square(x);
  const v = mul(x, add(mul(squared, b), a));
  const slope = add(mul(squared, 3 * b), a);
  const sigmoidBend = mul(sigmoidSlope(v), sub(one(), mul(sigmoid(v), 2)));
  const inner = add(mul(sigmoidBend, square(slope)), mul(sigmoidSlope(v), mul(x, 6 * b)));
  return add(mul(mul(sigmoidSlope(v), slope), 2), mul(x, inner));
}

/** Of x t, t = tanh(softplus(x)): 2 t′ + x t″, t′ = σ (1 − t²), t″ = σ′ (1 − t²) − 2 t t′ σ. */
function mishCurvature(x: Tensor): Tensor {
  const s = sigmoid(x);
  const t = tanh(softplus(x));
  const rest = sub(one(), square(t));
  const slope = mul(s, rest);
  const bend = sub(mul(sigmoidSlope(x), rest), mul(mul(mul(t, slope), s), 2));
  return add(mul(slope, 2), mul(x, bend));
}

/** f″(x) */
export const activationCurvature: OfOps<(x: Tensor, options: Options) => Tensor> = {
  relu: (x) => zerosLike(x),
  leakyRelu: (x) => zerosLike(x),
  elu: (x) => where(isPositive(x), zerosLike(x), exp(x)),
  selu: (x) => where(isPositive(x), zerosLike(x), mul(exp(x), backend_util.SELU_SCALEALPHA)),
  sigmoid: (x) => mul(sigmoidSlope(x), sub(one(), mul(sigmoid(x), 2))),
  tanh: (x) => {
    const t = tanh(x);
    return mul(mul(t, sub(one(), square(t))), -2);
  },
  softplus: (x) => sigmoidSlope(x),
  gelu: (x, { approximate }) => (approximate === "tanh" ? geluTanhCurvature(x) : geluCurvature(x)),
  mish: (x) => mishCurvature(x),
  swish: (x, { beta }) => {
    const scaled = mul(x, beta as number);
    const bend = add(mul(scaled, sub(one(), mul(sigmoid(scaled), 2))), 2);
    return mul(mul(sigmoidSlope(scaled), bend), beta as number);
  },
};

interface RowCurvature {
  /** Gradient of Σ v · backward(dy, x) with respect to dy … */
  dy(v: Tensor, dy: Tensor, x: Tensor): Tensor;
  /** … and to x. */
  x(v: Tensor, dy: Tensor, x: Tensor): Tensor;
}

export const rowCurvature: OfOps<RowCurvature> = {
  softmax: {
    dy: (v, _, x) => rowBackward("softmax", v, x),
    x: (v, dy, x) => {
      const y = softmax(x);
      const centred = sub(dy, sumRows(mul(dy, y)));
      return rowBackward("softmax", sub(mul(v, centred), mul(dy, sumRows(mul(v, y)))), x);
    },
  },
  logSoftmax: {
    dy: (v, _, x) => sub(v, sumRows(mul(v, softmax(x)))),
    x: (v, dy, x) => neg(mul(sumRows(dy), rowBackward("softmax", v, x))),
  },
  logSumExp: {
    dy: (v, _, x) => sum(mul(v, softmax(x)), -1),
    x: (v, dy, x) => mul(expandDims(dy, -1), rowBackward("softmax", v, x)),
  },
};

interface LossCurvature {
  /** ∂ loss / ∂ t */
  target(x: Tensor, t: Tensor, options: Options): Tensor;
  /** ∂² loss / ∂ x² */
  second(x: Tensor, t: Tensor, options: Options): Tensor;
  /** ∂² loss / ∂ x ∂ t */
  mixed(x: Tensor, t: Tensor, options: Options): Tensor;
}

const kept = ({ labelSmoothing }: Options) => 1 - (labelSmoothing as number);
/** Where the parabola is. */
const inside = (x: Tensor, t: Tensor, { delta }: Options) => step(sub(delta as number, abs(sub(x, t))));

export const lossCurvature: OfOps<LossCurvature> = {
  binaryCrossEntropyWithLogits: {
    target: (x, _, options) => mul(x, -kept(options)),
    second: (x) => sigmoidSlope(x),
    mixed: (x, _, options) => mul(onesLike(x), -kept(options)),
  },
  huber: {
    target: (x, t, { delta }) => clipByValue(sub(t, x), -(delta as number), delta as number),
    second: inside,
    mixed: (x, t, options) => neg(inside(x, t, options)),
  },
};

interface RowLossCurvature {
  /** ∂ loss / ∂ t */
  target(x: Tensor, t: Tensor, options: Options): Tensor;
  /** Gradient of Σ v · ∂ loss / ∂ x with respect to x … */
  x(v: Tensor, x: Tensor, t: Tensor, options: Options): Tensor;
  /** … and to t. */
  mixed(v: Tensor, x: Tensor, t: Tensor, options: Options): Tensor;
}

export const rowLossCurvature: OfOps<RowLossCurvature> = {
  crossEntropy: {
    target: (x, _, options) => mul(row("logSoftmax", x), -kept(options)),
    x: (v, x, t, options) => {
      const bent = rowBackward("softmax", v, x);
      // The smoothed probabilities of a row sum to (1 − s) Σ t + s; a class counts 1.
      return t.dtype === "int32" ? bent : mul(add(mul(sumRows(t), kept(options)), 1 - kept(options)), bent);
    },
    mixed: (v, x, _, options) => mul(sub(sumRows(mul(v, softmax(x))), v), kept(options)),
  },
  klDivergence: {
    target: (q, p) => where(isPositive(p), add(log(div(p, q)), 1), zerosLike(p)),
    x: (v, q, p) => mul(v, div(p, square(q))),
    mixed: (v, q) => neg(mul(v, reciprocal(q))),
  },
};
