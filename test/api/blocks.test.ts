// Calls of several blocks give what their parts give, each of them called by itself: whatever holds the numbers (arrays of every
// kind, tensors), on one thread and on several.

import { afterAll, describe, expect, it } from "vitest";
import { dataOf } from "../../src/backend/operands.js";
import { internalsOf } from "../../src/internals.js";
import { type Lanewise, load } from "../../src/load.js";
import { Tensor } from "../../src/runtime/tensor.js";
import { uniform } from "../inputs.js";
import { inputShapes } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

type Numbers = Float32Array | Int32Array;
type Named = Readonly<Record<string, unknown>>;

/** Rows and columns: many rows in a block, few, and one that is longer. */
const SIZES = [[20_000, 2], [331, 250], [3, 20_000]] as const; // biome-ignore format: pairs
/** Rows of a part, so few that each is one block, and never ends where a block does. */
const PART = [1000, 7, 1];

const one = await load({ threads: 1 });
const several = await load({ threads: 3 });
const pool = internalsOf(several)?.threads;
if (pool) pool.splitsAll = true;
afterAll(() => several.close());

const isNumbers = (each: unknown): each is Numbers => each instanceof Float32Array || each instanceof Int32Array;

/** Options whose gradients and losses do not depend on the other rows, with all arrays that the op takes. */
function optionsOf({ spec, options }: NamedCall, rows: number, columns: number): Named {
  const { shape: _, ...others } = options;
  if (spec.kind !== "loss" && spec.kind !== "rowLoss") return others;
  const reduction = { reduction: others.reduction ?? "sum" };
  if (spec.kind === "loss") return { ...others, ...reduction, weights: uniform(rows * columns, 1, 0.5, 2) };
  const classWeights = spec.weighted ? { classWeights: uniform(columns, 2, 0.5, 2) } : {};
  return { ...others, ...reduction, weights: uniform(rows, 3, 0.5, 2), ...classWeights };
}

/** Rows from `start` to `end` of what has an entry, or several, for each of `rows`. */
function part(values: unknown, rows: number, start: number, end: number, shape: readonly number[]): unknown {
  if (!isNumbers(values) || shape[0] !== rows) return values;
  const each = values.length / rows;
  return values.slice(start * each, end * each);
}

/** The arrays of a result, numbers among them as arrays of one. */
function partsOf(result: unknown): Record<string, Float32Array | number> {
  if (typeof result === "number") return { value: result };
  if (result instanceof Float32Array || result instanceof Tensor) return { out: dataOf(result).slice() };
  return Object.fromEntries(
    Object.entries(result as Named).map(([name, each]) => [name, Object.values(partsOf(each))[0] as Float32Array | number]),
  );
}

/** What a call gives for its rows in parts. */
function inParts(call: NamedCall, options: Named, rows: number, columns: number, each: number) {
  const shapes = inputShapes(call.spec, call);
  const found: Record<string, number[]> = {};
  for (let start = 0; start < rows; start += each) {
    const end = Math.min(rows, start + each);
    const inputs = call.inputs.map((values, i) => part(values, rows, start, end, shapes[i] as readonly number[]));
    const weights = options.weights as Float32Array | undefined;
    const own = weights && { weights: part(weights, rows, start, end, [rows]) };
    const result = functionOf(one, call)(...inputs, { ...options, ...own, shape: [end - start, columns] });
    for (const [name, values] of Object.entries(partsOf(result))) {
      found[name] ??= [];
      if (typeof values === "number") found[name].push(values);
      else for (const value of values) found[name].push(value);
    }
  }
  return found;
}

/** The numbers of an array, in every kind of thing that holds them. */
const containers: Readonly<Record<string, (lw: Lanewise, values: Numbers, shape: readonly number[]) => unknown>> = {
  "typed arrays": (_, values) => values,
  "arrays of numbers": (_, values) => Array.from(values),
  "arrays of float64 and bytes": (_, values) => {
    if (values instanceof Float32Array) return Float64Array.from(values);
    return values.every((each) => each < 256) ? Uint8Array.from(values) : Int32Array.from(values);
  },
  tensors: (lw, values, shape) => (values instanceof Float32Array ? lw.tensor(values, shape) : values),
};

/** Results that are sums over all rows: not made of those of the parts. */
const isSummed = (call: NamedCall, name: string) =>
  call.method === "backward" && (name === "alpha" || name === "weights" || name === "bias");

function check(lw: Lanewise, call: NamedCall, container: keyof typeof containers, rows: number, columns: number, each: number) {
  const options = optionsOf(call, rows, columns);
  const shapes = inputShapes(call.spec, call);
  const expected = inParts(call, options, rows, columns, each);
  const contain = containers[container] as (typeof containers)[string];
  const got = lw.scope(() => {
    const inputs = call.inputs.map((values, i) =>
      isNumbers(values) ? contain(lw, values, shapes[i] as readonly number[]) : values,
    );
    const { weights, classWeights, ...others } = options;
    const arrays = {
      ...(weights ? { weights: contain(lw, weights as Numbers, call.spec.kind === "rowLoss" ? [rows] : [rows, columns]) } : {}),
      ...(classWeights ? { classWeights: contain(lw, classWeights as Numbers, [columns]) } : {}),
    };
    const shape = container === "tensors" ? {} : { shape: [rows, columns] };
    return partsOf(functionOf(lw, call)(...inputs, { ...others, ...arrays, ...shape }));
  });
  for (const [name, values] of Object.entries(got)) {
    const wanted = expected[name] as number[];
    if (typeof values === "number") {
      const total = wanted.reduce((all, value) => all + value, 0);
      const size = wanted.reduce((all, value) => all + Math.abs(value), 0);
      expect(Math.abs(values - total), `${call.title}, ${name}`).toBeLessThanOrEqual(1e-6 * size);
    } else if (!isSummed(call, name)) {
      const at = values.findIndex((value, i) => !Object.is(value, wanted[i]));
      expect([at, values.length], `${call.title}, ${name}`).toEqual([-1, wanted.length]);
    }
  }
}

/** All but those in which rows are not by themselves: columns of other axes, and roots of means. */
const calls = (rows: number, columns: number) =>
  specs
    .filter((spec) => !(spec.kind === "loss" && spec.root))
    .flatMap((spec) => namedCallsOf(spec, rows, columns))
    .filter(({ options }) => options.axis !== 0)
    .filter(({ spec, method }) => !(spec.kind === "layer" && method === "backward" && columns < 4))
    .map((call, i) => [`${call.title} ${i}`, call] as const);

describe.each(SIZES.map(([rows, columns], i) => [rows, columns, PART[i] as number] as const))(
  "%i rows of %i columns give what parts of %i rows give",
  (rows, columns, each) => {
    describe.each(Object.keys(containers))("in %s", (container) => {
      it.each(calls(rows, columns))("%s", (_, call) => check(one, call, container, rows, columns, each));
    });

    it.each(calls(rows, columns))("in tensors, on three threads: %s", (_, call) =>
      check(several, call, "tensors", rows, columns, each),
    );
  },
);
