// What several families need: always loaded.

export { firstNotLabel, firstOutside } from "../loops/check";
export { transposeBlock } from "../loops/transpose";
export { total } from "../losses/total";
