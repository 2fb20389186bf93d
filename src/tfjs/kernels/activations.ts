// Activations and softmax: the kernels of the table of ops.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { OpName } from "../../ops.js";
import { Pass } from "../../runtime/abi.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { haveType, sizeOf } from "../shape.js";
import { filled } from "../stage.js";
import { runMap, runRows } from "../tableKernel.js";
import { isSlope, prelu, takesSlopes } from "./fusedActivation.js";

/** @param option the op's option, from the attributes */
function activationKernel<A>(
  op: OpName,
  option: (attributes: A) => number = () => 0,
  pass: Pass = Pass.forward,
): Kernel<{ x: TensorInfo }, A> {
  return (backend, { x }, attributes) => {
    if (!haveType("float32", x)) return undefined;
    const from = backend.address(x);
    const out = backend.output(x.shape);
    runMap(backend, op, pass, from, from, backend.address(out), sizeOf(x), option(attributes));
    return out;
  };
}

const anyLeakyRelu = activationKernel("leakyRelu", ({ alpha }: { alpha: number }) => alpha);

const leakyRelu: Kernel<{ x: TensorInfo }, { alpha: number }> = (backend, inputs, attributes) =>
  isSlope(attributes.alpha) ? anyLeakyRelu(backend, inputs, attributes) : undefined;

const eluGradient: Kernel<{ dy: TensorInfo; y: TensorInfo }> = (backend, { dy, y }) => {
  if (!haveType("float32", dy, y)) return undefined;
  const dyAddress = backend.address(dy);
  const yAddress = backend.address(y);
  const out = backend.output(y.shape);
  runMap(backend, "elu", Pass.backwardFromOutput, yAddress, dyAddress, backend.address(out), sizeOf(y), 1);
  return out;
};

/** Along the last axis, as TensorFlow.js has it. */
const softmax: Kernel<{ logits: TensorInfo }, { dim: number }> = (backend, { logits }, { dim }) => {
  const rank = logits.shape.length;
  const columns = logits.shape.at(-1) ?? 0;
  if (columns === 0 || (dim !== -1 && dim !== rank - 1) || !haveType("float32", logits)) return undefined;
  const from = backend.address(logits);
  return filled(backend, logits.shape, (out) =>
    runRows(backend, "softmax", Pass.forward, from, from, out, sizeOf(logits) / columns, columns),
  );
};

const preluKernel: Kernel<{ x: TensorInfo; alpha: TensorInfo }> = (backend, { x, alpha }) => {
  if (!haveType("float32", x) || !takesSlopes(backend, x.shape, alpha)) return undefined;
  const from = backend.address(x);
  const out = backend.output(x.shape);
  prelu(backend, from, sizeOf(x), alpha, backend.address(out));
  return out;
};

export const activations: KernelTable = {
  Relu: activationKernel("relu"),
  LeakyRelu: leakyRelu,
  Elu: activationKernel("elu", () => 1),
  EluGrad: eluGradient,
  Selu: activationKernel("selu"),
  Sigmoid: activationKernel("sigmoid"),
  Tanh: activationKernel("tanh"),
  Prelu: preluKernel,
  Softplus: activationKernel("softplus", () => 1),
  Softmax: softmax,
  // 1 above 0 and alpha elsewhere is the slope of a leaky relu.
  Step: activationKernel("leakyRelu", ({ alpha }: { alpha: number }) => alpha, Pass.derivative),
};
