// Calls of an op on drawn inputs, for checks and timings: the problems, passes and calls of `npm run bench`, which the table makes.

import { ours } from "../../../bench/speed/ours.mjs";
import { passesOf, problemOf } from "../../../bench/speed/problems.mjs";
import { fractions } from "../../../bin/random.mjs";
import type { Lanewise } from "../../library/library.js";
import { floatAt, ordinalOf } from "../../library/ulp.js";

export interface Problem {
  readonly op: string;
  readonly kind: string;
  readonly pass: string;
  readonly size: number;
  readonly shapes: Record<string, readonly number[]>;
  readonly inputs: Readonly<Record<string, Float32Array<ArrayBuffer> | Int32Array>>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Call {
  call(): unknown;
  dispose?(): void;
}

/** Of a kind that the bench does not know there are none. */
export const passNames = (op: string): string[] => passesOf(op);

export const problem = (op: string, pass: string, size: number): Problem => problemOf(op, pass, size) as Problem;

export const callIn = (library: Lanewise, given: Problem): Call => ours("ours", library).prepare(given) as Call;

/** The place of 2^120 among the floats: beyond it some ops rightly leave float32. */
const LARGEST = ordinalOf(2 ** 120);

/** The same with x drawn evenly from all floats up to 2^120, where the op takes any. */
export function fromAllFloats(given: Problem, seed: number): Problem {
  if (given.kind !== "activation" && given.kind !== "channelActivation") return given;
  const next = fractions(seed);
  const x = Float32Array.from({ length: given.size }, () => floatAt(Math.round((2 * next() - 1) * LARGEST)));
  return { ...given, inputs: { ...given.inputs, x } };
}
