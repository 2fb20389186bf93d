// The softmax family.

export { transposeBlock } from "../loops/transpose";
export { logSoftmax } from "../rows/logSoftmax";
export { logSumExp } from "../rows/logSumExp";
export { softmax, softmin } from "../rows/softmax";
