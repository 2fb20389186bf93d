// Whatever overlaps, the result is that of separate memory: every op and pass, each input and each option that is an array
// against `out`, as arrays on one buffer, as tensors, as views of the library's memory.

import { describe, expect, it } from "vitest";
import { dataOf } from "../../src/backend/operands.js";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { uniform } from "../inputs.js";
import { inputShapes, outputShape } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

type Numbers = Float32Array | Int32Array | Uint8Array;
interface Buffers {
  readonly input: ArrayBufferLike;
  readonly out: ArrayBufferLike;
}
type NumbersConstructor = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Numbers;

/** A library with room in its memory, seen through the buffer that it had before it grew, and through its present one. */
async function prepared(backend: "reference" | "wasm") {
  const lw = await load({ backend, threads: 1 });
  const arena = lw.zeros([100_000]);
  const { buffer: earlier } = arena.data;
  lw.zeros([1_000_000]).dispose();
  const present = backend === "wasm" ? lw.zeros([1]).data.buffer : earlier;
  return { lw, arena, earlier, present };
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
  readonly shape: readonly number[];
  /** The arguments of the call with `value` in its place, and the others as `wrap` makes them. */
  readonly put: (value: unknown, wrap: Wrap) => readonly unknown[];
}

type Wrap = (values: unknown, shape: readonly number[]) => unknown;
const asIs: Wrap = (values) => values;

