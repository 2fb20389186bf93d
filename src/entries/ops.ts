// lanewise/ops: the table of ops with all that is said and known of them.

export { described as ops } from "../described.js";
