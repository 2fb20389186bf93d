// Losses of rows of logits.

export { crossEntropy, klDivergenceWithLogits } from "../losses/crossEntropy";
