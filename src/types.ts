// The types that entries share.

export type { NumberArray } from "./backend/backend.js";
export type * from "./facade/types.js";
export type { Info, Lanewise } from "./library.js";
export type { LoadOptions } from "./loadOptions.js";
export type { OpName, Ops } from "./ops.js";
export type { TypedArray } from "./runtime/arrays.js";
export type { SimdLevel } from "./runtime/features.js";
export type { Precision } from "./runtime/modules.js";
export type { LinearMemoryOptions, StorageUse } from "./runtime/storage.js";
export type { MemoryUse } from "./runtime/tensor.js";
export type { TensorJson, UnwritableNumber } from "./runtime/tensorForms.js";
export type * from "./signatures/index.js";
export type { Domain } from "./spec/domain.js";
// By name: the makers of options beside them are no part of the package.
export type { OptionSpec, OptionSpecs, Resolved } from "./spec/options.js";
export type * from "./spec/types.js";
export type { Mismatch } from "./verify/error.js";
export type { VerifyOptions } from "./verify/verify.js";
