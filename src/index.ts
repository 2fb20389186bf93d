// Lanewise: activation, loss and cost kernels, forward and backward, in SIMD WebAssembly.

export type { Numbers, Numeric } from "./facade/types.js";
export type { Info, Lanewise } from "./library.js";
export { load, loadSync } from "./load.js";
export type { LoadOptions } from "./loadOptions.js";
export { type OpName, ops } from "./ops.js";
export { type MemoryUse, Tensor } from "./runtime/tensor.js";
export { VerificationError, type VerifyOptions } from "./verify/verify.js";
