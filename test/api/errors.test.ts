// Wrong arguments of every method of every op: the kind of error, the words that name what is wrong, and that nothing has
// been written, made or lost when it is thrown. TypeError = the wrong kind of thing, RangeError = a wrong value or shape.

import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Lanewise, load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import type { OptionSpec } from "../../src/spec/options.js";
import { inputShapes } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const UNTOUCHED = 123;
const WRONG_KINDS: readonly unknown[] = [
  null,
  undefined,
  "1, 2",
  5,
  true,
  {},
  new BigInt64Array(30),
  new DataView(new ArrayBuffer(8)),
  () => 1,
];

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

type ErrorType = new (message?: string) => Error;

/** Makes the call, and expects it to fail with a message that begins so, leaving no trace. */
function expectFailure(
  lw: Lanewise,
  call: NamedCall,
  inputs: readonly unknown[],
  options: unknown,
  error: ErrorType,
  beginning: string | RegExp,
): void {
  const out = call.outputs === undefined ? undefined : new Float32Array(call.outputs).fill(UNTOUCHED);
  const isPlain = typeof options === "object" && options !== null;
  const given = out && isPlain && !("out" in options) ? { ...options, out } : options;
  const memory = lw.memory();
  const label = `${call.title}: ${inspect(given, { depth: 1, maxArrayLength: 3 })}`;
  let failure: unknown;
  try {
    functionOf(lw, call)(...inputs, given);
  } catch (caught) {
    failure = caught;
  }
  expect(failure, label).toBeInstanceOf(error);
  const { message } = failure as Error;
  if (typeof beginning === "string") expect(message.slice(0, beginning.length), label).toBe(beginning);
  else expect(message, label).toMatch(beginning);
  expect(lw.memory(), `${label}: ${message}`).toEqual(memory);
  expect(out?.every((each) => each === UNTOUCHED) ?? true, `${label}: ${message}`).toBe(true);
}

const replaced = (inputs: readonly unknown[], index: number, value: unknown) =>
  inputs.map((each, i) => (i === index ? value : each));
/** One element more, of a value that is already there. */
const longer = (values: Float32Array | Int32Array) => {
  const more = new (values.constructor as Float32ArrayConstructor)(values.length + 1);
  more.set(values);
  more[values.length] = values[0] as number;
  return more;
};
const shapedInput = ({ names }: NamedCall) => names.find((name) => name !== "dy");
const isOptional = (call: NamedCall, index: number) => call.names[index] === "bias" && call.method === "forward";
/** Class indices may have 64 bits. */
const takesClasses = ({ spec, names }: NamedCall, index: number) =>
  spec.kind === "rowLoss" && spec.targets !== "probabilities" && names[index] === "target";

