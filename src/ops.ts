// The one table of ops. Facade, types, backends, tests, benchmarks and docs are derived from it.

import { elu } from "./activations/elu.js";
import { gelu } from "./activations/gelu.js";
import { hardSigmoid, hardSwish, hardTanh, relu6 } from "./activations/hard.js";
import { linear } from "./activations/linear.js";
import { maxout } from "./activations/maxout.js";
import { mish } from "./activations/mish.js";
import { prelu } from "./activations/prelu.js";
import { leakyRelu, relu } from "./activations/relu.js";
import { selu } from "./activations/selu.js";
import { sigmoid } from "./activations/sigmoid.js";
import { logSigmoid, softplus } from "./activations/softplus.js";
import { softsign } from "./activations/softsign.js";
import { binaryStep } from "./activations/step.js";
import { silu, swish } from "./activations/swish.js";
import { tanh } from "./activations/tanh.js";
import { dense } from "./layers/dense.js";
import { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "./losses/binary.js";
import { crossEntropy } from "./losses/crossEntropy.js";
import { huber, meanAbsoluteError, meanError, meanSquaredError, rootMeanSquaredError } from "./losses/difference.js";
import { klDivergence, klDivergenceWithLogits } from "./losses/divergence.js";
import { meanSquaredLogarithmicError } from "./losses/logarithmic.js";
import { categoricalCrossEntropy, negativeLogLikelihood, sparseCategoricalCrossEntropy } from "./losses/logLikelihood.js";
import { hinge, squaredHinge } from "./losses/margin.js";
import { elasticNetPenalty, l1Penalty, l2Penalty } from "./losses/penalty.js";
import { logSoftmax, logSumExp, softmax, softmin } from "./rows/softmax.js";
import { withMeasured } from "./withMeasured.js";

/** The table of ops: kind, options, formula, range, notes, bound, and the float64 reference itself, by name. */
export const ops = withMeasured({
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
