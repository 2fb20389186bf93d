// The parts of `npm run bench` (bench/speed), as the tests use them. They are plain JavaScript on the built package, so that
// their types stand here.

import type { Lanewise } from "../../src/load.js";

export interface Problem {
  readonly op: string;
  readonly pass: string;
  readonly size: number;
  readonly inputs: Readonly<Record<string, Float32Array | Int32Array>>;
}

export interface Prepared {
  call(): unknown;
  read(): ArrayLike<number>[];
  dispose?(): void;
}

export interface Peer {
  readonly name: string;
  prepare(problem: Problem): Prepared | undefined;
}

export type Ratio = readonly [median: number, low: number, high: number];

export interface Row {
  readonly op: string;
  readonly pass: string;
  readonly size: number;
  readonly asked: number;
  readonly nanoseconds: Record<string, number>;
  readonly ratios: Record<string, Ratio>;
  readonly wrong: Record<string, string>;
  readonly slow: readonly string[];
}

export interface Results {
  readonly environment: Record<string, unknown>;
  readonly startup: Record<string, number>;
  readonly rows: readonly Row[];
}

interface Tool {
  readonly opNames: readonly string[];
  passesOf(op: string): string[];
  problemOf(op: string, pass: string, size: number): Problem;
  ours(name: string, lw: Lanewise): Peer;
  faultOf(expected: readonly ArrayLike<number>[], got: readonly (ArrayLike<number> | undefined)[]): string | undefined;
  ratioOf(times: readonly number[], base: readonly number[]): Ratio;
  measureRow(
    wanted: { op: string; pass: string; size: number },
    own: { fast: Peer; high: Peer; reference: Peer },
    peers: readonly Peer[],
    pace: { rounds: number; milliseconds: number },
  ): Promise<Row>;
  writeResults(file: string, results: Results): void;
  readResults(file: string, environment: object): Results;
  losses(rows: readonly Row[]): { op: string; peer: string; ratio: number }[];
  geometricMeans(rows: readonly Row[]): { peer: string; groups: Record<string, { mean: number; rows: number } | undefined> }[];
  chart(results: Results): string;
  speedSection(results: Results, chartFile: string): string;
  open(): Peer;
}

export const folder = new URL("../../bench/", import.meta.url);

const names = ["problems", "ours", "judge", "time", "row", "results", "summary", "chart", "markdown"].map(
  (name) => `speed/${name}`,
);
const parts = await Promise.all([...names, "peers/naive"].map((name) => import(new URL(`${name}.mjs`, folder).href)));

export const tool = Object.assign({}, ...parts) as Tool;
