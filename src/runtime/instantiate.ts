// Kernel modules become functions that compute in one memory.

import type { LinearMemory } from "./storage.js";
import type { Loaded } from "./threads/crew.js";

/** Each module with its exports, for the workers, and the exports of all. */
export function instantiate(
  modules: readonly WebAssembly.Module[],
  { memory }: Pick<LinearMemory, "memory">,
): { loaded: readonly Loaded[]; exports: WebAssembly.Exports } {
  const loaded = modules.map((module) => ({
    module,
    exports: new WebAssembly.Instance(module, { env: { memory } }).exports,
  }));
  return { loaded, exports: Object.assign({}, ...loaded.map(({ exports }) => exports)) };
}
