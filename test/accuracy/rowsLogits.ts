// Rows of logits: ordinary, wide, at both ends of ±10,000, without spread, and with one class that dominates.

import { bell, memo, uniform } from "../inputs.js";

export const CLASSES = [1, 3, 1000, 50_257, 250_000] as const;
export const LIMIT = 1e4;

/** How many rows of each kind: short ones say little each. */
const repeats = (classes: number) => Math.max(1, Math.min(40, Math.floor(5000 / classes)));

/** Rows of this many classes, one array each. */
export function logitRows(classes: number): readonly (readonly [name: string, x: Float32Array])[] {
  return memo(`logits ${classes}`, () => {
    const drawn = Array.from({ length: repeats(classes) }, (_, i) => {
      const seed = 700 + 10 * i;
      const ends = uniform(classes, seed, -LIMIT, LIMIT).map((each) => Math.sign(each) * LIMIT);
      return [
        [`ordinary ${i}`, bell(classes, seed + 1, 4)],
        [`wide ${i}`, uniform(classes, seed + 2, -LIMIT, LIMIT)],
        [`near 10,000 ${i}`, uniform(classes, seed + 3, LIMIT - 30, LIMIT)],
        [`ends ${i}`, ends],
      ] as const;
    });
    return [...drawn.flat(), ["all −10,000", new Float32Array(classes).fill(-LIMIT)] as const];
  });
}

/** A row whose maximum leaves the others about this much probability together. */
export function dominated(classes: number, rest: number, at: number): Float32Array {
  const below = Math.log(rest / (classes - 1));
  const x = uniform(classes, 704, 5 + below - 0.5, 5 + below + 0.5);
  x[at] = 5;
  return x;
}
