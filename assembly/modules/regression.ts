// Losses of numbers.

export { huber, meanAbsoluteError, meanError, meanSquaredError } from "../losses/difference";
export { meanSquaredLogarithmicError } from "../losses/logarithmic";
