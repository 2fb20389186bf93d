// Activations without a transcendental function.

export { hardSigmoid, hardSwish, hardTanh } from "../activations/hard";
export { linear } from "../activations/linear";
export { leakyRelu, relu } from "../activations/relu";
export { softsign } from "../activations/softsign";
export { binaryStep } from "../activations/step";
