// The kernels behind the backend: the module of the table of ops, and one of this backend's own, in one linear memory.

import { helperNames, type KernelExports } from "../runtime/abi.js";
import { simdLevel } from "../runtime/features.js";
import { compilePackaged, compilePackagedSync, loadModule, type Precision } from "../runtime/modules.js";
import { LEAST_BYTES, LinearMemory, type LinearMemoryOptions } from "../runtime/storage.js";
import { prepareCrew, type ThreadOptions, ThreadPool } from "../runtime/threads/pool.js";
import { kernelNames, type OwnKernels } from "./abi.js";

const inlined = {
  fixed: () => import("../../dist/kernels/tfjs-fixed.wasm"),
  relaxed: () => import("../../dist/kernels/tfjs-relaxed.wasm"),
};

/** Compiled modules: backends are made from them without waiting, as often as TensorFlow.js asks for one. */
export interface Modules {
  /** The ops of the table: lanewise/kernels/fixed-fast.wasm and its like. */
  readonly core: WebAssembly.Module;
  /** This backend's own: lanewise/kernels/tfjs-fixed.wasm or its like. */
  readonly own: WebAssembly.Module;
}

/** @throws TypeError for modules that users mixed up, which would fail with the first kernel that is missing */
export function checkModules(value: unknown): Modules {
  const { core, own } = Object(value) as Partial<Modules>;
  const check = (name: string, module: unknown, file: string, exported: readonly string[]) => {
    const isRight =
      module instanceof WebAssembly.Module &&
      exported.every((each) => WebAssembly.Module.exports(module).some(({ name: found }) => found === each));
    if (!isRight) throw new TypeError(`registerBackend: modules.${name} is not lanewise/kernels/${file}.wasm, compiled`);
  };
  check("core", core, "fixed-fast", helperNames);
  check("own", own, "tfjs-fixed", kernelNames.unary);
  return { core, own } as Modules;
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

type Simd = "fixed" | "relaxed";

function chooseSimd(wanted: "auto" | Simd): Simd {
  const level = simdLevel();
  if (level === "none") throw new Error("lanewise/tfjs: this engine has no WebAssembly with SIMD; stay with another backend");
  if (wanted === "relaxed" && level !== "relaxed") {
    throw new Error("lanewise/tfjs: this engine has no relaxed SIMD (Node 20 needs --experimental-wasm-relaxed-simd)");
  }
  return wanted === "fixed" ? "fixed" : level;
}

const hasSharedMemory = () => new LinearMemory({ maximumBytes: LEAST_BYTES }).shared;

export async function compileModules(wanted: "auto" | Simd, precision: Precision): Promise<Modules> {
  const simd = chooseSimd(wanted);
  const shared = hasSharedMemory();
  const [core, own] = await Promise.all([
    loadModule(`${simd}-${precision}`, shared),
    compilePackaged(`tfjs-${simd}`, inlined[simd], shared),
    prepareCrew("auto", shared),
  ]);
  return { core, own };
}

/** The same at once, in Node, from modules that are inlined in the importing file: by SIMD level, in one precision. */
export function compileModulesSync(inlined: Readonly<Record<Simd, { core: string; own: string }>>): Modules {
  const simd = chooseSimd("auto");
  const shared = hasSharedMemory();
  const { core, own } = inlined[simd];
  return {
    core: compilePackagedSync(`${simd}-fast`, core, shared),
    own: compilePackagedSync(`tfjs-${simd}`, own, shared),
  };
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
