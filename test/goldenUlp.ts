// The MPFR golden files: which op of the table each is, and its points.

import { readFileSync } from "node:fs";
import { ops } from "../src/ops.js";
import type { Options } from "./subjects.js";

/** Files whose names are no op's: an op with options. */
const FORMS: Readonly<Record<string, readonly [op: string, options: Options]>> = {
  "swish1.5": ["swish", { beta: 1.5 }],
  "celu1.5": ["celu", { alpha: 1.5 }],
  gelu_tanh: ["gelu", { approximate: "tanh" }],
};
/** Functions that kernels are made of, and which are no ops. */
const BUILDING_BLOCKS = ["exp", "expm1", "log", "log1p", "erf"];

export interface GoldenFunction {
  readonly file: string;
  readonly op: string;
  readonly options: Options;
}

const folder = new URL("golden/ulp/", import.meta.url);
const { files } = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as { files: Record<string, unknown> };

/** Every file that is an op's; file names are in lower case. */
const functions: readonly GoldenFunction[] = Object.keys(files)
  .filter((file) => !BUILDING_BLOCKS.includes(file))
  .map((file) => {
    const [op, options] = FORMS[file] ?? [Object.keys(ops).find((name) => name.toLowerCase() === file) ?? file, {}];
    return { file, op, options };
  });

export const known = functions.filter(({ op }) => op in ops);
/** Ops that the table has not yet. */
export const ahead = functions.filter(({ op }) => !(op in ops));

/** The points of a file: x, f(x) and f′(x). */
export function readPoints(file: string): { x: Float32Array; value: Float32Array; derivative: Float32Array } {
  const bytes = Uint8Array.from(readFileSync(new URL(`${file}.bin`, folder)));
  const [magic, count] = new Uint32Array(bytes.buffer, 0, 2);
  const all = new Float32Array(bytes.buffer, 8);
  if (magic !== 0x31444c47 || all.length !== 3 * (count as number)) throw new Error(`${file}.bin is not a table of bit patterns`);
  const column = (at: number) => Float32Array.from({ length: count as number }, (_, i) => all[3 * i + at] as number);
  return { x: column(0), value: column(1), derivative: column(2) };
}
