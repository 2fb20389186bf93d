// Makes the backend known to TensorFlow.js.

import {
  getKernelsForBackend,
  registerKernel,
  registerBackend as registerWithTensorFlow,
  unregisterKernel,
} from "@tensorflow/tfjs-core";
import type { LoadOptions } from "../loadOptions.js";
import { LanewiseBackend } from "./backend.js";
import { replaceGradients } from "./gradients.js";
import { asKernelFunc, withFallback } from "./kernel.js";
import { kernels } from "./kernels/index.js";
import { compileModules, type Modules, startMachine } from "./modules.js";
import { registerTableGradients } from "./table/gradients.js";
import { tableKernels } from "./table/kernels.js";

export interface RegisterOptions extends Pick<LoadOptions, "precision" | "simd" | "threads" | "memory"> {
  /** The backend's name for `tf.setBackend`; "lanewise" unless given. Not with an underscore, which TensorFlow.js takes apart. */
  readonly name?: string | undefined;
}

/**
 * Registers the backend; `tf.setBackend(name)` then chooses it. May be called again, for a second backend of another name.
 * It never becomes the default by itself.
 */
export async function registerBackend(options: RegisterOptions = {}): Promise<void> {
  const { name = "lanewise", precision = "fast", simd = "auto" } = options;
  if (!/^[^_]+$/.test(name)) throw new RangeError(`registerBackend: name is "${name}", expected one without "_"`);
  registerModules(await compileModules(simd, precision), name, options);
}

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
