// What load() and loadSync() have in common: choosing what runs here, and starting the kernels.

import { WasmBackend } from "./backend/wasm.js";
import { type Family, families, type Target } from "./families.js";
import { setInternals } from "./internals.js";
import { assemble, type Hooks, type Info, type Lanewise } from "./library.js";
import { type OwnLoadOptions, readLoadOptions } from "./loadOptions.js";
import { foldersOf, modulesFor } from "./moduleSources.js";
import type { SomeOps } from "./ops.js";
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
  { target, memory }: Kernels,
  info: Info,
  specs: SomeOps,
  options: OwnLoadOptions,
  wrap: Wrap | undefined,
): Lanewise {
  const reasons = [info.reason, memory.shared ? "" : "this engine has no shared WebAssembly memory: growth detaches views"];
  const threads = new ThreadPool(memory, memory.shared, options);
  const kernels = {} as KernelExports;
  const isThere = (name: string) => typeof kernels[name] === "function";
  const add = (more: readonly WebAssembly.Module[], needed: readonly string[]) => {
    const { loaded, exports } = instantiate(more, memory);
    const missing = needed.find((name) => !isThere(name) && typeof exports[name] !== "function");
    if (missing) throw new TypeError(`load: the modules lack ${missing}, expected all of lanewise/kernels/*-${target}.wasm`);
    Object.assign(kernels, exports);
    threads.add(loaded);
  };
  const need: Hooks["need"] = async (more, from) => {
    const needed = kernelsOfAll(more);
    if (needed.every(isThere)) return;
    const isGiven = Object.keys(from).length > 0;
    add(await modulesFor(familiesOf(more), target, memory.shared, isGiven ? from : foldersOf(options)), needed);
    if (typeof options.threads === "number") await threads.startAndWait();
  };

  add(modules, [...helperNames, ...kernelsOfAll(specs)]);
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
  const lw = assemble(wrap ? wrap(backend, info.precision) : backend, live, specs, { need, close: () => threads.close() });
  setInternals(lw, { memory, threads });
  return lw;
}

const kernelsOfAll = (specs: SomeOps) => Object.values<Spec>(specs).flatMap(kernelsOf);

/** Whose modules some ops need, helpers apart. */
const familiesOf = (specs: SomeOps): readonly Family[] => [...new Set(Object.values<Spec>(specs).map(({ family }) => family))];

/** Whose modules an instance begins with. @param specs none for all */
export const firstFamilies = (specs: SomeOps | undefined): readonly Family[] =>
  specs ? ["helpers", ...familiesOf(specs)] : families;
