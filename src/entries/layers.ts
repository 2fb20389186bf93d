// lanewise/layers: the specs of layers.

export { dense } from "../layers/dense.js";
