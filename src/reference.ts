// lanewise/reference: the library without WebAssembly, for comparison, and where a small bundle matters more than speed.

import { ReferenceBackend } from "./backend/reference.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import { type LoadOptions, type LoadOptionsOf, readLoadOptions } from "./loadOptions.js";
import { ops, type SomeOps } from "./ops.js";
import { verifying } from "./verify/verify.js";

export { ops } from "./described.js";
export { Tensor } from "./runtime/tensor.js";
export type * from "./types.js";
export { VerificationError } from "./verify/error.js";

const REASON = "lanewise/reference has no kernels: import lanewise for WebAssembly";

/**
 * The interface of `lanewise` in plain JavaScript: every op computed in float64, rounded once.
 * @param options as for `lanewise`; those about WebAssembly, memory and threads have nothing to act on
 * @throws Error where `backend: "wasm"` is asked for
 */
export function loadSync<const T extends SomeOps>(options: LoadOptionsOf<T>): Lanewise<T>;
export function loadSync(options?: LoadOptions): Lanewise;
export function loadSync(options: unknown = {}): Lanewise {
  const { backend, precision = "fast", verify, ops: specs = ops } = readLoadOptions(options);
  if (backend === "wasm") throw new Error(`load: ${REASON}`);
  const info: Info = { backend: "reference", simd: "none", precision, threads: 1, reason: REASON };
  return assemble(verifying(verify)(new ReferenceBackend(), "high"), info, specs);
}

/** loadSync as a promise, so that either entry can stand for the other. */
export async function load<const T extends SomeOps>(options: LoadOptionsOf<T>): Promise<Lanewise<T>>;
export async function load(options?: LoadOptions): Promise<Lanewise>;
export async function load(options?: object): Promise<Lanewise> {
  return loadSync(options as LoadOptions);
}
