// What load() and loadSync() have in common: choosing what runs here, and starting the kernels.

import { WasmBackend } from "./backend/wasm.js";
import type { Target } from "./families.js";
import { setInternals } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import { type OwnLoadOptions, readLoadOptions } from "./loadOptions.js";
import { ops } from "./ops.js";
import { helperNames, type KernelExports } from "./runtime/abi.js";
import { simdLevel } from "./runtime/features.js";
import { instantiate } from "./runtime/instantiate.js";
import { messageOf } from "./runtime/messageOf.js";
import { LinearMemory } from "./runtime/storage.js";
import { ThreadPool } from "./runtime/threads/pool.js";
import { kernelsOf } from "./spec/kernels.js";
import type { Spec } from "./spec/types.js";
import type { Wrap } from "./verify/verify.js";

/** What a request comes to on this engine. */
export interface Plan {
  /** Those that were given, read once. */
  readonly options: OwnLoadOptions;
  readonly info: Info;
  /** Undefined where the reference runs. */
  readonly kernels?: Kernels;
}

/** The modules to take, and the memory they shall work in. */
export interface Kernels {
  readonly target: Target;
  readonly memory: LinearMemory;
}

export function plan(given: unknown): Plan {
  const options = readLoadOptions(given);
  const { backend, precision = "fast", memory } = options;
  const reference = (reason: string): Plan => ({
    options,
    info: { backend: "reference", simd: "none", precision, threads: 1, reason },
  });
  if (backend === "reference") return reference("asked for");
  const level = simdLevel();
  if (level === "none") {
    if (backend === "wasm") throw new Error("load: this engine has no WebAssembly with SIMD");
    return reference("this engine has no WebAssembly with SIMD");
  }
  if (options.simd === "relaxed" && level !== "relaxed") {
    throw new Error("load: this engine has no relaxed SIMD (Node 20 needs --experimental-wasm-relaxed-simd)");
  }
  const simd = options.simd === "fixed" ? "fixed" : level;
  const reason = simd === level && level === "fixed" ? "this engine has no relaxed SIMD" : "";
  const info: Info = { backend: "wasm", simd, precision, threads: 1, reason };
  try {
    return { options, info, kernels: { target: `${simd}-${precision}`, memory: new LinearMemory(memory) } };
  } catch (error) {
    if (backend === "wasm") throw new Error(`load: ${messageOf(error)}`);
    return reference(explain(error));
  }
}

/** A page's content security policy may forbid compilation: then the reference runs, and says so. @throws where it must not */
export function fallBack(error: unknown, info: Info, { backend, module, bytes, url }: OwnLoadOptions): Info {
  if (backend === "wasm" || module || bytes || url !== undefined) throw error;
  return { ...info, backend: "reference", simd: "none", reason: explain(error) };
}

function explain(error: unknown): string {
  const message = messageOf(error);
  const policy = /content security policy|blocked by csp|disallowed by embedder|unsafe-eval/i.test(message);
  const remedy = policy ? "; a content security policy needs script-src 'wasm-unsafe-eval'" : "";
  return `WebAssembly could not be started: ${message}${remedy}`;
}

/** The library on kernels. */
export function start(
  modules: readonly WebAssembly.Module[],
  memory: LinearMemory,
  info: Info,
  options: OwnLoadOptions,
  wrap: Wrap | undefined,
): Lanewise {
  const reasons = [info.reason, memory.shared ? "" : "this engine has no shared WebAssembly memory: growth detaches views"];
  const threads = new ThreadPool(memory, memory.shared, options);
  const kernels = instantiate(modules, memory, threads) as KernelExports;
  const needed = [...helperNames, ...Object.values<Spec>(ops).flatMap(kernelsOf)];
  const missing = needed.find((name) => typeof kernels[name] !== "function");
  if (missing) {
    throw new TypeError(
      `load: the modules lack ${missing}, expected all of lanewise/kernels/*-${info.simd}-${info.precision}.wasm`,
    );
  }
  const live: Info = {
    ...info,
    get threads() {
      return threads.threads;
    },
    get reason() {
      return [...reasons, threads.reason].filter(Boolean).join("; ");
    },
  };
  const backend = new WasmBackend(kernels, memory, threads);
  const lw = assemble(wrap ? wrap(backend, info.precision) : backend, live, () => threads.close());
  setInternals(lw, { memory, threads });
  return lw;
}
