// The options of load(), and their checks.

import { describe } from "./facade/arguments.js";
import type { Precision } from "./runtime/modules.js";
import type { LinearMemoryOptions } from "./runtime/storage.js";
import type { VerifyOptions } from "./verify/verify.js";

/** What load() and loadSync() take; all of it may be left out. */
export interface LoadOptions {
  /** `fast` (the default): float32 lanes, ≤ 4 ulp. `high`: float64 lanes, ≤ 0.51 ulp. */
  readonly precision?: Precision | undefined;
  /** `auto` (the default) takes WebAssembly where it runs, else the plain JavaScript reference. */
  readonly backend?: "auto" | "wasm" | "reference" | undefined;
  /** `auto` (the default) takes relaxed SIMD where the engine has it. */
  readonly simd?: "auto" | "relaxed" | "fixed" | undefined;
  /**
   * How many threads compute, the caller's own included. `auto` (the default): one a processor, started by the first work that
   * is worth it. A number: load() starts them and waits until they have answered. `lw.info` tells what has come of it.
   */
  readonly threads?: "auto" | number | undefined;
  /** Repeats every call with the reference, and throws a VerificationError where they differ beyond the op's bound. */
  readonly verify?: boolean | VerifyOptions | undefined;
  /** Limits of the linear memory that tensors and work areas share. */
  readonly memory?: LinearMemoryOptions | undefined;
  /** A compiled kernel module, where it cannot be loaded as usual. Must fit `precision` and `simd`. */
  readonly module?: WebAssembly.Module | undefined;
  /** The bytes of a kernel module (`lanewise/kernels/*.wasm`), likewise. */
  readonly bytes?: BufferSource | undefined;
  /** The address of a kernel module, or (with a slash at its end) of the folder that holds `lanewise/kernels/*.wasm`. */
  readonly url?: URL | string | undefined;
  /** The address of `lanewise/worker`, where a content security policy refuses workers made from a blob. */
  readonly workerUrl?: URL | string | undefined;
}

const CHOICES = { precision: ["fast", "high"], backend: ["auto", "wasm", "reference"], simd: ["auto", "relaxed", "fixed"] };
const OPTIONS = [...Object.keys(CHOICES), "threads", "verify", "memory", "module", "bytes", "url", "workerUrl"];

export function checkOptions(options: LoadOptions): void {
  if (options === null || typeof options !== "object")
    throw new TypeError(`load: options is ${describe(options)}, expected an object`);
  checkNames("", options, OPTIONS);
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = options[name as keyof typeof CHOICES];
    if (value !== undefined && !choices.includes(value)) {
      const wanted = choices.map((each) => `"${each}"`).join(" or ");
      throw new (typeof value === "string" ? RangeError : TypeError)(`load: ${name} is ${describe(value)}, expected ${wanted}`);
    }
  }
  const { threads, verify, memory, module, bytes } = options;
  if (threads !== undefined && threads !== "auto" && !(Number.isInteger(threads) && threads >= 1)) {
    throw new RangeError(`load: threads is ${describe(threads)}, expected "auto" or an integer ≥ 1`);
  }
  if (verify !== undefined && typeof verify !== "boolean" && (typeof verify !== "object" || verify === null)) {
    throw new TypeError(`load: verify is ${describe(verify)}, expected true, false or { sample, onMismatch, onChecked }`);
  }
  if (typeof verify === "object") checkNames("verify.", verify, ["sample", "onMismatch", "onChecked"]);
  if (memory !== undefined) checkMemory(memory);
  if (module !== undefined && !(module instanceof WebAssembly.Module)) {
    throw new TypeError(`load: module is ${describe(module)}, expected a WebAssembly.Module`);
  }
  if (bytes !== undefined && !(ArrayBuffer.isView(bytes) || bytes instanceof ArrayBuffer)) {
    throw new TypeError(`load: bytes is ${describe(bytes)}, expected an ArrayBuffer or a view of one`);
  }
  for (const name of ["url", "workerUrl"] as const) {
    const value = options[name];
    if (value === undefined || typeof value === "string" || value instanceof URL) continue;
    throw new TypeError(`load: ${name} is ${describe(value)}, expected a URL or a string`);
  }
}

function checkNames(prefix: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`load: unknown option "${prefix}${name}", expected one of ${known.join(", ")}`);
  }
}

function checkMemory(memory: LinearMemoryOptions): void {
  if (memory === null || typeof memory !== "object") {
    throw new TypeError(`load: memory is ${describe(memory)}, expected { maximumBytes }`);
  }
  checkNames("memory.", memory, ["maximumBytes"]);
  const { maximumBytes } = memory;
  if (maximumBytes === undefined || (maximumBytes > 0 && maximumBytes <= 2 ** 32)) return;
  const kind = typeof maximumBytes === "number" ? RangeError : TypeError;
  throw new kind(`load: memory.maximumBytes is ${describe(maximumBytes)}, expected a number of bytes up to 4294967296`);
}
