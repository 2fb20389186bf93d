import { type OpName, ops } from "../ops.js";
import type { LanewiseBackend } from "./backend.js";

/** The kernel of an op of the table. */
export function kernelOf<K>(backend: LanewiseBackend, op: OpName): K {
  const spec = ops[op];
  return backend.core[("kernel" in spec && spec.kernel) || spec.name] as K;
}
