// Finds the WebAssembly module for a precision and SIMD level. The package carries the modules inlined, each in a file of
// its own that is loaded and decoded only when it is wanted. Node is reached through process.getBuiltinModule, so that
// bundlers for browsers see no import of it.

import type { SimdLevel } from "./features.js";
import { inflate, inflateSync } from "./inflate.js";
import { unshared } from "./unshared.js";

/** `fast`: float32 lanes, ≤ 4 ulp. `high`: float64 lanes, rounded once, ≤ 0.51 ulp. */
export type Precision = "fast" | "high";
export type ModuleName = `${Exclude<SimdLevel, "none">}-${Precision}`;

type Bytes = Uint8Array<ArrayBuffer>;
/** Packed bytes, but in workerd, where the import of a .wasm file gives what the engine itself has compiled. */
type Inlined = Promise<{ default: string | WebAssembly.Module }>;

const inlined: Record<ModuleName, () => Inlined> = {
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
    module = compilePackaged(name, inlined[name], shared);
    compiled.set(key, module);
    // A failed attempt must not poison the next one.
    module.catch(() => compiled.delete(key));
  }
  return module;
}

/** Compiles one of the package's modules: from its file where there is one, else as it is inlined. */
export async function compilePackaged(name: string, inlined: () => Inlined, shared: boolean): Promise<WebAssembly.Module> {
  let bytes = ownFile(name);
  if (!bytes) {
    const { default: found } = await inlined();
    if (typeof found !== "string") return found;
    bytes = await inflate(found);
  }
  return WebAssembly.compile(shared ? bytes : unshared(bytes));
}

/** The same at once, in Node, for those who have the inlined module at hand. */
export function compilePackagedSync(name: string, inlined: string, shared: boolean): WebAssembly.Module {
  const bytes = ownFile(name) ?? inflateSync(inlined);
  if (!bytes) throw new Error(`${name}: this engine has no way to unpack it at once`);
  return new WebAssembly.Module(shared ? bytes : unshared(bytes));
}

/**
 * The package's own file of a module, in Node where the package lies as it was installed: read in a tenth of the time that
 * unpacking the inlined module takes, most of which goes to zlib, which Node loads when it is first asked for.
 */
function ownFile(name: string): Bytes | undefined {
  // Deno would ask its user for permission.
  if ("Deno" in globalThis) return undefined;
  try {
    const files = globalThis.process?.getBuiltinModule?.("node:fs");
    const path = import.meta.url.replace(/[^/\\]*$/, `kernels/${name}.wasm`);
    return files && new Uint8Array(files.readFileSync(path.startsWith("file:") ? new URL(path) : path));
  } catch {
    // In a bundle, for example.
    return undefined;
  }
}

/** Compiles the module at an address: of a file too, where there are files. */
export async function fetchModule(url: URL | string, shared: boolean): Promise<WebAssembly.Module> {
  const files = String(url).startsWith("file:") && globalThis.process?.getBuiltinModule?.("node:fs");
  const bytes = files ? Uint8Array.from(await files.promises.readFile(new URL(url))) : await fetchBytes(url);
  return WebAssembly.compile(shared ? bytes : unshared(bytes));
}

async function fetchBytes(url: URL | string): Promise<Bytes> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`load: ${url} gives ${response.status} ${response.statusText}`.trimEnd());
  return new Uint8Array(await response.arrayBuffer());
}

/** Compiles without waiting: in Node, from the package's own file. */
export function loadModuleSync(name: ModuleName, shared: boolean): WebAssembly.Module {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  const modules = globalThis.process?.getBuiltinModule?.("node:module");
  if (!files || !modules) {
    throw new TypeError("loadSync: there are no files to read here; pass { module } or { bytes }, or use load()");
  }
  const file = modules.createRequire(import.meta.url).resolve(`lanewise/kernels/${name}.wasm`);
  const bytes = Uint8Array.from(files.readFileSync(file));
  return new WebAssembly.Module(shared ? bytes : unshared(bytes));
}
