// lanewise/losses: the specs of losses.

export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "../losses/binary.js";
export { crossEntropy } from "../losses/crossEntropy.js";
export { huber, meanAbsoluteError, meanError, meanSquaredError, rootMeanSquaredError } from "../losses/difference.js";
export { klDivergence, klDivergenceWithLogits } from "../losses/divergence.js";
export { meanSquaredLogarithmicError } from "../losses/logarithmic.js";
export { categoricalCrossEntropy, negativeLogLikelihood, sparseCategoricalCrossEntropy } from "../losses/logLikelihood.js";
export { hinge, squaredHinge } from "../losses/margin.js";
