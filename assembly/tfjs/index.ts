// The ABI of the modules for lanewise/tfjs: every export, one line a file. The table of ops has its own modules.

export { add, divideBy, maximum, minimum, multiply, squaredDifference, subtract } from "./arithmetic";
export { floatOfByte, floatOfInteger } from "./convert";
export {
  absolute,
  clip,
  exponential,
  exponentialLessOne,
  inverseSquareRoot,
  logarithm,
  logarithmOfOnePlus,
  negative,
  reciprocal,
  square,
  squareRoot,
} from "./functions";
export { largest, product, smallest, sum } from "./reduction";
