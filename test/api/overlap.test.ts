// Whatever overlaps, the result is that of separate memory: every op and pass, each input and each option that is an array
// against `out`, as arrays on one buffer, as tensors, as views of the library's memory.

import { describe, expect, it } from "vitest";
import { dataOf } from "../../src/backend/operands.js";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { uniform } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

type Numbers = Float32Array | Int32Array | Uint8Array;
type NumbersConstructor = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Numbers;

/** A library with room in its memory, seen through the buffer that it had before it grew, and through its present one. */
async function prepared(backend: "reference" | "wasm") {
  const lw = await load({ backend, threads: 1 });
  const arena = lw.zeros([100_000]);
  const { buffer: earlier, byteOffset } = arena.data;
  lw.zeros([1_000_000]).dispose();
  const present = backend === "wasm" ? lw.zeros([1]).data.buffer : earlier;
  return { lw, arena, earlier, present, byteOffset };
}

type Prepared = Awaited<ReturnType<typeof prepared>>;

const reference = await prepared("reference");
const wasm = await prepared("wasm");

/** Rows and columns: within a block, at its edge, in several, and rows longer than one. */
const SMALL = [[5, 6], [250, 2]] as const; // biome-ignore format: pairs
const LARGE = [
  [BLOCK_ELEMENTS / 2, 2],
  [BLOCK_ELEMENTS / 2 + 1, 2],
  [400, 100],
  [2, 20_000],
] as const;

interface Operand {
  readonly name: string;
  readonly values: Numbers;
  /** The arguments of the call with something else in its place. */
  readonly put: (value: unknown) => { inputs: readonly unknown[]; options: object };
}

function operandsOf({ spec, names, inputs, options }: NamedCall): Operand[] {
  const given = inputs.flatMap((values, index): Operand[] => {
    if (!(values instanceof Float32Array || values instanceof Int32Array)) return [];
    const put = (value: unknown) => ({ inputs: inputs.map((each, i) => (i === index ? value : each)), options });
    const operand = { name: names[index] as string, values, put };
    const isClasses = values instanceof Int32Array && values.every((each) => each < 256);
    return isClasses ? [operand, { ...operand, values: Uint8Array.from(values) }] : [operand];
  });
  const option = (name: string, size: number): Operand => ({
    name,
    values: uniform(size, size, 0.5, 2),
    put: (value) => ({ inputs, options: { ...options, [name]: value } }),
  });
  const [rows, columns] = options.shape as readonly [number, number];
  if (spec.kind === "loss") return [...given, option("weights", rows * columns)];
  if (spec.kind !== "rowLoss") return given;
  return [...given, option("weights", rows), ...(spec.weighted ? [option("classWeights", columns)] : [])];
}

/** How far behind the start of `out` an input starts, in its own elements. */
function distances({ values }: Operand, { outputs = 0, options }: NamedCall): number[] {
  const [, columns] = options.shape as readonly [number, number];
  const half = Math.floor(Math.min(values.length, outputs) / 2);
  const wanted = [0, 1, -1, half, columns];
  return [...new Set(wanted)].filter((each) => each < outputs && -each < values.length);
}

const kindOf = (values: Numbers) => values.constructor as unknown as NumbersConstructor;

/** A view of `values` that lies `distance` elements behind `out`, both in a buffer from an address on. */
function together(
  [inputBuffer, outBuffer]: readonly [ArrayBufferLike, ArrayBufferLike],
  start: number,
  { values }: Operand,
  outputs: number,
  distance: number,
) {
  const bytes = distance * values.BYTES_PER_ELEMENT;
  const out = new Float32Array(outBuffer, start + Math.max(0, Math.ceil(-bytes / 4) * 4), outputs);
  const input = new (kindOf(values))(inputBuffer, out.byteOffset + bytes, values.length);
  input.set(values);
  return { input, out };
}

const numbersOf = (result: unknown, { part }: NamedCall) =>
  dataOf((part ? (result as Record<string, unknown>)[part] : result) as Float32Array | Tensor);

