// Activations made of exponentials and logarithms.

export { elu } from "../activations/elu";
export { gelu } from "../activations/gelu";
export { mish } from "../activations/mish";
export { selu } from "../activations/selu";
export { sigmoid } from "../activations/sigmoid";
export { logSigmoid, softplus } from "../activations/softplus";
export { silu, swish } from "../activations/swish";
export { tanh } from "../activations/tanh";
