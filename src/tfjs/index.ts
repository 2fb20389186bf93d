// lanewise/tfjs: a backend for TensorFlow.js.

export type { BackendMemory } from "./backend.js";
export { type RegisterOptions, registerBackend } from "./register.js";
