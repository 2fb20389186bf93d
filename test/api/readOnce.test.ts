// What a caller's own code may do while a call reads its arguments: getters, proxies. Each option is read once, so that what was
// checked is what is used.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { OptionSpec } from "../../src/spec/options.js";
import { bell, uniform } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

/** All options that a call takes, with values that are not the defaults. */
function allOptions({ spec, options, outputs }: NamedCall): Record<string, unknown> {
  const [rows, columns] = options.shape as [number, number];
  const own = Object.entries<OptionSpec<unknown>>(spec.options).map(([name, { default: value, choices }]) => {
    // Hinge's targets go with its labels.
    return [name, choices && name !== "labels" ? choices[1] : typeof value === "boolean" ? !value : value];
  });
  const reduced = spec.kind === "loss" || spec.kind === "rowLoss";
  const losses = spec.kind === "rowLoss" ? rows : rows * columns;
  return {
    ...Object.fromEntries(own),
    ...(reduced && { weights: uniform(losses, 3, 0.5, 2), normalize: "weights", emptyMean: "zero" }),
    ...(spec.kind === "rowLoss" && spec.weighted && { classWeights: uniform(columns, 4, 0.5, 2) }),
    ...(spec.kind === "row" && { axis: 1 }),
    ...options,
    ...(outputs !== undefined && { out: new Float32Array(outputs) }),
  };
}

const runs = (call: NamedCall, lw: (typeof instances)[number][1], options: unknown) =>
  functionOf(lw, call)(...call.inputs, options);

describe.each(instances)("%s", (_, lw) => {
  const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);

  it.each(calls)("%s reads each option once, from getters and from a proxy", (_title, call) => {
    const options = allOptions(call);
    const expected = runs(call, lw, allOptions(call));
    const reads = new Map<string, number>();
    const count = (name: string) => reads.set(name, (reads.get(name) ?? 0) + 1);
    const getters = {};
    for (const [name, value] of Object.entries(options)) {
      const get = () => {
        count(name);
        return value;
      };
      Object.defineProperty(getters, name, { get, enumerable: true });
    }
    expect(runs(call, lw, getters)).toEqual(expected);
    const once = Object.fromEntries(Object.keys(options).map((name) => [name, 1]));
    expect(Object.fromEntries(reads)).toEqual(once);
    reads.clear();
    const proxy = new Proxy(options, {
      get: (target, name) => {
        count(String(name));
        return Reflect.get(target, name);
      },
    });
    expect(runs(call, lw, proxy)).toEqual(expected);
    expect(Object.fromEntries(reads)).toMatchObject(once);
  });

  it.each(calls)("%s takes options that are inherited, and accessors of a class", (_title, call) => {
    const expected = runs(call, lw, allOptions(call));
    expect(runs(call, lw, Object.create(allOptions(call)))).toEqual(expected);
    class Options {}
    for (const [name, value] of Object.entries(allOptions(call)))
      Object.defineProperty(Options.prototype, name, { get: () => value });
    expect(runs(call, lw, new Options())).toEqual(expected);
    expect(runs(call, lw, Object.assign(Object.create(null), allOptions(call)))).toEqual(expected);
  });

  it.each(calls)("%s takes a shape as it was read first", (_title, call) => {
    const shape = call.options.shape as readonly number[];
    const expected = runs(call, lw, call.options);
    let reads = 0;
    const changing = new Proxy([...shape], {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== "number" || name === "length") return value;
        return ++reads > shape.length ? 40_000 : value;
      },
    });
    expect(runs(call, lw, { ...call.options, shape: changing })).toEqual(expected);
    expect(reads).toBe(shape.length);
  });

  it("computes the call inside a call apart from it", () => {
    const x = bell(30, 5);
    const expected = lw.elu(x, { alpha: 0.5 });
    const inner = lw.elu(x, { alpha: 3 });
    let got: unknown;
    const options = {
      get alpha() {
        got = lw.elu(x, { alpha: 3, shape: [30] });
        return 0.5;
      },
      get shape() {
        lw.elu(x, { shape: [2, 15], alpha: 4 });
        return [5, 6];
      },
    };
    expect(lw.elu(x, options)).toEqual(expected);
    expect(got).toEqual(inner);
    expect(lw.elu(x, { alpha: 0.5 })).toEqual(expected);
  });

  it.each([
    ["an array", []],
    ["a function", () => 1],
    ["NaN", Number.NaN],
    ["a number", 0],
    ["text", "tanh"],
    ["an empty text", ""],
    ["true", true],
    ["null", null],
    ["a symbol", Symbol("none")],
    ["a BigInt", 1n],
    ["a Map", new Map([["alpha", 2]])],
    ["a Date", new Date()],
    ["a typed array", new Float32Array(0)],
    ["a promise", Promise.resolve({})],
  ])("refuses %s where options are expected, whatever the op", (_name, wrong) => {
    for (const [title, call] of calls) {
      expect(() => runs(call, lw, wrong), title).toThrow(TypeError);
      expect(() => runs(call, lw, wrong), title).toThrow(`${call.spec.name}: options is `);
    }
  });

  it("is not disturbed by properties that others put on every object", () => {
    const prototypes: object[] = [Object.prototype, Array.prototype];
    const value = { value: 1, enumerable: true, configurable: true, writable: true };
    const results: unknown[] = [];
    let refusal: unknown;
    for (const prototype of prototypes) Object.defineProperty(prototype, "speling", value);
    try {
      for (const [, call] of calls) results.push(runs(call, lw, call.options));
      lw.elu([1], { spelling: 1 } as object);
    } catch (error) {
      refusal = error;
    } finally {
      for (const prototype of prototypes) Reflect.deleteProperty(prototype, "speling");
    }
    expect((refusal as Error).message).toContain('unknown option "spelling"');
    expect(results).toEqual(calls.map(([, call]) => runs(call, lw, call.options)));
  });
});
