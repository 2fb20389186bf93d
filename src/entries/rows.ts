// lanewise/rows: the specs of the softmax family.

export { logSoftmax, logSumExp, softmax, softmin } from "../rows/softmax.js";
