// Which exports of a module an op's kernels are.

import type { Spec } from "./types.js";

/** The main one first; none for a layer, whose products are helpers. */
export function kernelsOf(spec: Spec): readonly string[] {
  if (spec.kind === "layer") return [];
  const main = spec.kernel ?? spec.name;
  return spec.kind === "channelActivation" ? [main, spec.sharedKernel] : [main];
}
