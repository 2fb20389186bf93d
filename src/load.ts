// load(): chooses what runs here, and makes the library's functions.

import { ReferenceBackend } from "./backend/reference.js";
import { WasmBackend } from "./backend/wasm.js";
import { internalsOf, setInternals } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import { checkOptions, type LoadOptions } from "./loadOptions.js";
import { helperNames, type KernelExports } from "./runtime/abi.js";
import { simdLevel } from "./runtime/features.js";
import { messageOf } from "./runtime/messageOf.js";
import { fetchModule, loadModule, loadModuleSync, type ModuleName, type Precision } from "./runtime/modules.js";
import { LinearMemory } from "./runtime/storage.js";
import { ThreadPool } from "./runtime/threads/pool.js";

export type { Info, Lanewise };

/** What a request comes to on this engine. */
interface Plan {
  readonly info: Info;
  readonly module: ModuleName | undefined;
}

function plan(options: LoadOptions): Plan {
  checkOptions(options);
  const precision = options.precision ?? "fast";
  if (options.backend === "reference") return referencePlan(precision, "asked for");
  const level = simdLevel();
  if (level === "none") {
    if (options.backend === "wasm") throw new Error("load: this engine has no WebAssembly with SIMD");
    return referencePlan(precision, "this engine has no WebAssembly with SIMD");
  }
  if (options.simd === "relaxed" && level !== "relaxed") {
    throw new Error("load: this engine has no relaxed SIMD (Node 20 needs --experimental-wasm-relaxed-simd)");
  }
  const simd = options.simd === "fixed" ? "fixed" : level;
  const reason = simd === level && level === "fixed" ? "this engine has no relaxed SIMD" : "";
  return { info: { backend: "wasm", simd, precision, threads: 1, reason }, module: `${simd}-${precision}` };
}

function referencePlan(precision: Precision, reason: string): Plan {
  return { info: { backend: "reference", simd: "none", precision, threads: 1, reason }, module: undefined };
}

/** Chooses the best kernels for this engine and loads them. */
export async function load(options: LoadOptions = {}): Promise<Lanewise> {
  const { info, module } = plan(options);
  if (!module) return assemble(new ReferenceBackend(), info, options);
  const memory = new LinearMemory(options.memory);
  try {
    const lw = instantiate(await moduleFor(module, memory.shared, options), memory, info, options);
    if (typeof options.threads === "number") await internalsOf(lw)?.threads.startAndWait();
    return lw;
  } catch (error) {
    return fallBack(error, info, options);
  }
}

function moduleFor(name: ModuleName, shared: boolean, { module, bytes, url }: LoadOptions): Promise<WebAssembly.Module> {
  if (module) return Promise.resolve(module);
  if (bytes) return WebAssembly.compile(bytes);
  if (url !== undefined) return fetchModule(String(url).endsWith("/") ? `${url}${name}.wasm` : url, shared);
  return loadModule(name, shared);
}

/** The same without waiting: in Node, or where `module` or `bytes` is given. */
export function loadSync(options: LoadOptions = {}): Lanewise {
  const { info, module } = plan(options);
  if (options.url !== undefined) throw new TypeError("loadSync: a url has to be waited for; use load()");
  if (!module) return assemble(new ReferenceBackend(), info, options);
  const memory = new LinearMemory(options.memory);
  try {
    const { bytes } = options;
    const compiled = options.module ?? (bytes ? new WebAssembly.Module(bytes) : loadModuleSync(module, memory.shared));
    const lw = instantiate(compiled, memory, info, options);
    if (typeof options.threads === "number") void internalsOf(lw)?.threads.start();
    return lw;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return fallBack(error, info, options);
  }
}

/** A page's content security policy may forbid compilation: then the reference runs, and says so. */
function fallBack(error: unknown, info: Info, options: LoadOptions): Lanewise {
  const { backend, module, bytes, url } = options;
  if (backend === "wasm" || module || bytes || url !== undefined) throw error;
  return assemble(new ReferenceBackend(), { ...info, backend: "reference", simd: "none", reason: explain(error) }, options);
}

function explain(error: unknown): string {
  const message = messageOf(error);
  const policy = /content security policy|blocked by csp|disallowed by embedder|unsafe-eval/i.test(message);
  const remedy = policy ? "; a content security policy needs script-src 'wasm-unsafe-eval'" : "";
  return `WebAssembly could not be started: ${message}${remedy}`;
}

function instantiate(module: WebAssembly.Module, memory: LinearMemory, info: Info, options: LoadOptions): Lanewise {
  const instance = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
  const reasons = [info.reason, memory.shared ? "" : "this engine has no shared WebAssembly memory: growth detaches views"];
  const kernels = instance.exports as unknown as KernelExports;
  if (helperNames.some((name) => typeof kernels[name] !== "function")) {
    throw new TypeError("load: the module is not one of lanewise/kernels/*.wasm");
  }
  const threads = new ThreadPool(memory, memory.shared, options);
  threads.add(module, instance.exports);
  const live: Info = {
    ...info,
    get threads() {
      return threads.threads;
    },
    get reason() {
      return [...reasons, threads.reason].filter(Boolean).join("; ");
    },
  };
  const lw = assemble(new WasmBackend(kernels, memory, threads), live, options, () => threads.close());
  setInternals(lw, { memory, threads });
  return lw;
}
