// Activations without a transcendental function.

export { hardSigmoid, hardSwish, hardTanh } from "../activations/hard";
export { linear } from "../activations/linear";
export { maxout } from "../activations/maxout";
export { prelu, preluAlpha, preluAlphaShared } from "../activations/prelu";
export { leakyRelu, relu } from "../activations/relu";
export { softsign } from "../activations/softsign";
export { binaryStep } from "../activations/step";
