// Which exports of the modules an op's kernels are.

import type { Kind, Spec } from "./types.js";

/** What is called besides, for each kind. */
const helpers: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  channelActivation: ["preluAlpha", "preluAlphaShared"],
  layer: ["matmul", "matmulPart", "matmulScratchBytes", "columnSums"],
};

/** The main one first; a layer has helpers alone. */
export function kernelsOf(spec: Spec): readonly string[] {
  const own = spec.kind === "layer" ? [] : [spec.kernel ?? spec.name];
  const shared = spec.kind === "channelActivation" ? [spec.sharedKernel] : [];
  return [...own, ...shared, ...(helpers[spec.kind] ?? [])];
}
