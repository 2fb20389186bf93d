// Lanewise: activation, loss and cost kernels, forward and backward, in SIMD WebAssembly.

export { ops } from "./described.js";
export { load } from "./load.js";
export { Tensor } from "./runtime/tensor.js";
export type * from "./types.js";
export { VerificationError } from "./verify/error.js";
