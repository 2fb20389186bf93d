// Whatever the number of threads, every op gives the same bits: in place too, and in shapes that do not divide evenly.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { internalsOf } from "../../src/internals.js";
import { type Lanewise, load } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { simdLevel } from "../../src/runtime/features.js";
import { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { type Call, callsOf } from "../conformance/calls.js";
import { inputShapes, outputShape } from "../operandShapes.js";

const THREADS = [1, 2, 3, 8];
/** Rows and columns: several blocks of rows, and rows longer than a block. */
const SHAPES = [
  [331, 250],
  [5, 20000],
] as const;

const modules = (["fixed", "relaxed"] as const).flatMap((simd) =>
  (["fast", "high"] as const).map((precision) => ({ simd, precision, available: simd === "fixed" || simdLevel() === "relaxed" })),
);
const poolOf = (lw: Lanewise) => {
  const { threads } = internalsOf(lw) ?? {};
  if (!threads) throw new Error("no threads here");
  return threads;
};

type Result = number | Tensor | { readonly [name: string]: Result };

/** The bits of all that came; every NaN counts as one. */
function bitsOf(result: Result): Float64Array[] {
  if (typeof result === "number") return [Float64Array.of(result)];
  if (result instanceof Tensor) return [Float64Array.from(result.data)];
  return Object.values(result).flatMap(bitsOf);
}

function firstDifference(a: readonly Float64Array[], b: readonly Float64Array[]): string | undefined {
  for (let k = 0; k < Math.max(a.length, b.length); k++) {
    const at = (a[k] as Float64Array).findIndex((value, i) => !Object.is(value, (b[k] as Float64Array)[i]));
    if (at >= 0 || a[k]?.length !== b[k]?.length) return `output ${k}, element ${at}`;
  }
  return undefined;
}

/** Calls an op on tensors. @param receives the input that takes the output; −1 for none: it gets a place of its own */
function run(lw: Lanewise, spec: Spec, calling: Call, receives: number): Float64Array[] {
  const { method, inputs, options, outputs } = calling;
  const api = (lw as unknown as Record<string, Record<string, unknown>>)[spec.name];
  const call = (method === "forward" ? api : api?.[method]) as unknown as (...given: unknown[]) => Result;
  return lw.scope(() => {
    const { shape: _, ...others } = options;
    const shapes = inputShapes(spec, calling);
    const given = inputs.map((input, i) => (input instanceof Float32Array ? lw.tensor(input, shapes[i]) : input));
    const out = receives >= 0 ? given[receives] : outputs === undefined ? undefined : lw.zeros(outputShape(spec, calling));
    return bitsOf(call(...given, out === undefined ? others : { ...others, out }));
  });
}

/** Which inputs may take the output: those of its size. */
function receivers({ inputs, outputs }: Call): number[] {
  return inputs.flatMap((input, i) => (input instanceof Float32Array && input.length === outputs ? [i] : []));
}

describe.each(modules)("$simd $precision: with 1, 2, 3 and 8 threads", ({ available, ...module }) => {
  describe.skipIf(!available)("in this engine", () => {
    let threaded: Lanewise[] = [];
    let alone: Lanewise;
    let others: Lanewise[] = [];

    beforeAll(async () => {
      for (const threads of THREADS) threaded.push(await load({ ...module, threads }));
      for (const lw of threaded) poolOf(lw).splitsAll = true;
      [alone, ...others] = threaded as [Lanewise, ...Lanewise[]];
    });
    afterAll(async () => {
      await Promise.all(threaded.map((lw) => lw.close()));
      threaded = [];
    });

    it("threads run", () => {
      expect(threaded.map((lw) => lw.info.threads)).toEqual(THREADS);
      expect(new Set(threaded.map((lw) => lw.info.simd))).toEqual(new Set([module.simd]));
    });

    it.each(Object.entries(ops) as [string, Spec][])("%s gives the same bits", (_, spec) => {
      const jobs = others.map((lw) => poolOf(lw).jobs);
      for (const [rows, columns] of SHAPES) {
        for (const call of callsOf(spec, rows, columns)) {
          for (const receives of [-1, ...receivers(call)]) {
            const expected = run(alone, spec, call, receives);
            for (const lw of others) {
              const difference = firstDifference(run(lw, spec, call, receives), expected);
              expect(
                difference,
                `${call.method} in ${receives} with ${lw.info.threads} threads, ${rows}×${columns}`,
              ).toBeUndefined();
            }
          }
        }
      }
      others.forEach((lw, i) => {
        expect(poolOf(lw).jobs).toBeGreaterThan(jobs[i] as number);
      });
    });

    it("gives the place of the first value that is not allowed", () => {
      const values = new Float32Array(100_003).fill(0.5);
      for (const place of [0, 4095, 65_537, 100_002]) {
        const wrong = Float32Array.from(values);
        wrong[place] = 2;
        wrong[100_002] = 3;
        for (const lw of threaded) {
          lw.scope(() => {
            const [p, t] = [lw.tensor(wrong), lw.tensor(values)];
            expect(() => lw.binaryCrossEntropy(p, t)).toThrow(`prediction[${place}] is ${place === 100_002 ? 3 : 2}`);
          });
        }
      }
    });

    it("work was shared: workers did tasks", () => {
      for (const lw of others) {
        const [, ...workers] = poolOf(lw).tasksDone;
        expect(workers.reduce((all, each) => all + each, 0)).toBeGreaterThan(0);
      }
    });
  });
});
