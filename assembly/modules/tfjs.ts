// The ABI of the modules for lanewise/tfjs: every export, one line a file. The table of ops has its own modules.

export { adam } from "../tfjs/adam";
export { argumentOfLargest, argumentOfSmallest } from "../tfjs/argument";
export { add, divideBy, exponentialGradient, maximum, minimum, multiply, squaredDifference, subtract } from "../tfjs/arithmetic";
export {
  choose,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
} from "../tfjs/comparison";
export { floatOfByte, floatOfInteger } from "../tfjs/convert";
export { convolution, convolutionScratchBytes } from "../tfjs/convolution";
export {
  filterGradientPart,
  filterGradientPartBytes,
  filterGradientScratchBytes,
  filterGradientSum,
} from "../tfjs/convolutionFilter";
export { convolutionPanelBytes, packConvolutionFilter } from "../tfjs/convolutionPanels";
export {
  depthwise,
  depthwiseGradientPart,
  depthwiseGradientPartBytes,
  depthwiseGradientSum,
  depthwiseScratchBytes,
} from "../tfjs/depthwise";
export { errorFunction } from "../tfjs/errorFunction";
export { allFinite } from "../tfjs/finite";
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
} from "../tfjs/functions";
export { fill, gather, move, segmentSum } from "../tfjs/move";
export { normalisationRows, normalisationScratchBytes, normalisationTable, normalise } from "../tfjs/normalise";
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from "../tfjs/pool";
export { power } from "../tfjs/power";
export { largest, product, smallest, sum } from "../tfjs/reduction";
export { resizeBilinear } from "../tfjs/resize";
