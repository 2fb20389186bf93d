// load(): chooses what runs here, and makes the library's functions.

import type { Backend } from "./backend/backend.js";
import { ReferenceBackend } from "./backend/reference.js";
import { WasmBackend } from "./backend/wasm.js";
import { makeOps } from "./facade/api.js";
import { checkInput, checkShape, shapeOf } from "./facade/arguments.js";
import type { Numeric, OpsApi } from "./facade/types.js";
import { checkOptions, type LoadOptions } from "./loadOptions.js";
import { type Ops, ops } from "./ops.js";
import { helperNames, type KernelExports } from "./runtime/abi.js";
import { type SimdLevel, simdLevel } from "./runtime/features.js";
import { loadModule, loadModuleSync, type ModuleName, type Precision } from "./runtime/modules.js";
import { LinearMemory } from "./runtime/storage.js";
import { type MemoryUse, type Tensor, TensorStore } from "./runtime/tensor.js";
import { VerifyingBackend } from "./verify/verify.js";

/** What runs, and why. */
export interface Info {
  readonly backend: "wasm" | "reference";
  readonly simd: SimdLevel;
  readonly precision: Precision;
  readonly threads: number;
  /** Why it is not something faster; empty where nothing is missing. */
  readonly reason: string;
}

/** The library, ready to use: every op of the table, tensors and memory. */
export interface Lanewise extends OpsApi {
  readonly info: Info;
  /** The table of ops: kind, options, formula, range, notes, bound, and the float64 reference itself. */
  readonly ops: Ops;
  /** Copies numbers into a new tensor. @param shape flat unless given */
  tensor(data: Numeric, shape?: readonly number[]): Tensor;
  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): Tensor;
  /** Runs `body` and disposes the tensors made inside, except those it returns. */
  scope<R>(body: () => R): R;
  /** What tensors and work areas take. */
  memory(): MemoryUse;
  /** Ends the library's use of other resources (threads, once there are any). Tensors stay readable. */
  close(): Promise<void>;
}

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
    const { bytes } = options;
    const compiled = options.module ?? (bytes ? await WebAssembly.compile(bytes) : await loadModule(module, memory.shared));
    return instantiate(compiled, memory, info, options);
  } catch (error) {
    return fallBack(error, info, options);
  }
}

/** The same without waiting: in Node, or where `module` or `bytes` is given. */
export function loadSync(options: LoadOptions = {}): Lanewise {
  const { info, module } = plan(options);
  if (!module) return assemble(new ReferenceBackend(), info, options);
  const memory = new LinearMemory(options.memory);
  try {
    const { bytes } = options;
    const compiled = options.module ?? (bytes ? new WebAssembly.Module(bytes) : loadModuleSync(module, memory.shared));
    return instantiate(compiled, memory, info, options);
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return fallBack(error, info, options);
  }
}

/** A page's content security policy may forbid compilation: then the reference runs, and says so. */
function fallBack(error: unknown, info: Info, options: LoadOptions): Lanewise {
  if (options.backend === "wasm" || options.module || options.bytes) throw error;
  const reason = `WebAssembly could not be started: ${error instanceof Error ? error.message : error}`;
  return assemble(new ReferenceBackend(), { ...info, backend: "reference", simd: "none", reason }, options);
}

function instantiate(module: WebAssembly.Module, memory: LinearMemory, info: Info, options: LoadOptions): Lanewise {
  const instance = new WebAssembly.Instance(module, { env: { memory: memory.memory } });
  const reasons = [info.reason, memory.shared ? "" : "this engine has no shared WebAssembly memory: growth detaches views"];
  const kernels = instance.exports as unknown as KernelExports;
  if (helperNames.some((name) => typeof kernels[name] !== "function")) {
    throw new TypeError("load: the module is not one of lanewise/kernels/*.wasm");
  }
  const backend = new WasmBackend(kernels, memory);
  return assemble(backend, { ...info, reason: reasons.filter(Boolean).join("; ") }, options);
}

function assemble(chosen: Backend, info: Info, options: LoadOptions): Lanewise {
  const { verify } = options;
  const backend = verify
    ? new VerifyingBackend(chosen, info.backend === "reference" ? "high" : info.precision, verify === true ? {} : verify)
    : chosen;
  const store = new TensorStore(backend.storage);
  return {
    ...makeOps(backend, store),
    info,
    ops,
    tensor: (data, shape) => {
      checkInput("tensor", "data", data, store);
      const tensor = store.create([...shapeOf("tensor", "data", data, shape)]);
      tensor.data.set("data" in data ? data.data : data);
      return tensor;
    },
    zeros: (shape) => {
      checkShape("zeros", shape);
      const tensor = store.create([...shape]);
      tensor.data.fill(0);
      return tensor;
    },
    scope: (body) => store.scope(body),
    memory: () => store.use(),
    close: async () => {},
  };
}
