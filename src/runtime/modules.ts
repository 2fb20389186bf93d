// Finds the WebAssembly module for a precision and SIMD level. Bundles carry the modules inlined, each in a chunk of its
// own that is fetched and decoded only when it is wanted.

import type { SimdLevel } from "./features.js";
import { unshared } from "./unshared.js";

export type Precision = "fast" | "high";
export type ModuleName = `${Exclude<SimdLevel, "none">}-${Precision}`;

type Bytes = Uint8Array<ArrayBuffer>;

const inlined: Record<ModuleName, () => Promise<{ default: Bytes }>> = {
  "fixed-fast": () => import("../../dist/kernels/fixed-fast.wasm"),
  "fixed-high": () => import("../../dist/kernels/fixed-high.wasm"),
  "relaxed-fast": () => import("../../dist/kernels/relaxed-fast.wasm"),
  "relaxed-high": () => import("../../dist/kernels/relaxed-high.wasm"),
};

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles a module once for all instances of the process. @param shared whether this engine has shared memory */
export function loadModule(name: ModuleName, shared: boolean): Promise<WebAssembly.Module> {
  const key = `${name}-${shared}`;
  let module = compiled.get(key);
  if (!module) {
    module = inlined[name]().then(({ default: bytes }) => WebAssembly.compile(shared ? bytes : unshared(bytes)));
    compiled.set(key, module);
    // A failed attempt must not poison the next one.
    module.catch(() => compiled.delete(key));
  }
  return module;
}

/** The same without waiting: in Node, from the package's own file. */
export function loadModuleSync(name: ModuleName, shared: boolean): WebAssembly.Module {
  const builtin = globalThis.process?.getBuiltinModule;
  if (!builtin) {
    throw new TypeError("loadSync: there are no files to read here; pass { module } or { bytes }, or use load()");
  }
  const file = builtin("node:module")
    .createRequire(import.meta.url)
    .resolve(`lanewise/kernels/${name}.wasm`);
  const bytes = Uint8Array.from(builtin("node:fs").readFileSync(file));
  return new WebAssembly.Module(shared ? bytes : unshared(bytes));
}
