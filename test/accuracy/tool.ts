// The parts of `npm run accuracy` (bench/accuracy), as the tests use them. They are plain JavaScript on the built package,
// so that their types stand here.

import type { Lanewise } from "../../src/load.js";
import type { Bound } from "../../src/spec/types.js";

/** A function of one number: what kernels compute, and its truth. */
export interface SweptFunction {
  readonly op: string;
  readonly what: string;
  readonly bound: Bound;
  readonly exact: (x: number) => number;
  readonly domain: readonly [low: number, high: number];
  /** Inputs that were worst in an earlier sweep. */
  readonly hardest?: readonly number[];
  /** `out` takes costs too, which are float64. */
  readonly run: (lw: Lanewise, x: Float32Array, out: Float32Array | Float64Array) => void;
}

export interface Tally {
  worst: number;
  x: number;
  got: number;
  expected: number;
  rounded: number;
  flushed: number;
}

type Numbers = Float32Array | Float64Array;

interface Tool {
  readonly sweptOps: readonly string[];
  functionsOf(op: string): SweptFunction[];
  stratified(count: number, swept: Pick<SweptFunction, "exact" | "hardest">): Uint32Array;
  emptyTally(): Tally;
  compareBlock(tally: Tally, x: Numbers, got: Numbers, expected: Float64Array, flush: boolean): void;
  mergeTally(into: Tally, from: Tally): void;
  /** Whether a module is beyond the bound. */
  printResult(result: object): boolean;
}

export const folder = new URL("../../bench/accuracy/", import.meta.url);

const parts = await Promise.all(
  ["functions", "inputs", "tally", "report"].map((name) => import(new URL(`${name}.mjs`, folder).href)),
);

export const tool = Object.assign({}, ...parts) as Tool;
