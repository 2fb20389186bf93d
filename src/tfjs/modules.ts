// The kernels behind the backend: the module of the table of ops, and one of this backend's own, in one linear memory.

import type { KernelExports } from "../runtime/abi.js";
import { simdLevel } from "../runtime/features.js";
import { compilePackaged, loadModule, type Precision } from "../runtime/modules.js";
import { LEAST_BYTES, LinearMemory, type LinearMemoryOptions } from "../runtime/storage.js";
import { type ThreadOptions, ThreadPool } from "../runtime/threads/pool.js";
import type { OwnKernels } from "./abi.js";

const inlined = {
  fixed: () => import("../../dist/kernels/tfjs-fixed.wasm"),
  relaxed: () => import("../../dist/kernels/tfjs-relaxed.wasm"),
};

/** Compiled modules: backends are made from them without waiting, as often as TensorFlow.js asks for one. */
export interface Modules {
  readonly simd: "fixed" | "relaxed";
  readonly core: WebAssembly.Module;
  readonly own: WebAssembly.Module;
}

/** Kernels with the memory they work in. */
export interface Machine {
  readonly memory: LinearMemory;
  /** The ops of the table, matrix products and other helpers. */
  readonly core: KernelExports;
  /** What only this backend needs (assembly/tfjs). */
  readonly own: OwnKernels;
  readonly threads: ThreadPool;
}

export async function compileModules(wanted: "auto" | "fixed" | "relaxed", precision: Precision): Promise<Modules> {
  const level = simdLevel();
  if (level === "none") throw new Error("lanewise/tfjs: this engine has no WebAssembly with SIMD; stay with another backend");
  if (wanted === "relaxed" && level !== "relaxed") {
    throw new Error("lanewise/tfjs: this engine has no relaxed SIMD (Node 20 needs --experimental-wasm-relaxed-simd)");
  }
  const simd = wanted === "fixed" ? "fixed" : level;
  const { shared } = new LinearMemory({ maximumBytes: LEAST_BYTES });
  const [core, own] = await Promise.all([
    loadModule(`${simd}-${precision}`, shared),
    compilePackaged(`tfjs-${simd}`, inlined[simd], shared),
  ]);
  return { simd, core, own };
}

export function startMachine(
  modules: Modules,
  options: LinearMemoryOptions | undefined,
  threads?: ThreadOptions["threads"],
): Machine {
  const memory = new LinearMemory(options);
  const pool = new ThreadPool(memory, memory.shared, { threads });
  const exportsOf = (module: WebAssembly.Module) => {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
    pool.add(module, exports);
    return exports;
  };
  return {
    memory,
    core: exportsOf(modules.core) as unknown as KernelExports,
    own: exportsOf(modules.own) as unknown as OwnKernels,
    threads: pool,
  };
}
