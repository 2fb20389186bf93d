// The softmax family.

export { logSoftmax } from "../rows/logSoftmax";
export { logSumExp } from "../rows/logSumExp";
export { softmax, softmin } from "../rows/softmax";
