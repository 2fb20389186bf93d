// Activations with slopes to learn, or of groups.

export { maxout } from "../activations/maxout";
export { prelu, preluAlpha, preluAlphaShared } from "../activations/prelu";
export { leakyRelu as preluShared } from "../activations/relu";
