// The kernels as they are inlined, for where the package's files cannot be read: in a bundle.

import core_fixed from "../../dist/kernels/fixed-fast.wasm";
import core_relaxed from "../../dist/kernels/relaxed-fast.wasm";
import own_fixed from "../../dist/kernels/tfjs-fixed.wasm";
import own_relaxed from "../../dist/kernels/tfjs-relaxed.wasm";

export const inlinedKernels = {
  fixed: { core: core_fixed as string, own: own_fixed as string },
  relaxed: { core: core_relaxed as string, own: own_relaxed as string },
};
