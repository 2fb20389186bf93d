// Matrix products.

export { columnSums, matmul, matmulPart, matmulScratchBytes } from "../layers/dense";
