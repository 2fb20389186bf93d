export { relu } from "./activations/relu";
