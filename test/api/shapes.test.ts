// Shapes are checked wherever a tensor, a nested array or `shape` tells one, not sizes alone; a flat array has none and fits by
// its size. What does not fit is a RangeError that names both shapes, before anything is written.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { uniform } from "../inputs.js";
import { inputShapes, operandShape, outputShape } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";
import { nested } from "./nesting.js";

type Shape = readonly number[];

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

const product = (shape: Shape) => shape.reduce((all, length) => all * length, 1);
const words = (shape: Shape) => `[${shape.join(", ")}]`;
const isFloats = (input: unknown): input is Float32Array => input instanceof Float32Array;

/** Other shapes of as many elements. */
function otherShapes(right: Shape): Shape[] {
  const size = product(right);
  const all = [[size], [size, 1], [1, size], [...right].reverse(), [...right, 1], [1, ...right], [1, ...right.slice(0, -1), 1]];
  const different = all.filter((each) => product(each) === size && words(each) !== words(right));
  return [...new Map(different.map((each) => [words(each), each])).values()];
}

/** What may stand in another shape: an operand that is not the first, whose shape the others must have. */
const isMain = (call: NamedCall, index: number) => call.names[index] === call.names.find((name) => name !== "dy");
/** The calls of an op, class indices among floats: in a tensor they have a shape too. */
const shapedCallsOf = (spec: Spec): NamedCall[] =>
  namedCallsOf(spec).map((call) => ({
    ...call,
    inputs: call.inputs.map((input) => (input instanceof Int32Array ? Float32Array.from(input) : input)),
  }));

function arrayOptions(spec: Spec, [rows = 1, columns = 1]: Shape): Record<string, Float32Array> {
  if (spec.kind === "loss") return { weights: uniform(rows * columns, 1, 0.5, 2) };
  if (spec.kind !== "rowLoss") return {};
  return { weights: uniform(rows, 1, 0.5, 2), ...(spec.weighted ? { classWeights: uniform(columns, 2, 0.5, 2) } : {}) };
}

