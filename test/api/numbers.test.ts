// Arrays of numbers, number[]: what in them is no number is named and nothing written, wherever it stands; and they count as
// they are at the call, however often they came before. The kernels' backend copies those of up to a block as it checks them.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import { bell } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const UNTOUCHED = 123;
/** What is no number, and how messages call it. */
const WRONG: readonly (readonly [unknown, string])[] = [
  ["1", '"1"'],
  [null, "null"],
  [undefined, "undefined"],
  [{}, "an Object"],
  [true, "true"],
];

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

const isArray = (input: unknown): input is Float32Array | Int32Array => ArrayBuffer.isView(input);
const plain = (inputs: readonly unknown[]) => inputs.map((each) => (isArray(each) ? Array.from(each) : each));
const outFor = ({ outputs }: NamedCall) => (outputs === undefined ? {} : { out: new Float32Array(outputs).fill(UNTOUCHED) });

/** First, middle and last, and around the edge of a block. */
function places(length: number): number[] {
  const all = [0, length >> 1, length - 1, BLOCK_ELEMENTS - 1, BLOCK_ELEMENTS, BLOCK_ELEMENTS + 1];
  return [...new Set(all)].filter((place) => place < length);
}

describe.each(instances)("%s", (_, lw) => {
  /** Puts something wrong into one input of a call, and expects the error that says so. */
  function expectRefusal(call: NamedCall, index: number, place: number, wrong: unknown, words: string): void {
    const inputs = plain(call.inputs);
    const values = inputs[index] as unknown[];
    if (wrong === undefined) delete values[place];
    else values[place] = wrong;
    const given = { ...call.options, ...outFor(call) };
    const label = `${call.title}: ${words} in ${call.names[index]} of ${values.length}`;
    const memory = lw.memory();
    const message = `${call.spec.name}: ${call.names[index]}[${place}] is ${words}, expected a number`;
    expect(() => functionOf(lw, call)(...inputs, given), label).toThrow(new TypeError(message));
    expect(given.out?.every((each) => each === UNTOUCHED) ?? true, label).toBe(true);
    expect(lw.memory(), label).toEqual(memory);
  }

  describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (_op, spec) => {
    it("names what is no number, and writes nothing", () => {
      for (const call of namedCallsOf(spec)) {
        call.inputs.forEach((input, index) => {
          if (!isArray(input)) return;
          for (const place of places(input.length)) {
            for (const [wrong, words] of WRONG) expectRefusal(call, index, place, wrong, words);
          }
        });
      }
    });

    // A matrix of weights as large would take the reference long to make.
    const heights = spec.kind === "layer" ? [] : [128, 130];
    it.each(heights)("does so at the edges of a block, of %i rows", (rows) => {
      const columns = BLOCK_ELEMENTS / 128;
      const calls = namedCallsOf(spec, rows, columns);
      for (const [number, call] of calls.entries()) {
        call.inputs.forEach((input, index) => {
          if (!isArray(input)) return;
          for (const [turn, place] of places(input.length).entries()) {
            const [wrong, words] = WRONG[(number + index + turn) % WRONG.length] as (typeof WRONG)[number];
            expectRefusal(call, index, place, wrong, words);
          }
        });
      }
    });

    it("gives what it gives for typed arrays, of the numbers as they are now", () => {
      for (const call of namedCallsOf(spec)) {
        const run = functionOf(lw, call);
        const inputs = plain(call.inputs);
        const expected = run(...call.inputs, call.options);
        expect(run(...inputs, call.options), call.title).toEqual(expected);
        // The same arrays with what they held before the other way round, and back.
        for (const each of inputs) if (Array.isArray(each)) each.reverse();
        const reversed = call.inputs.map((each) => (isArray(each) ? each.slice().reverse() : each));
        expect(run(...inputs, call.options), call.title).toEqual(run(...reversed, call.options));
        for (const each of inputs) if (Array.isArray(each)) each.reverse();
        expect(run(...inputs, call.options), call.title).toEqual(expected);
      }
    });
  });

  it("takes an array that grows beyond a block and shrinks again", () => {
    const all = Array.from(bell(BLOCK_ELEMENTS + 40, 5));
    const values: number[] = [];
    for (const length of [40, BLOCK_ELEMENTS, BLOCK_ELEMENTS + 40, BLOCK_ELEMENTS - 1, 3]) {
      values.length = 0;
      for (let i = 0; i < length; i++) values.push((all[i] as number) + length);
      expect(lw.linear(values), String(length)).toEqual(lw.linear(Float32Array.from(values)));
    }
  });

  it("tells the arrays of a call apart, and takes one of them twice", () => {
    const [a, b, weights] = [7, 8, 9].map((seed) => bell(300, seed)) as [Float32Array, Float32Array, Float32Array];
    const [x, y, w] = [a, b, weights].map((each) => Array.from(each)) as [number[], number[], number[]];
    const mean = (...given: readonly (Float32Array | number[])[]) =>
      lw.meanSquaredError.valueAndGrad(given[0] as number[], given[1] as number[], { weights: given[2] as number[] });
    expect(mean(x, y, w)).toEqual(mean(a, b, weights));
    expect(mean(y, x, x)).toEqual(mean(b, a, a));
    expect(mean(x, b, x)).toEqual(mean(a, b, a));
    expect(mean(x, x, y)).toEqual(mean(a, a, b));
  });
});
