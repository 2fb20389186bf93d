// Finds the WebAssembly module for a precision and SIMD level. The package carries the modules inlined, each in a file of
// its own that is loaded and decoded only when it is wanted.

import { families, type ModuleName, type Target } from "../families.js";
import { attempt, nodeModule } from "./environment.js";
import { inflate, inflateSync } from "./inflate.js";
import { unshared } from "./unshared.js";

export type { Precision } from "../families.js";

/** Reads a kernel module. */
type OwnFiles = (name: ModuleName) => Bytes;
type Bytes = Uint8Array<ArrayBuffer>;
/** Packed bytes, but in workerd, where the import of a .wasm file gives what the engine itself has compiled. */
type Inlined = { default: string | WebAssembly.Module };

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles a module once for all instances of the process. @param shared whether this engine has shared memory */
export function loadModule(name: ModuleName, shared: boolean): Promise<WebAssembly.Module> {
  const key = `${name}-${shared}`;
  let module = compiled.get(key);
  if (!module) {
    module = compilePackaged(name, shared);
    compiled.set(key, module);
    // A failed attempt must not poison the next one.
    module.catch(() => compiled.delete(key));
  }
  return module;
}

/** All modules of the table of ops. */
export function loadModules(target: Target, shared: boolean): Promise<WebAssembly.Module[]> {
  return Promise.all(families.map((family) => loadModule(`${family}-${target}`, shared)));
}

/** Compiles one of the package's modules: from its file where there is one, else as it is inlined. */
async function compilePackaged(name: ModuleName, shared: boolean): Promise<WebAssembly.Module> {
  let bytes = ownFile(name);
  if (!bytes) {
    const { default: found }: Inlined = await import(`../../dist/kernels/${name}.wasm`);
    if (typeof found !== "string") return found;
    bytes = await inflate(found);
  }
  return WebAssembly.compile(shared ? bytes : unshared(bytes));
}

/** The same at once, in Node, for those who have the inlined module at hand. */
export function compilePackagedSync(name: ModuleName, inlined: string, shared: boolean): WebAssembly.Module {
  const bytes = ownFile(name) ?? inflateSync(inlined);
  if (!bytes) throw new Error(`${name}: this engine has no way to unpack it at once`);
  return new WebAssembly.Module(shared ? bytes : unshared(bytes));
}

/**
 * The package's own file of a module, in Node where the package lies as it was installed: read in a tenth of the time that
 * unpacking the inlined module takes, most of which goes to zlib, which Node loads when it is first asked for.
 */
function ownFile(name: ModuleName): Bytes | undefined {
  // Deno would ask its user for permission.
  if ("Deno" in globalThis) return undefined;
  const files = nodeModule("node:fs");
  // In a bundle, for example, there is no such file.
  return attempt(() => {
    const path = import.meta.url.replace(/[^/\\]*$/, `kernels/${name}.wasm`);
    return files && new Uint8Array(files.readFileSync(path.startsWith("file:") ? new URL(path) : path));
  });
}

/** Compiles what addresses name: each a module, or (with a slash at its end) the folder of all. Files too, where there are files. */
export async function fetchModules(
  urls: readonly string[],
  target: Target,
  shared: boolean,
): Promise<readonly WebAssembly.Module[]> {
  const files = urls.flatMap((url) => (url.endsWith("/") ? families.map((family) => `${url}${family}-${target}.wasm`) : url));
  return Promise.all(files.map((each) => fetchModule(each, shared)));
}

async function fetchModule(url: string, shared: boolean): Promise<WebAssembly.Module> {
  const files = url.startsWith("file:") && nodeModule("node:fs");
  const bytes = files ? Uint8Array.from(await files.promises.readFile(new URL(url))) : await fetchBytes(url);
  return WebAssembly.compile(shared ? bytes : unshared(bytes));
}

async function fetchBytes(url: string): Promise<Bytes> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`load: ${url} gives ${response.status} ${response.statusText}`.trimEnd());
  return new Uint8Array(await response.arrayBuffer());
}

/** The package's own files, where there are such to be read at once. */
export function ownFiles(): OwnFiles | undefined {
  const readFileSync = nodeModule("node:fs")?.readFileSync;
  const createRequire = nodeModule("node:module")?.createRequire;
  if (!readFileSync || !createRequire) return undefined;
  return (name) => Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve(`lanewise/kernels/${name}.wasm`)));
}

/** Compiles all modules of the table of ops without waiting. */
export function loadModulesSync(files: OwnFiles, target: Target, shared: boolean): WebAssembly.Module[] {
  return families.map((family) => {
    const bytes = files(`${family}-${target}`);
    return new WebAssembly.Module(shared ? bytes : unshared(bytes));
  });
}
