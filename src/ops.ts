// The one table of ops. Facade, types, backends, tests, benchmarks and docs are derived from it.

import {
  binaryStep,
  elu,
  gelu,
  hardSigmoid,
  hardSwish,
  hardTanh,
  leakyRelu,
  linear,
  logSigmoid,
  maxout,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  swish,
  tanh,
} from "./entries/activations.js";
import { dense } from "./entries/layers.js";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  categoricalCrossEntropy,
  crossEntropy,
  hinge,
  huber,
  klDivergence,
  klDivergenceWithLogits,
  meanAbsoluteError,
  meanError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  negativeLogLikelihood,
  rootMeanSquaredError,
  sparseCategoricalCrossEntropy,
  squaredHinge,
} from "./entries/losses.js";
import { elasticNetPenalty, l1Penalty, l2Penalty } from "./entries/penalties.js";
import { logSoftmax, logSumExp, softmax, softmin } from "./entries/rows.js";
import { frozen } from "./spec/frozen.js";

/** The table of ops: kind, options, range, bound, and the float64 reference itself, by name. */
export const ops = /* @__PURE__ */ frozen({
  linear,
  binaryStep,
  sigmoid,
  tanh,
  relu,
  relu6,
  leakyRelu,
  prelu,
  elu,
  selu,
  swish,
  silu,
  softplus,
  logSigmoid,
  gelu,
  mish,
  softsign,
  hardTanh,
  hardSigmoid,
  hardSwish,
  maxout,

  softmax,
  logSoftmax,
  softmin,
  logSumExp,

  meanError,
  meanAbsoluteError,
  meanSquaredError,
  rootMeanSquaredError,
  meanSquaredLogarithmicError,
  huber,

  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  hinge,
  squaredHinge,

  crossEntropy,
  categoricalCrossEntropy,
  sparseCategoricalCrossEntropy,
  negativeLogLikelihood,
  klDivergence,
  klDivergenceWithLogits,

  l1Penalty,
  l2Penalty,
  elasticNetPenalty,

  dense,
} as const);

/** The table of ops. */
export type Ops = typeof ops;
/** The name of an op. */
export type OpName = keyof Ops;
/** Specs of some ops, by name. */
export type SomeOps = { readonly [K in OpName]?: Ops[K] };
/** Specs of some ops, each under its own name. */
export type Chosen<T extends SomeOps> = T & { readonly [K in Exclude<keyof T, OpName>]: never };