describe.each(instances)("%s", (_, lw) => {
  describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (op, spec) => {
    const calls = namedCallsOf(spec);
    const writing = calls.filter(({ outputs }) => outputs !== undefined);

    it("refuses arguments of the wrong kind, and names them", () => {
      for (const call of calls) {
        call.names.forEach((name, index) => {
          for (const wrong of WRONG_KINDS) {
            if ((wrong === null || wrong === undefined) && isOptional(call, index)) continue;
            if (wrong instanceof BigInt64Array && takesClasses(call, index)) continue;
            expectFailure(lw, call, replaced(call.inputs, index, wrong), call.options, TypeError, `${op}: ${name} is `);
          }
          const mixed = replaced(call.inputs, index, [1, "2", 3]);
          expectFailure(lw, call, mixed, call.options, TypeError, `${op}: ${name}[1] is "2", expected a number`);
          expectFailure(
            lw,
            call,
            replaced(call.inputs, index, new Array(3)),
            call.options,
            TypeError,
            `${op}: ${name}[0] is undefined`,
          );
        });
      }
    });

    it("refuses tensors that are disposed or of another instance", async () => {
      const gone = lw.zeros([3]);
      gone.dispose();
      const foreign = (await load({ backend: "reference" })).zeros([3]);
      for (const call of calls) {
        call.names.forEach((name, index) => {
          const withTensor = (tensor: Tensor) => replaced(call.inputs, index, tensor);
          expectFailure(lw, call, withTensor(gone), call.options, TypeError, `${op}: ${name} is a tensor that has been disposed`);
          expectFailure(lw, call, withTensor(foreign), call.options, TypeError, `${op}: ${name} is a tensor of another instance`);
        });
      }
    });

    it("refuses wrong lengths, and says which, of arrays and tensors", () => {
      for (const call of calls) {
        const { shape: _shape, ...others } = call.options;
        const shapes = inputShapes(spec, call);
        call.names.forEach((name, index) => {
          const input = call.inputs[index];
          if (!(input instanceof Float32Array || input instanceof Int32Array)) return;
          const words = new RegExp(`^${op}: .*\\b${name}\\b`);
          expectFailure(lw, call, replaced(call.inputs, index, longer(input)), call.options, RangeError, words);
          // Alone, the input that tells the shape may have any.
          if (name === shapedInput(call)) return;
          lw.scope(() => {
            const tensors = call.inputs.map((each, i) => {
              if (!(each instanceof Float32Array)) return i === index ? longer(each as Int32Array) : each;
              if (i === index) return lw.tensor(longer(each));
              return lw.tensor(each, shapes[i]);
            });
            expectFailure(lw, call, tensors, others, RangeError, words);
          });
        });
      }
    });

    it("refuses options that it does not know", () => {
      for (const call of calls) {
        const misspelt = { ...call.options, speling: 1 };
        expectFailure(lw, call, call.inputs, misspelt, TypeError, `${op}: unknown option "speling", expected one of `);
        for (const wrong of [null, 5, "mean", true]) {
          expectFailure(lw, call, call.inputs, wrong, TypeError, `${op}: options is `);
        }
      }
    });

    it.each(Object.entries<OptionSpec<unknown>>(spec.options))("refuses wrong values of its option %s", (name, option) => {
      for (const call of calls) {
        const kind = typeof option.default;
        for (const wrong of [Number.NaN, Infinity, -Infinity, -1, 0, 1, 1.5, 2 ** 40, "nonsense", true, null, {}, [1]]) {
          if (option.accepts(wrong)) continue;
          const error = typeof wrong === kind ? RangeError : TypeError;
          expectFailure(lw, call, call.inputs, { ...call.options, [name]: wrong }, error, `${op}: ${name} is `);
        }
      }
    });

    it("refuses shapes that are none, or do not fit", () => {
      for (const call of calls) {
        const refuse = (shape: unknown, error: ErrorType, words: string) =>
          expectFailure(lw, call, call.inputs, { ...call.options, shape }, error, `${op}: shape${words}`);
        refuse("5, 6", TypeError, ' is "5, 6", expected an array of lengths');
        refuse(30, TypeError, " is 30, expected an array of lengths");
        refuse([5, -6], RangeError, "[1] is -6, expected an integer ≥ 0");
        refuse([7.5, 4], RangeError, "[0] is 7.5, expected an integer ≥ 0");
        refuse([5, 7], RangeError, " [5, 7] holds 35 elements, but ");
        refuse([], RangeError, " [] holds 1 elements, but ");
      }
    });

    it("refuses an out that cannot take the result", () => {
      const gone = lw.zeros([30]);
      gone.dispose();
      for (const call of writing) {
        const size = call.outputs as number;
        const refuse = (out: unknown, error: ErrorType, words: string) =>
          expectFailure(lw, call, call.inputs, { ...call.options, out }, error, `${op}: out ${words}`);
        for (const wrong of [null, "out", 5, [1, 2], {}, new Float64Array(size), new Int32Array(size)])
          refuse(wrong, TypeError, "is ");
        refuse(gone, TypeError, "is a tensor that has been disposed");
        refuse(new Float32Array(size + 1), RangeError, `has ${size + 1} elements, expected ${size} (shape [`);
        refuse(new Float32Array(size - 1), RangeError, `has ${size - 1} elements, expected ${size} (shape [`);
        lw.scope(() => refuse(lw.zeros([size + 1]), RangeError, `has shape [${size + 1}], expected [`));
      }
    });
  });
});
