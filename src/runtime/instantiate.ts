// Kernel modules become functions that compute in one memory, with one pool of threads.

import type { LinearMemory } from "./storage.js";
import type { ThreadPool } from "./threads/pool.js";

/** The exports of all modules. The workers get each module as well. */
export function instantiate(
  modules: readonly WebAssembly.Module[],
  { memory }: Pick<LinearMemory, "memory">,
  threads: Pick<ThreadPool, "add">,
): WebAssembly.Exports {
  const kernels = {};
  for (const module of modules) {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    threads.add(module, exports);
    Object.assign(kernels, exports);
  }
  return kernels;
}
