// The call contract of the WebAssembly modules. Mirrors assembly/loops/map.ts (Pass) and assembly/loops/pair.ts (Mode).
// Pointers are byte addresses in linear memory; 0 stands for an input that is not given.

export const Pass = { forward: 0, derivative: 1, backward: 2, backwardFromOutput: 3 } as const;
export type Pass = (typeof Pass)[keyof typeof Pass];

export const Mode = { sum: 0, losses: 1, gradient: 2, sumAndGradient: 3, lossesAndGradient: 4 } as const;
export type Mode = (typeof Mode)[keyof typeof Mode];

type Address = number;

export type MapKernel = (pass: Pass, x: Address, dy: Address, out: Address, count: number, a: number, b: number) => void;

export type ChannelKernel = (
  pass: Pass,
  x: Address,
  alpha: Address,
  dy: Address,
  out: Address,
  rows: number,
  columns: number,
) => void;

export type GroupKernel = (pass: Pass, x: Address, dy: Address, out: Address, groups: number, pieces: number) => void;

export type RowKernel = (
  pass: Pass,
  x: Address,
  dy: Address,
  out: Address,
  rows: number,
  columns: number,
  zeroEmpty: number,
  /** Room for the exponentials of a row: rowScratchBytes(). */
  scratch: Address,
) => void;

/** In mode lossesAndGradient `out` receives the gradient and `losses` the losses; in the others `losses` is 0, or left away. */
export type LossKernel = (
  mode: Mode,
  prediction: Address,
  target: Address,
  weights: Address,
  out: Address,
  count: number,
  scale: number,
  a: number,
  b: number,
  losses: Address,
) => number;

export type RowLossKernel = (
  mode: Mode,
  prediction: Address,
  probabilities: Address,
  indices: Address,
  classWeights: Address,
  weights: Address,
  out: Address,
  rows: number,
  columns: number,
  scale: number,
  a: number,
  ignoreIndex: number,
  hasIgnoreIndex: number,
  scratch: Address,
  /** As for LossKernel. */
  losses: Address,
) => number;

/** Exports that are not ops of the table: helpers of several ops. */
export interface HelperKernels {
  preluAlpha(x: Address, dy: Address, out: Address, rows: number, columns: number): void;
  preluAlphaShared(x: Address, dy: Address, count: number): number;
  matmul(
    transposeA: number,
    transposeB: number,
    a: Address,
    b: Address,
    bias: Address,
    c: Address,
    m: number,
    n: number,
    k: number,
    scratch: Address,
  ): void;
  /** Rows and columns of c from a start to an end; scratch for as many. */
  matmulPart(
    transposeA: number,
    transposeB: number,
    a: Address,
    b: Address,
    bias: Address,
    c: Address,
    m: number,
    n: number,
    k: number,
    scratch: Address,
    rowStart: number,
    rowEnd: number,
    columnStart: number,
    columnEnd: number,
  ): void;
  matmulScratchBytes(m: number, n: number, k: number): number;
  columnSums(x: Address, sums: Address, rows: number, columns: number): void;
  transposeBlock(x: Address, y: Address, rows: number, columns: number, xStride: number, yStride: number): void;
  firstOutside(x: Address, count: number, low: number, high: number): number;
  firstNotLabel(x: Address, count: number, a: number, b: number): number;
}

/** What is needed whatever the ops: the exports of the module of helpers. */
export const helperNames = ["transposeBlock", "firstOutside", "firstNotLabel", "total"] as const;

export type KernelExports = HelperKernels & Record<string, (...values: number[]) => number>;

/** Elements a block: sums are accumulated block by block and added in order, so the result does not depend on who computes them. */
export const BLOCK_ELEMENTS = 16384;

/** Bytes of the work area of a kernel on rows: an exponential for each column, in float64 where that is the precision. */
export const rowScratchBytes = (columns: number): number => 64 * Math.ceil((columns + 1) / 8);

/** The modules' static data lies below this address; tested against the built modules. */
export const STATIC_BYTES = 65536;
