// Losses of rows of probabilities, and of their logarithms.

export { klDivergence } from "../losses/divergence";
export { categoricalCrossEntropy, negativeLogLikelihood, sparseCategoricalCrossEntropy } from "../losses/logLikelihood";
