// `out` that begins where an input begins, but has another length: what is written first must not be read as input later.

import { describe, expect, it } from "vitest";
import { dataOf } from "../../src/backend/operands.js";
import { load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { seeded, uniform } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);
/** In one block, all of which is read before anything is written, and in two. */
const calls = [[], [250, 80]]
  .flatMap((size) => specs.flatMap((spec) => namedCallsOf(spec, ...size)))
  .filter(({ outputs }) => outputs !== undefined);

/** Two views of one buffer that begin together: numbers to read, and as many as wanted to write. */
function together(values: Float32Array, outputs: number): { input: Float32Array; out: Float32Array } {
  const buffer = new Float32Array(Math.max(values.length, outputs));
  buffer.set(values);
  return { input: buffer.subarray(0, values.length), out: buffer.subarray(0, outputs) };
}

/** Numbers for options that are arrays, one for each row or class. */
function arrayOptions(spec: Spec, rows: number, columns: number): Record<string, Float32Array> {
  if (spec.kind !== "rowLoss") return {};
  return { weights: uniform(rows, 1, 0.5, 2), ...(spec.weighted ? { classWeights: uniform(columns, 2, 0.5, 2) } : {}) };
}

const writtenBy = (result: unknown, { part }: NamedCall) =>
  Array.from(dataOf((part ? (result as Record<string, unknown>)[part] : result) as Float32Array | Tensor));

describe.each(instances)("%s", (_, lw) => {
  it.each(calls.map((call, i) => [`${call.title} ${i}`, call] as const))(
    "%s reads all of an input that begins with out",
    (_title, call) => {
      const run = functionOf(lw, call);
      const expected = writtenBy(run(...call.inputs, call.options), call);
      call.inputs.forEach((values, index) => {
        if (!(values instanceof Float32Array)) return;
        const { input, out } = together(values, call.outputs as number);
        const inputs = call.inputs.map((each, i) => (i === index ? input : each));
        expect(writtenBy(run(...inputs, { ...call.options, out }), call), `${call.names[index]} of ${values.length}`).toEqual(
          expected,
        );
      });
    },
  );

  const rowLosses = calls.filter(({ spec }) => spec.kind === "rowLoss");
  it.each(rowLosses.map((call, i) => [`${call.title} ${i}`, call] as const))(
    "%s reads all of an option that begins with out",
    (_title, call) => {
      const [rows, columns] = call.options.shape as [number, number];
      for (const [name, values] of Object.entries(arrayOptions(call.spec, rows, columns))) {
        const run = functionOf(lw, call);
        const expected = writtenBy(run(...call.inputs, { ...call.options, [name]: values }), call);
        const { input, out } = together(values, call.outputs as number);
        expect(writtenBy(run(...call.inputs, { ...call.options, [name]: input, out }), call), name).toEqual(expected);
      }
    },
  );

  const weighted = specs.filter((spec) => spec.kind === "rowLoss" && spec.weighted);
  it.each(weighted.map((spec) => [spec.name, spec] as const))("%s reads class weights that take the output", (_name, spec) => {
    // The gradient of one row is as long as they are, and so are the losses of as many rows: here in one block and in more.
    for (const [rows, columns] of [
      [1, 40],
      [40, 40],
      [200, 200],
    ] as const) {
      const classWeights = uniform(columns, 2, 0.5, 2);
      const fitting = namedCallsOf(spec, rows, columns).filter(({ outputs }) => outputs === columns);
      expect(fitting.length).toBeGreaterThan(0);
      for (const call of fitting) {
        const run = functionOf(lw, call);
        const title = `${call.title} of ${rows} rows`;
        const given = (weights: unknown, out?: unknown) => ({ ...call.options, classWeights: weights, out });
        const expected = writtenBy(run(...call.inputs, given(classWeights)), call);
        const own = classWeights.slice();
        expect(writtenBy(run(...call.inputs, given(own, own)), call), title).toEqual(expected);
        const shared = classWeights.slice();
        expect(writtenBy(run(...call.inputs, given(shared, shared.subarray())), call), `${title}, a view`).toEqual(expected);
        lw.scope(() => {
          const inputs = call.inputs.map((each) => (each instanceof Float32Array ? lw.tensor(each) : each));
          const tensor = lw.tensor(classWeights);
          expect(writtenBy(run(...inputs, given(tensor, tensor)), call), `${title}, tensors`).toEqual(expected);
        });
      }
    }
  });

  it("holds over several blocks", () => {
    const random = seeded(3);
    const groups = 40_000;
    const x = Float32Array.from({ length: 2 * groups }, () => random() - 0.5);
    const dy = Float32Array.from({ length: groups }, () => random() - 0.5);
    const expected = lw.maxout.backward(dy, x);
    const { input, out } = together(dy, x.length);
    const got = lw.maxout.backward(input, x, { out }) as Float32Array;
    expect(got.findIndex((each, i) => each !== expected[i])).toBe(-1);
  });
});
