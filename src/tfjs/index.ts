// lanewise/tfjs: a backend for TensorFlow.js.

export { adam } from "./adam.js";
export type { BackendMemory } from "./backend.js";
export type { Modules } from "./modules.js";
export { gelu, logSoftmax, logSumExp, mish, swish } from "./ops/activations.js";
export {
  type HuberOptions,
  huber,
  klDivergence,
  type LossOptions,
  type SmoothedLossOptions,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  sparseSoftmaxCrossEntropy,
} from "./ops/losses.js";
export { type RegisterOptions, registerBackend } from "./register.js";
