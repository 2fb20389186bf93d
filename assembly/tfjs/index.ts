// The ABI of the modules for lanewise/tfjs: every export, one line a file. The table of ops has its own modules.

export { adam } from "./adam";
export { argumentOfLargest, argumentOfSmallest } from "./argument";
export { add, divideBy, exponentialGradient, maximum, minimum, multiply, squaredDifference, subtract } from "./arithmetic";
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
} from "./comparison";
export { floatOfByte, floatOfInteger } from "./convert";
export { convolution, convolutionScratchBytes } from "./convolution";
export {
  filterGradientPart,
  filterGradientPartBytes,
  filterGradientScratchBytes,
  filterGradientSum,
} from "./convolutionFilter";
export { convolutionPanelBytes, packConvolutionFilter } from "./convolutionPanels";
export {
  depthwise,
  depthwiseGradientPart,
  depthwiseGradientPartBytes,
  depthwiseGradientSum,
  depthwiseScratchBytes,
} from "./depthwise";
export { errorFunction } from "./errorFunction";
export { allFinite } from "./finite";
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
export { fill, gather, move, segmentSum } from "./move";
export { normalisationRows, normalisationScratchBytes, normalisationTable, normalise } from "./normalise";
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from "./pool";
export { power } from "./power";
export { largest, product, smallest, sum } from "./reduction";
export { resizeBilinear } from "./resize";
