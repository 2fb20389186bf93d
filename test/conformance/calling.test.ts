// What every method of every op does with its arguments, whatever it computes: kinds of arrays, `out`, in place, overlap.

import { describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";
import { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { firstDifference } from "../judge.js";
import { inputShapes, outputShape } from "../operandShapes.js";
import { eachSubject, type Outcome, type Subject, subjects } from "../subjects.js";
import { type Call, callsOf } from "./calls.js";

const table = Object.values(ops).map((spec) => [spec.name, spec as Spec, callsOf(spec)] as const);
const isFloats = (input: unknown): input is Float32Array => input instanceof Float32Array;

/** The numbers of a result in a row, names aside. */
function flat(outcome: Outcome): number[] {
  if (typeof outcome === "number") return [outcome];
  return isFloats(outcome) ? [...outcome] : Object.values(outcome).flatMap(flat);
}

const label = ({ method, inputs, options }: Call) => `${method} of ${inputs.length} inputs, ${JSON.stringify(options)}`;

function expectSame(got: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const index = firstDifference(got, expected);
  expect(index, `${what}: [${index}] is ${got[index]}, expected ${expected[index]}`).toBe(-1);
}

/** The part of a result that `out` receives. */
const received = (result: unknown, { part }: Call) => (part ? (result as Record<string, unknown>)[part] : result);

function dataOf(result: unknown): Float32Array {
  return result instanceof Tensor ? result.data : (result as Float32Array);
}

/** Calls with `out`, and gives back what it holds, once it is known to be the result itself. */
function into(subject: Subject, op: string, call: Call, inputs: readonly unknown[], out: unknown): Float32Array {
  const { shape, ...others } = call.options;
  const options = { ...others, out, ...(subject.form === "arrays" ? { shape } : {}) };
  const result = received(subject.method(op, call.method)(...inputs, options), call);
  expect(result).toBe(out);
  return dataOf(out).slice();
}

describe.each(table)("%s", (op, spec, calls) => {
  const writing = calls.filter(({ outputs }) => outputs !== undefined);

  eachSubject(subjects, (subject) => {
    const itFor = (form: Subject["form"]) => (title: string, body: () => void) => {
      if (subject.form === form) it(title, body);
    };
    const usual = (call: Call) => subject.call(op, call.method, call.inputs, call.options);
    const wrapped = (call: Call, inputs = call.inputs) => {
      const shapes = inputShapes(spec, call);
      return inputs.map((input, i) => subject.wrap(input, shapes[i]));
    };
    const written = (call: Call) => {
      const outcome = usual(call);
      return (call.part ? (outcome as Record<string, Outcome>)[call.part] : outcome) as Float32Array;
    };

    itFor("arrays")("takes arrays of every kind, rounded to float32", () => {
      for (const call of calls) {
        const expected = flat(subject.plain(subject.method(op, call.method)(...call.inputs, call.options)));
        // Below half a float32 ulp: rounding to float32 must take it away.
        const kinds = [
          (input: Float32Array) => Array.from(input, (each) => each * (1 + 2 ** -27)),
          (input: Float32Array) => Float64Array.from(input, (each) => each * (1 + 2 ** -27)),
        ];
        // Labels and certain probabilities must stay what they are.
        const exact = (input: Float32Array) => input.some((each) => Math.abs(each) === 1);
        for (const kind of kinds) {
          const inputs = call.inputs.map((input) => (isFloats(input) ? (exact(input) ? Array.from(input) : kind(input)) : input));
          const result = subject.method(op, call.method)(...inputs, call.options) as Outcome;
          expectSame(flat(result), expected, label(call));
        }
      }
    });

    itFor("arrays")("takes views into larger buffers", () => {
      for (const call of calls) {
        const expected = flat(subject.plain(subject.method(op, call.method)(...call.inputs, call.options)));
        const inputs = call.inputs.map((input) => {
          if (!isFloats(input)) return input;
          const larger = new Float32Array(input.length + 9).fill(NaN);
          larger.set(input, 5);
          return larger.subarray(5, 5 + input.length);
        });
        expectSame(flat(subject.method(op, call.method)(...inputs, call.options) as Outcome), expected, label(call));
      }
    });

    itFor("tensors")("takes arrays beside tensors; the first input says what comes back", () => {
      for (const call of calls) {
        const expected = flat(usual(call));
        const { shape: _, ...others } = call.options;
        subject.lw.scope(() => {
          const [first] = wrapped(call);
          const inputs = [first, ...call.inputs.slice(1)];
          // `shape` is that of the main input, which is an array here if it does not come first.
          const options = call.method.startsWith("backward") ? call.options : others;
          const result = subject.plain(subject.method(op, call.method)(...inputs, options));
          expectSame(flat(result), expected, label(call));
        });
      }
    });

    it("leaves its inputs as they are", () => {
      for (const call of calls) {
        subject.lw.scope(() => {
          const inputs = wrapped(call);
          const before = call.inputs.map((input) => isFloats(input) && input.slice());
          const { shape, ...others } = call.options;
          subject.method(op, call.method)(...inputs, subject.form === "arrays" ? call.options : others);
          inputs.forEach((input, i) => {
            const copy = before[i];
            if (copy) expectSame(dataOf(input), copy, `${label(call)}, input ${i} of ${shape}`);
          });
        });
      }
    });

    it("writes to `out`, and nowhere else", () => {
      for (const call of writing) {
        const expected = written(call);
        const count = call.outputs as number;
        const larger = new Float32Array(count + 40).fill(7);
        const view = larger.subarray(11, 11 + count);
        subject.lw.scope(() => {
          expectSame(into(subject, op, call, wrapped(call), view), expected, label(call));
          expect(larger.every((each, i) => (i >= 11 && i < 11 + count) || each === 7)).toBe(true);
          const [before, tensor, after] = [
            subject.lw.zeros([3]),
            subject.lw.zeros(outputShape(spec, call)),
            subject.lw.zeros([3]),
          ];
          expectSame(into(subject, op, call, wrapped(call), tensor), expected, label(call));
          expect([...before.data, ...after.data]).toEqual([0, 0, 0, 0, 0, 0]);
        });
      }
    });

    it("works in place, on each of its inputs", () => {
      for (const call of writing) {
        const expected = written(call);
        call.inputs.forEach((input, i) => {
          if (!isFloats(input) || input.length !== call.outputs) return;
          subject.lw.scope(() => {
            const copies = call.inputs.map((each) => (isFloats(each) ? each.slice() : each));
            const inputs = wrapped(call, copies);
            expectSame(into(subject, op, call, inputs, inputs[i]), expected, `${label(call)} in place of input ${i}`);
          });
        });
      }
    });

    itFor("arrays")("writes over an input that is shifted by one element", () => {
      for (const call of writing) {
        const expected = written(call);
        call.inputs.forEach((input, i) => {
          if (!isFloats(input)) return;
          for (const [from, to] of [
            [0, 1],
            [1, 0],
          ] as const) {
            const buffer = new Float32Array(Math.max(input.length, call.outputs as number) + 1);
            const source = buffer.subarray(from, from + input.length);
            source.set(input);
            const inputs = call.inputs.map((each, at) => (at === i ? source : each));
            const out = buffer.subarray(to, to + (call.outputs as number));
            expectSame(into(subject, op, call, inputs, out), expected, `${label(call)}, input ${i} from ${from} to ${to}`);
          }
        });
      }
    });
  });
});
