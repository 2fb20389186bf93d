// lanewise/activations: the specs of activations, for load({ ops }) and lw.extend().

export { elu } from "../activations/elu.js";
export { gelu } from "../activations/gelu.js";
export { hardSigmoid, hardSwish, hardTanh, relu6 } from "../activations/hard.js";
export { linear } from "../activations/linear.js";
export { maxout } from "../activations/maxout.js";
export { mish } from "../activations/mish.js";
export { prelu } from "../activations/prelu.js";
export { leakyRelu, relu } from "../activations/relu.js";
export { selu } from "../activations/selu.js";
export { sigmoid } from "../activations/sigmoid.js";
export { logSigmoid, softplus } from "../activations/softplus.js";
export { softsign } from "../activations/softsign.js";
export { binaryStep } from "../activations/step.js";
export { silu, swish } from "../activations/swish.js";
export { tanh } from "../activations/tanh.js";
