// The call contract of the kernels for images and for moves: mirrors assembly/tfjs/convolution.ts, depthwise.ts, pool.ts, …
// A plan is the address of its integers. Kernels do the tasks or rows from `first` to before `end`.

type Address = number;

/** bias is 0 where there is none; results are clamped to [low, high]. */
type Convolution = (
  plan: Address,
  source: Address,
  panels: Address,
  bias: Address,
  target: Address,
  low: number,
  high: number,
  scratch: Address,
  first: number,
  end: number,
) => void;

/** Strides of the filter's taps, in floats. */
type Depthwise = (
  plan: Address,
  source: Address,
  filter: Address,
  rowStride: number,
  columnStride: number,
  bias: Address,
  target: Address,
  low: number,
  high: number,
  scratch: Address,
  first: number,
  end: number,
) => void;

type Rows = (plan: Address, x: Address, y: Address, first: number, end: number) => void;

type BytesOfPlan = (plan: Address) => number;

/** The sum of the parts, in order. */
type SumOfParts = (plan: Address, parts: Address, count: number, gradient: Address) => void;

interface ImageKernels {
  convolution: Convolution;
  convolutionPanelBytes: BytesOfPlan;
  convolutionScratchBytes: BytesOfPlan;
  packConvolutionFilter(
    plan: Address,
    filter: Address,
    rowStride: number,
    columnStride: number,
    transposed: number,
    panels: Address,
  ): void;
  filterGradientPart(
    plan: Address,
    x: Address,
    dy: Address,
    part: Address,
    scratch: Address,
    first: number,
    end: number,
    firstRow: number,
    endRow: number,
  ): void;
  filterGradientPartBytes: BytesOfPlan;
  filterGradientScratchBytes: BytesOfPlan;
  filterGradientSum: SumOfParts;
  depthwise: Depthwise;
  depthwiseScratchBytes: BytesOfPlan;
  depthwiseGradientPart(
    plan: Address,
    x: Address,
    dy: Address,
    part: Address,
    scratch: Address,
    first: number,
    end: number,
  ): void;
  depthwiseGradientPartBytes: BytesOfPlan;
  depthwiseGradientSum: SumOfParts;
  maxPool: Rows;
  averagePool: Rows;
  maxPoolGradient(plan: Address, x: Address, dy: Address, dx: Address, first: number, end: number): void;
  averagePoolGradient(plan: Address, dy: Address, dx: Address, scale: number, first: number, end: number): void;
  resizeBilinear: Rows;
  allFinite(x: Address, count: number): number;
}

interface MoveKernels {
  /** Writes whole vectors: y must begin a block of memory. `bits` as a 32-bit integer. */
  fill(y: Address, count: number, bits: number): void;
  move(plan: Address, x: Address, y: Address, first: number, end: number): void;
  gather(x: Address, indices: Address, y: Address, outer: number, rows: number, columns: number, count: number): void;
  segmentSum(x: Address, segmentOfRow: Address, y: Address, rows: number, columns: number, segments: number): void;
}

interface NormalisationKernels {
  normalisationRows(columns: number): number;
  normalisationScratchBytes(columns: number): number;
  /** scale and offset are 0 where there are none. */
  normalisationTable(
    mean: Address,
    variance: Address,
    scale: Address,
    offset: Address,
    epsilon: number,
    columns: number,
    table: Address,
  ): void;
  normalise(x: Address, y: Address, count: number, columns: number, table: Address): void;
}

export interface PlannedKernels extends ImageKernels, MoveKernels, NormalisationKernels {}

/** The names of PlannedKernels: what the modules must export besides. */
export const plannedNames = [
  "convolution",
  "convolutionPanelBytes",
  "convolutionScratchBytes",
  "packConvolutionFilter",
  "filterGradientPart",
  "filterGradientPartBytes",
  "filterGradientScratchBytes",
  "filterGradientSum",
  "depthwise",
  "depthwiseScratchBytes",
  "depthwiseGradientPart",
  "depthwiseGradientPartBytes",
  "depthwiseGradientSum",
  "maxPool",
  "averagePool",
  "maxPoolGradient",
  "averagePoolGradient",
  "resizeBilinear",
  "allFinite",
  "fill",
  "move",
  "gather",
  "segmentSum",
  "normalisationRows",
  "normalisationScratchBytes",
  "normalisationTable",
  "normalise",
] as const satisfies readonly (keyof PlannedKernels)[];
