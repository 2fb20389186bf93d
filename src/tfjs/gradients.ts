// Gradients of TensorFlow.js's own kernels, in one pass each and right to any order.
//
// TensorFlow.js keeps one gradient for a kernel, whatever the backend, and saves the output for those of exp, sigmoid, tanh, elu
// and softmax: a tensor that the tape does not know, so that second derivatives fail or are silently wrong. Ours are made from
// the input. What is saved is decided when the kernel runs, by the backend that runs it; other backends keep theirs.

import {
  engine,
  exp,
  type GradConfig,
  getGradient,
  mul,
  type NamedAttrMap,
  registerGradient,
  type Tensor,
  unregisterGradient,
} from "@tensorflow/tfjs-core";
import { LanewiseBackend } from "./backend.js";
import { activationBackward, rowBackward } from "./table/run.js";

type InputGradient = (dy: Tensor, x: Tensor, attributes: NamedAttrMap) => Tensor;

interface Replacement {
  /** The kernel's input. */
  readonly input: string;
  readonly gradient: InputGradient;
}

const replacements: Readonly<Record<string, Replacement>> = {
  Elu: { input: "x", gradient: (dy, x) => activationBackward("elu", dy, x, { alpha: 1 }) },
  Exp: { input: "x", gradient: (dy, x) => mul(dy, exp(x)) },
  LeakyRelu: {
    input: "x",
    gradient: (dy, x, { alpha }) => activationBackward("leakyRelu", dy, x, { negativeSlope: alpha }),
  },
  LogSoftmax: { input: "logits", gradient: (dy, x) => rowBackward("logSoftmax", dy, x) },
  Relu: { input: "x", gradient: (dy, x) => activationBackward("relu", dy, x) },
  Selu: { input: "x", gradient: (dy, x) => activationBackward("selu", dy, x) },
  Sigmoid: { input: "x", gradient: (dy, x) => activationBackward("sigmoid", dy, x) },
  Softmax: { input: "logits", gradient: (dy, x) => rowBackward("softmax", dy, x) },
  Softplus: { input: "x", gradient: (dy, x) => activationBackward("softplus", dy, x, { beta: 1 }) },
  Tanh: { input: "x", gradient: (dy, x) => activationBackward("tanh", dy, x) },
};

const isOurs = () => engine().backend instanceof LanewiseBackend;

/** Marks what we save: the input twice, which no gradient of TensorFlow.js does. It costs a reference, no memory. */
const savesOurs = (saved: readonly Tensor[]) => saved.length === 2 && saved[0]?.dataId === saved[1]?.dataId;

function replaced(kernelName: string, original: GradConfig, { input, gradient }: Replacement): GradConfig {
  return {
    kernelName,
    get inputsToSave() {
      return isOurs() ? [input, input] : (original.inputsToSave as string[]);
    },
    get outputsToSave() {
      return isOurs() ? [] : (original.outputsToSave as boolean[]);
    },
    gradFunc(dy, saved, attributes) {
      if (!savesOurs(saved)) return original.gradFunc(dy, saved, attributes);
      return { [input]: () => gradient(dy as Tensor, saved[0] as Tensor, attributes) };
    },
  };
}

const done = new Set<string>();

/** Takes the place of gradients that TensorFlow.js has; without any of its own (bare tfjs-core) there is nothing to replace. */
export function replaceGradients(): void {
  for (const [kernelName, replacement] of Object.entries(replacements)) {
    const original = getGradient(kernelName);
    if (!original || done.has(kernelName)) continue;
    done.add(kernelName);
    unregisterGradient(kernelName);
    registerGradient(replaced(kernelName, original, replacement));
  }
}