/** Every input that is an array, and options that may be one. The arguments end with the options, without `out`. */
function operandsOf(call: NamedCall): Operand[] {
  const { spec, names, inputs, options } = call;
  const shapes = inputShapes(spec, call);
  const given = inputs.flatMap((values, index): Operand[] => {
    if (!(values instanceof Float32Array || values instanceof Int32Array)) return [];
    const shape = shapes[index] as readonly number[];
    const put = (value: unknown, wrap: Wrap) => [
      ...inputs.map((each, i) => (i === index ? value : wrap(each, shapes[i] as readonly number[]))),
      options,
    ];
    const operand = { name: names[index] as string, values, shape, put };
    const isSmall = values instanceof Int32Array && values.every((each) => each < 256);
    return isSmall ? [operand, { ...operand, values: Uint8Array.from(values) }] : [operand];
  });
  const option = (name: string, ...shape: number[]): Operand => {
    const size = shape.reduce((all, each) => all * each, 1);
    const put = (value: unknown, wrap: Wrap) => [
      ...inputs.map((each, i) => wrap(each, shapes[i] as readonly number[])),
      { ...options, [name]: value },
    ];
    return { name, values: uniform(size, size, 0.5, 2), shape, put };
  };
  const [rows, columns] = options.shape as readonly [number, number];
  if (spec.kind === "loss") return [...given, option("weights", rows, columns)];
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

/** A view of the operand's values that starts `distance` of them behind `out`, and `out` itself: from an address on. */
function together(operand: Operand, call: NamedCall, distance: number, buffers: Buffers, start = 0) {
  const { values } = operand;
  const bytes = distance * values.BYTES_PER_ELEMENT;
  const outStart = start + Math.max(0, Math.ceil(-bytes / 4) * 4);
  const out = new Float32Array(buffers.out, outStart, call.outputs);
  const input = new (kindOf(values))(buffers.input, outStart + bytes, values.length);
  input.set(values);
  return { input, out };
}

interface Layout {
  readonly what: string;
  readonly input: Numbers | Tensor;
  readonly out: Float32Array | Tensor;
}

/** How the two may lie in the library's memory. Made one after the other, as some lie in the same place. */
function* layouts(
  { lw, earlier, present, arena }: Prepared,
  operand: Operand,
  call: NamedCall,
  distance: number,
): Generator<Layout> {
  const { values, shape } = operand;
  const outputs = call.outputs as number;
  const outShape = outputShape(call.spec, call);
  const start = arena.data.byteOffset;
  yield { what: "views", ...together(operand, call, distance, { input: earlier, out: present }, start) };
  yield { what: "views", ...together(operand, call, distance, { input: present, out: earlier }, start) };
  if (distance >= 0 && distance * values.BYTES_PER_ELEMENT + values.byteLength <= outputs * 4) {
    const out = lw.zeros(outShape);
    const { buffer, byteOffset } = out.data;
    yield {
      what: "a view of out",
      out,
      input: together(operand, call, distance, { input: buffer, out: buffer }, byteOffset).input,
    };
  }
  if (!(values instanceof Float32Array)) return;
  const input = lw.tensor(values, shape);
  if (distance <= 0 && outputs - distance <= values.length) {
    yield { what: "out is a view of it", input, out: input.data.subarray(-distance, outputs - distance) };
  }
  if (distance === 0 && String(shape) === String(outShape)) {
    input.data.set(values);
    yield { what: "out itself", input, out: input };
  }
}

const numbersOf = (result: unknown, { part }: NamedCall) =>
  dataOf((part ? (result as Record<string, unknown>)[part] : result) as Float32Array | Tensor);

/** Where two arrays differ first: to compare long ones element by element with toEqual takes minutes. */
function expectSame(got: Float32Array, expected: Float32Array, what: string): void {
  const at = expected.findIndex((each, i) => !Object.is(each, got[i]));
  expect([got.length, at], `${what}: [${at}] is ${got[at]}, expected ${expected[at]}`).toEqual([expected.length, -1]);
}

/** Calls with each operand where `out` lies, in all ways. @returns how many */
function tryAll(prepared: Prepared, call: NamedCall): number {
  const { lw } = prepared;
  const run = functionOf(lw, call);
  let tried = 0;
  const asTensors: Wrap = (values, shape) => (values instanceof Float32Array ? lw.tensor(values, shape) : values);
  for (const operand of operandsOf(call)) {
    const apply = (input: Numbers | Tensor, out: Float32Array | Tensor, wrap: Wrap) => {
      const given = operand.put(input, wrap);
      return numbersOf(run(...given.slice(0, -1), { ...(given.at(-1) as object), out }), call);
    };
    const expected = apply(operand.values.slice(), new Float32Array(call.outputs as number), asIs);
    for (const distance of distances(operand, call)) {
      const check = ({ input, out, what }: Layout, wrap: Wrap) => {
        const title = `${operand.name} of ${operand.values.length}, ${distance} behind out, ${what}`;
        lw.scope(() => expectSame(apply(input, out, wrap), expected, title));
        tried++;
      };
      const buffer = new ArrayBuffer(operand.values.byteLength + 8 * ((call.outputs as number) + 1));
      check({ what: "arrays", ...together(operand, call, distance, { input: buffer, out: buffer }) }, asIs);
      lw.scope(() => {
        for (const layout of layouts(prepared, operand, call, distance)) check(layout, asTensors);
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

describe.each([reference, wasm])("dense writes over each of its operands", ({ lw }) => {
  /** Rows, inputs and outputs that make the operand as large as the result; some are beyond a block. */
  const cases = [1, 7, 60].flatMap((factor) => [
    ["x", 2 * factor, 3 * factor, 3 * factor] as const,
    ["weights", 3 * factor, 3 * factor, 4 * factor] as const,
    ["bias", 1, 5 * factor, 400 * factor] as const,
  ]);

  it.each(cases)("%s, of %i × %i × %i", (name, m, k, n) => {
    const shapes = { x: m === 1 ? [k] : [m, k], weights: [k, n], bias: [n] };
    const values = { x: uniform(m * k, 1, -1, 1), weights: uniform(k * n, 2, -1, 1), bias: uniform(n, 3, -1, 1) };
    const expected = dataOf(lw.dense(values.x, values.weights, values.bias, { shape: shapes.x }));
    lw.scope(() => {
      const x = lw.tensor(values.x, shapes.x);
      const weights = lw.tensor(values.weights, shapes.weights);
      const bias = lw.tensor(values.bias, shapes.bias);
      const out = { x, weights, bias }[name];
      lw.dense(x, weights, bias, { out });
      expectSame(out.data, expected, "tensors");
    });
    const [x, weights, bias] = [values.x.slice(), values.weights.slice(), values.bias.slice()];
    const out = { x, weights, bias }[name];
    lw.dense(x, weights, bias, { out, shape: shapes.x });
    expectSame(out, expected, "arrays");
  });
});
