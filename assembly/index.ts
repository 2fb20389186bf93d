// The ABI: every export of the modules, one line a file.

export { elu } from "./activations/elu";
export { gelu } from "./activations/gelu";
export { linear } from "./activations/linear";
export { maxout } from "./activations/maxout";
export { mish } from "./activations/mish";
export { prelu, preluAlpha, preluAlphaShared } from "./activations/prelu";
export { leakyRelu, relu } from "./activations/relu";
export { sigmoid } from "./activations/sigmoid";
export { softplus } from "./activations/softplus";
export { binaryStep } from "./activations/step";
export { silu, swish } from "./activations/swish";
export { tanh } from "./activations/tanh";
export { columnSums, matmul, matmulPart, matmulScratchBytes } from "./layers/dense";
export { firstNotLabel, firstOutside } from "./loops/check";
export { transposeBlock } from "./loops/transpose";
export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "./losses/binary";
export { crossEntropy, klDivergenceWithLogits } from "./losses/crossEntropy";
export { huber, meanAbsoluteError, meanError, meanSquaredError } from "./losses/difference";
export { klDivergence } from "./losses/divergence";
export { meanSquaredLogarithmicError } from "./losses/logarithmic";
export { categoricalCrossEntropy, negativeLogLikelihood, sparseCategoricalCrossEntropy } from "./losses/logLikelihood";
export { hinge, squaredHinge } from "./losses/margin";
export { elasticNetPenalty, l1Penalty, l2Penalty } from "./losses/penalty";
export { logSoftmax } from "./rows/logSoftmax";
export { logSumExp } from "./rows/logSumExp";
export { softmax, softmin } from "./rows/softmax";