/** Where two arrays differ first: to compare long ones element by element with toEqual takes minutes. */
function expectSame(got: Float32Array, expected: Float32Array, what: string): void {
  const at = expected.findIndex((each, i) => !Object.is(each, got[i]));
  if (at >= 0 || got.length !== expected.length) expect.fail(`${what}: [${at}] is ${got[at]}, expected ${expected[at]}`);
}

/** Calls with one operand and `out` in memory that they share. @param wrap makes tensors of the others, or leaves them */
function tryAll({ lw, earlier, present, byteOffset }: Prepared, call: NamedCall): number {
  const run = functionOf(lw, call);
  const outputs = call.outputs as number;
  let tried = 0;
  for (const operand of operandsOf(call)) {
    const apply = (input: unknown, out: unknown, wrap = (each: unknown) => each) => {
      const { inputs, options } = operand.put(input);
      return numbersOf(run(...inputs.map(wrap), { ...options, out }), call);
    };
    const tensorOf = (each: unknown) => (each instanceof Float32Array ? lw.tensor(each) : each);
    const expected = apply(operand.values.slice(), new Float32Array(outputs)).slice();
    const check = (input: unknown, out: unknown, what: string, wrap?: (each: unknown) => unknown) => {
      expectSame(apply(input, out, wrap), expected, `${operand.name} of ${operand.values.length}, ${what}`);
      tried++;
    };
    for (const distance of distances(operand, call)) {
      const buffer = new ArrayBuffer(4 * (operand.values.length + outputs + 20_000));
      const plain = together([buffer, buffer], 0, operand, outputs, distance);
      check(plain.input, plain.out, `${distance} behind out`);
      for (const buffers of [
        [earlier, present],
        [present, earlier],
      ] as const) {
        // biome-ignore format: pairs
        const { input, out } = together(buffers, byteOffset, operand, outputs, distance);
        const others = (each: unknown) => (each === input ? each : tensorOf(each));
        lw.scope(() => check(input, out, `${distance} behind out, views of memory among tensors`, others));
      }
      lw.scope(() => {
        // Either of them a tensor, the other a view of its data.
        const isWithin = distance >= 0 && distance * 4 + operand.values.byteLength <= outputs * 4;
        if (isWithin) {
          const out = lw.zeros([outputs]);
          const { buffer, byteOffset: start } = out.data;
          const { input } = together([buffer, buffer], start, operand, outputs, distance);
          check(input, out, `${distance} behind out, a view of it`, (each) => (each === input ? each : tensorOf(each)));
        }
        if (operand.values instanceof Float32Array && distance <= 0 && outputs - distance <= operand.values.length) {
          const input = lw.tensor(operand.values);
          const out = input.data.subarray(-distance, outputs - distance);
          check(input, out, `${distance} behind out, which is a view of it`, tensorOf);
        }
        if (operand.values instanceof Float32Array && distance === 0 && outputs === operand.values.length) {
          const tensor = lw.tensor(operand.values);
          check(tensor, tensor, "as out", tensorOf);
        }
      });
    }
  }
  return tried;
}

const callsWithOut = (sizes: readonly (readonly [number, number])[]) =>
  sizes.flatMap(([rows, columns]) =>
    specs
      .flatMap((spec) => namedCallsOf(spec, rows, columns))
      .filter(({ outputs }) => outputs !== undefined)
      .map((call, i) => [`${call.title} of ${rows} × ${columns}, ${i}`, call] as const),
  );

it("memory that has grown has another buffer", () => {
  expect(wasm.earlier).not.toBe(wasm.present);
});

describe("inputs that overlap out", () => {
  it.each(callsWithOut(SMALL))("%s, reference", (_, call) => {
    expect(tryAll(reference, call)).toBeGreaterThan(0);
  });

  it.each(callsWithOut([...SMALL, ...LARGE]))("%s, wasm", (_, call) => {
    expect(tryAll(wasm, call)).toBeGreaterThan(0);
  });
});
