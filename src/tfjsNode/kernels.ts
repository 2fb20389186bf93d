// The kernels as they are inlined, for where the package's files cannot be read: in a bundle.

import core from "../../dist/kernels/*-fast.wasm?all";
import own from "../../dist/kernels/tfjs-*.wasm?all";

/** By name. */
export const inlinedKernels: Readonly<Record<string, string>> = { ...core, ...own };
