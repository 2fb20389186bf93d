// Checks of arguments.

export { firstNotLabel, firstOutside } from "../loops/check";
