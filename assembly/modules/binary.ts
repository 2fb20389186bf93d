// Losses of two classes.

export { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "../losses/binary";
export { hinge, squaredHinge } from "../losses/margin";
