// The kernels behind the backend: the modules of the table of ops, and one of this backend's own, in one linear memory.

import { families, type ModuleName, type Precision } from "../families.js";
import { ops } from "../ops.js";
import { helperNames, type KernelExports } from "../runtime/abi.js";
import { simdLevel } from "../runtime/features.js";
import { instantiate } from "../runtime/instantiate.js";
import { compilePackagedSync, loadModule, loadModules } from "../runtime/modules.js";
import { LEAST_BYTES, LinearMemory, type LinearMemoryOptions } from "../runtime/storage.js";
import { prepareCrew, type ThreadOptions, ThreadPool } from "../runtime/threads/pool.js";
import { kernelsOf } from "../spec/kernels.js";
import type { Spec } from "../spec/types.js";
import { kernelNames, type OwnKernels } from "./abi.js";

/** Compiled modules: backends are made from them without waiting, as often as TensorFlow.js asks for one. */
export interface Modules {
  /** The ops of the table: lanewise/kernels/*-fixed-fast.wasm, or another level and precision. */
  readonly core: readonly WebAssembly.Module[];
  /** This backend's own: lanewise/kernels/tfjs-fixed.wasm or its like. */
  readonly own: WebAssembly.Module;
}

/** @throws TypeError for modules that users mixed up, which would fail with the first kernel that is missing */
export function checkModules(value: unknown): Modules {
  const { core, own } = Object(value) as Partial<Modules>;
  const check = (name: string, modules: unknown, files: string, needed: readonly string[]) => {
    const isRight =
      Array.isArray(modules) &&
      modules.every((each) => each instanceof WebAssembly.Module) &&
      lacks(modules, needed) === undefined;
    if (!isRight) throw new TypeError(`registerBackend: modules.${name} is not ${files}, compiled`);
  };
  check("core", core, "the list of lanewise/kernels/*-fixed-fast.wasm", [
    ...helperNames,
    ...Object.values<Spec>(ops).flatMap(kernelsOf),
  ]);
  check("own", [own], "lanewise/kernels/tfjs-fixed.wasm", kernelNames.unary);
  return { core, own } as Modules;
}

/** The first of some exports that no module has. */
function lacks(modules: readonly WebAssembly.Module[], needed: readonly string[]): string | undefined {
  const exported = new Set(modules.flatMap((each) => WebAssembly.Module.exports(each).map(({ name }) => name)));
  return needed.find((each) => !exported.has(each));
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
    loadModules(`${simd}-${precision}`, shared),
    loadModule(`tfjs-${simd}`, shared),
    prepareCrew("auto", shared),
  ]);
  return { core, own };
}

/** The same at once, in Node, from modules that are inlined in the importing file, by name: in one precision. */
export function compileModulesSync(inlined: Readonly<Record<string, string>>): Modules {
  const simd = chooseSimd("auto");
  const shared = hasSharedMemory();
  const compile = (name: ModuleName) => compilePackagedSync(name, inlined[name] as string, shared);
  return { core: families.map((family) => compile(`${family}-${simd}-fast`)), own: compile(`tfjs-${simd}`) };
}

export function startMachine(
  modules: Modules,
  options: LinearMemoryOptions | undefined,
  threads?: ThreadOptions["threads"],
): Machine {
  const memory = new LinearMemory(options);
  const pool = new ThreadPool(memory, memory.shared, { threads });
  return {
    memory,
    core: instantiate(modules.core, memory, pool) as KernelExports,
    own: instantiate([modules.own], memory, pool) as unknown as OwnKernels,
    threads: pool,
  };
}
