// What kernel modules there are: one for each family of ops (assembly/modules), SIMD level and precision.

import type { SimdLevel } from "./runtime/features.js";

/** `fast`: float32 lanes, ≤ 4 ulp. `high`: float64 lanes, rounded once, ≤ 0.51 ulp. */
export type Precision = "fast" | "high";

/** What a module is built for. */
export type Target = `${Exclude<SimdLevel, "none">}-${Precision}`;

/** The modules that hold the ops of the table and their helpers. */
export const families = [
  "piecewise",
  "smooth",
  "rows",
  "regression",
  "binary",
  "logits",
  "probabilities",
  "penalties",
  "dense",
  "checks",
] as const;

export type Family = (typeof families)[number];

/** As its file in `lanewise/kernels` is named; those of lanewise/tfjs are float32 in both precisions. */
export type ModuleName = `${Family}-${Target}` | `tfjs-${Exclude<SimdLevel, "none">}`;
