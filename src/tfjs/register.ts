// Makes the backend known to TensorFlow.js.

import {
  engine,
  getKernel,
  getKernelsForBackend,
  registerKernel,
  registerBackend as registerWithTensorFlow,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import { describe } from "../facade/arguments.js";
import { type Check, type Checks, type LoadOptions, loadChecks, readOptions } from "../loadOptions.js";
import { LanewiseBackend } from "./backend.js";
import { replaceGradients } from "./gradients.js";
import { asKernelFunc, withFallback } from "./kernel.js";
import { kernels } from "./kernels/index.js";
import { checkModules, compileModules, type Modules, startMachine } from "./modules.js";
import { registerTableGradients } from "./table/gradients.js";
import { type TableKernelName, tableKernels } from "./table/kernels.js";

export interface RegisterOptions extends Pick<LoadOptions, "precision" | "simd" | "threads" | "memory"> {
  /** The backend's name for `tf.setBackend`; "lanewise" unless given. Not with an underscore, which TensorFlow.js takes apart. */
  readonly name?: string | undefined;
  /**
   * Compiled kernels, where bytes may not be compiled: all of lanewise/kernels/*-fixed-fast.wasm, and tfjs-fixed.wasm; or another
   * precision, or all relaxed. Cloudflare Workers find the package's own without them.
   */
  readonly modules?: Modules | undefined;
}

/**
 * Registers the backend; `tf.setBackend(name)` then chooses it. May be called again, for a second backend of another name.
 * It never becomes the default by itself.
 */
export async function registerBackend(options: RegisterOptions = {}): Promise<void> {
  const read = readOptions("registerBackend", options, checks);
  const { name = "lanewise", precision = "fast", simd = "auto" } = read;
  registerModules(read.modules ?? (await compileModules(simd, precision)), name, read);
}

/** Backends of TensorFlow.js, whose kernels ours would take the place of, though they may not be loaded yet. */
const THEIRS = ["cpu", "tensorflow", "wasm", "webgl", "webgpu"];

/** Whether the name is that of a backend that is not made here. */
function isTaken(name: string): boolean {
  if (getKernel(OWN_KERNEL, name)) return false;
  return THEIRS.includes(name) || name in engine().registryFactory || getKernelsForBackend(name).length > 0;
}

const backendName: Check<string> = (name, caller) => {
  if (typeof name !== "string") throw new TypeError(`${caller}: name is ${describe(name)}, expected a string`);
  if (!/^[^_]+$/.test(name)) throw new RangeError(`${caller}: name is ${describe(name)}, expected one without "_"`);
  if (!isTaken(name)) return name;
  throw new RangeError(`${caller}: name is ${describe(name)}, which another backend has; expected one of its own`);
};

const { precision, simd, threads, memory } = loadChecks;
const checks: Checks<RegisterOptions> = { name: backendName, precision, simd, threads, memory, modules: checkModules };

/** @param priority TensorFlow.js takes the backend of the highest one where no other was chosen; its own "cpu" has 1 */
export function registerModules(
  modules: Modules,
  name: string,
  { memory, threads }: Pick<RegisterOptions, "memory" | "threads">,
  priority = 0,
): void {
  registerKernels(name);
  registerTableGradients();
  replaceGradients();
  registerWithTensorFlow(name, () => new LanewiseBackend(startMachine(modules, memory, threads)), priority);
}

/** A kernel that only backends of ours have. */
const OWN_KERNEL = "LanewiseActivation" satisfies TableKernelName;

/** Ours where there are some, over the CPU backend's. */
function registerKernels(backendName: string): void {
  for (const config of getKernelsForBackend(backendName)) unregisterKernel(config.kernelName, backendName);
  for (const config of getKernelsForBackend("cpu")) {
    const kernel = kernels[config.kernelName];
    const kernelFunc = kernel ? withFallback(kernel, config.kernelFunc) : config.kernelFunc;
    registerKernel({ ...config, backendName, kernelFunc });
  }
  for (const [kernelName, { fast, reference }] of Object.entries(tableKernels)) {
    registerKernel({ kernelName, backendName, kernelFunc: withFallback(fast, asKernelFunc(reference)) });
  }
}