describe.each(instances)("%s", (_, lw) => {
  function expectRefusal(
    call: NamedCall,
    inputs: readonly unknown[],
    options: object,
    name: string,
    got: Shape,
    right: Shape,
  ): void {
    const given =
      call.outputs === undefined || "out" in options ? options : { ...options, out: new Float32Array(call.outputs).fill(123) };
    const memory = lw.memory();
    let failure: unknown;
    try {
      functionOf(lw, call)(...inputs, given);
    } catch (error) {
      failure = error;
    }
    const label = `${call.title}: ${name} of ${words(got)}, right ${words(right)}: ${failure}`;
    expect(failure, label).toBeInstanceOf(RangeError);
    const { message } = failure as Error;
    expect(message.startsWith(`${call.spec.name}: `), label).toBe(true);
    for (const part of [name, words(got), words(right)]) expect(message, label).toContain(part);
    expect(lw.memory(), label).toEqual(memory);
    const { out } = given as { out?: Float32Array | Tensor };
    expect(
      (out instanceof Tensor ? out.data : (out ?? new Float32Array())).every((each) => each === 123),
      label,
    ).toBe(true);
  }

  const tensorsOf = (call: NamedCall, shapes = inputShapes(call.spec, call)) =>
    call.inputs.map((input, i) => (isFloats(input) ? lw.tensor(input, shapes[i]) : input));
  const withoutShape = ({ options: { shape: _shape, ...others } }: NamedCall) => others;

  describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (_op, spec) => {
    const calls = shapedCallsOf(spec);
    const hasOthers = calls.some((call) => call.inputs.some((input, index) => isFloats(input) && !isMain(call, index)));
    const hasWeights = Object.keys(arrayOptions(spec, [])).length > 0;

    it.runIf(hasOthers)("refuses a tensor or nested array of another shape", () => {
      for (const call of calls) {
        const shapes = inputShapes(spec, call);
        call.inputs.forEach((input, index) => {
          if (!isFloats(input) || isMain(call, index)) return;
          const right = shapes[index] as Shape;
          // Class indices may stand in a column.
          const isClasses = call.names[index] === "target" && input.length === 5;
          for (const shape of otherShapes(right).filter((each) => !isClasses || words(each) !== "[5, 1]")) {
            lw.scope(() => {
              const wrong = tensorsOf(call, shapes.with(index, shape));
              const name = call.names[index] as string;
              expectRefusal(call, wrong, withoutShape(call), name, shape, right);
              // Beside flat arrays with a `shape` too, and as arrays in arrays.
              expectRefusal(
                call,
                call.inputs.map((each, i) => (i === index ? wrong[i] : each)),
                call.options,
                name,
                shape,
                right,
              );
              if (shape.length < 2) return;
              const arrays = call.inputs.map((each, i) => (i === index ? nested(input, shape) : each));
              expectRefusal(call, arrays, call.options, name, shape, right);
            });
          }
        });
      }
    });

    it("refuses a shape that is not its first operand's own", () => {
      for (const call of calls) {
        const right = call.options.shape as Shape;
        const index = call.inputs.findIndex((_input, i) => isMain(call, i));
        lw.scope(() => {
          for (const shape of otherShapes(right)) {
            const tensors = call.inputs.map((each, i) => (i === index ? lw.tensor(each as Float32Array, shape) : each));
            expectRefusal(call, tensors, call.options, call.names[index] as string, shape, right);
          }
        });
      }
    });

    it("refuses an out of another shape", () => {
      for (const call of calls) {
        if (call.outputs === undefined) continue;
        const right = outputShape(spec, call);
        for (const shape of otherShapes(right)) {
          lw.scope(() => {
            const out = lw.zeros(shape);
            out.data.fill(123);
            expectRefusal(call, tensorsOf(call), { ...withoutShape(call), out }, "out", shape, right);
            expectRefusal(call, call.inputs, { ...call.options, out }, "out", shape, right);
          });
        }
      }
    });

    it.runIf(hasWeights)("refuses weights of another shape", () => {
      for (const call of calls) {
        const main = call.options.shape as Shape;
        for (const [name, values] of Object.entries(arrayOptions(spec, main))) {
          const right = operandShape(spec, name, values.length, main);
          for (const shape of otherShapes(right)) {
            lw.scope(() => {
              const given = { ...call.options, [name]: lw.tensor(values, shape) };
              expectRefusal(call, call.inputs, given, name, shape, right);
              const tensors = { ...withoutShape(call), [name]: lw.tensor(values, shape) };
              expectRefusal(call, tensorsOf(call), tensors, name, shape, right);
              if (shape.length > 1) {
                expectRefusal(call, call.inputs, { ...call.options, [name]: nested(values, shape) }, name, shape, right);
              }
            });
          }
        }
      }
    });

    it("takes right shapes as tensors, nested and flat arrays, and gives the same", () => {
      for (const call of calls) {
        const run = functionOf(lw, call);
        const shapes = inputShapes(spec, call);
        const main = call.options.shape as Shape;
        const extra = arrayOptions(spec, main);
        const expected = plain(run(...call.inputs, { ...call.options, ...extra }));
        lw.scope(() => {
          const ofShape = (name: string, values: Float32Array) => operandShape(spec, name, values.length, main);
          const wrap = (each: (values: Float32Array, shape: Shape) => unknown) =>
            Object.fromEntries(Object.entries(extra).map(([name, values]) => [name, each(values, ofShape(name, values))]));
          const tensors = wrap((values, shape) => lw.tensor(values, shape));
          expect(plain(run(...tensorsOf(call), { ...withoutShape(call), ...tensors })), call.title).toEqual(expected);
          const arrays = call.inputs.map((each, i) => (isFloats(each) ? nested(each, shapes[i] as Shape) : each));
          const inArrays = wrap(nested);
          expect(plain(run(...arrays, { ...withoutShape(call), ...inArrays })), `${call.title}, nested`).toEqual(expected);
          const rows = call.inputs.map((each, i) => (isFloats(each) ? typedRows(each, shapes[i] as Shape) : each));
          expect(plain(run(...rows, withoutShape(call))), `${call.title}, typed rows`).toEqual(
            plain(run(...call.inputs, call.options)),
          );
        });
      }
    });

    it("gives results the shape of what they are", () => {
      for (const call of calls) {
        lw.scope(() => {
          const result = functionOf(lw, call)(...tensorsOf(call), withoutShape(call));
          const shapes = inputShapes(spec, call);
          const shapeOf = (name: string) => shapes[call.names.indexOf(name)];
          if (result instanceof Tensor) expect(result.shape, call.title).toEqual(outputShape(spec, call));
          else if (typeof result === "object") {
            for (const [name, part] of Object.entries(result as object)) {
              if (!(part instanceof Tensor)) continue;
              const gradient = name === "grad" ? shapeOf(call.names[0] as string) : shapeOf(name);
              const right = name === "value" ? outputShape(spec, { ...call, method: "forward" }) : (gradient ?? [part.size]);
              expect(part.shape, `${call.title} ${name}`).toEqual(right);
            }
          }
        });
      }
    });
  });

  it("refuses the examples that outsiders found", () => {
    lw.scope(() => {
      const [a, b] = [lw.tensor([1, 2, 3, 4, 5, 6], [2, 3]), lw.tensor([1, 2, 3, 4, 5, 6], [3, 2])];
      const bad: (() => unknown)[] = [
        () => lw.meanSquaredError(a, b),
        () => lw.relu.backward(a, b),
        () => lw.meanSquaredError([[1], [2]], lw.tensor([1, 2])),
        () => lw.meanSquaredError(lw.zeros([3, 1]), lw.zeros([3])),
        () => lw.prelu(lw.zeros([1, 3, 2, 3]), lw.zeros([3, 1, 1])),
        () => lw.prelu(lw.zeros([2, 3]), lw.zeros([1, 3])),
        () => lw.relu(lw.zeros([3]), { out: lw.zeros([3, 1]) }),
        () => lw.logSumExp(a, { out: lw.zeros([2, 1]) }),
        () => lw.dense(a, lw.zeros([4, 3])),
        () => lw.dense(a, lw.zeros([12])),
        () => lw.dense(a, lw.zeros([3, 4]), lw.zeros([1, 4])),
        () => lw.crossEntropy(a, lw.zeros([3, 2])),
        () => lw.crossEntropy(a, lw.zeros([1, 2])),
        () => lw.crossEntropy(lw.zeros([2, 2, 3]), lw.zeros([4])),
        () => lw.softmax(a, { shape: [3, 2] }),
      ];
      for (const call of bad) expect(call, String(call)).toThrow(RangeError);
      expect(() => lw.meanSquaredError(a, b)).toThrow(
        new RangeError("meanSquaredError: target has shape [3, 2], expected [2, 3] (as prediction)"),
      );
      expect(() => lw.relu.backward(a, b)).toThrow(new RangeError("relu: dy has shape [2, 3], expected [3, 2] (as x)"));
    });
  });

  it("takes weights without the last axes of the losses, where these are 1", () => {
    const [p, t, w] = [7, 8, 9].map((from) => uniform(6, from, 0, 1)) as [Float32Array, Float32Array, Float32Array];
    lw.scope(() => {
      const inputs = [lw.tensor(p, [2, 3, 1]), lw.tensor(t, [2, 3, 1])] as const;
      const expected = lw.meanSquaredError(p, t, { weights: w });
      for (const shape of [
        [2, 3],
        [2, 3, 1],
      ])
        expect(lw.meanSquaredError(...inputs, { weights: lw.tensor(w, shape) })).toBe(expected);
      for (const shape of [[6], [3, 2], [2, 3, 1, 1], [1, 2, 3]]) {
        expect(() => lw.meanSquaredError(...inputs, { weights: lw.tensor(w, shape) }), String(shape)).toThrow(RangeError);
      }
    });
  });

  it("takes the shape from whichever operand tells it", () => {
    lw.scope(() => {
      const dy = lw.tensor([1, 2, 3, 4, 5, 6], [2, 3]);
      expect((lw.relu.backward(dy, new Float32Array(6).fill(1)) as Tensor).shape).toEqual([2, 3]);
      const x = Float32Array.of(1, 2, 3, 1, 2, 3);
      expect((lw.softmax.backward(dy, x) as Tensor).toArray()).toEqual(lw.softmax.backward(dy.toArray(), x, { shape: [2, 3] }));
    });
  });
});

function typedRows(values: Float32Array, shape: Shape): unknown {
  if (shape.length !== 2) return values;
  const [rows, columns] = shape as [number, number];
  return Array.from({ length: rows }, (_, i) => values.subarray(i * columns, (i + 1) * columns));
}

/** Numbers, whatever holds them. */
function plain(result: unknown): unknown {
  if (result instanceof Tensor) return result.toArray();
  if (typeof result !== "object" || result instanceof Float32Array) return result;
  return Object.fromEntries(Object.entries(result as object).map(([name, part]) => [name, plain(part)]));
}
