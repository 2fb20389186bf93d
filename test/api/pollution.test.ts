// What somebody put on Object.prototype, of this realm or another, is no option of any call.

import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const COMMON = ["shape", "out", "axis", "reduction", "weights", "normalize", "emptyMean", "classWeights", "ignoreIndex"];

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

/** Runs with properties on a prototype, which any op would refuse if it took them for options. */
function polluted<T>(prototype: object, names: readonly string[], enumerable: boolean, run: () => T): T {
  const value = Symbol("no option");
  try {
    for (const name of names) Object.defineProperty(prototype, name, { value, enumerable, configurable: true, writable: true });
    return run();
  } finally {
    for (const name of names) Reflect.deleteProperty(prototype, name);
  }
}

/** Ways to hold options, with the prototype that their realm has at the end. */
function holdersOf(options: Readonly<Record<string, unknown>>): [string, object, object][] {
  class Settings {}
  class Accessors {
    get shape() {
      return options.shape;
    }
  }
  const foreign = runInNewContext("({ make: (all) => ({ ...all }), root: Object.prototype })");
  const { shape: _, ...others } = options;
  return [
    ["an object", { ...options }, Object.prototype],
    ["a class instance", Object.assign(new Settings(), options), Object.prototype],
    ["accessors of a class", Object.assign(new Accessors(), others), Object.prototype],
    ["options inherited from others", Object.create({ ...options }), Object.prototype],
    ["an object without prototype", Object.assign(Object.create(null), options), Object.prototype],
    ["an object of another realm", foreign.make(options), foreign.root],
    ["a proxy", new Proxy({ ...options }, {}), Object.prototype],
  ];
}

const plainly = (result: unknown) => JSON.stringify(result);

describe.each(instances)("Object.prototype (%s)", (_, lw) => {
  describe.each(specs.map((spec) => [spec.name, spec] as const))("%s", (_name, spec) => {
    const names = [...COMMON, ...Object.keys(spec.options)];
    const calls: NamedCall[] = namedCallsOf(spec);

    it.each([true, false])("has no options for it, enumerable %s", (enumerable) => {
      for (const call of calls) {
        const run = functionOf(lw, call);
        const right = plainly(run(...call.inputs, call.options));
        for (const [holder, options, root] of holdersOf(call.options)) {
          for (const some of [names, ...names.map((name) => [name])]) {
            const got = polluted(root, some, enumerable, () => plainly(run(...call.inputs, options)));
            expect(got, `${call.title}, ${holder}, ${some}`).toBe(right);
          }
        }
      }
    });

    it("leaves what is given where it also has it", () => {
      for (const call of calls) {
        if (call.outputs === undefined) continue;
        const run = functionOf(lw, call);
        const right = plainly(run(...call.inputs, call.options));
        const out = new Float32Array(call.outputs);
        const got = polluted(Object.prototype, names, true, () => run(...call.inputs, { ...call.options, out }));
        expect(plainly(got), call.title).toBe(right);
        expect(call.part ? (got as Record<string, unknown>)[call.part] : got).toBe(out);
      }
    });
  });

  it("does not hide an option that is none", () => {
    const options = Object.assign(Object.create({ slop: 1 }), {});
    expect(() => polluted(Object.prototype, ["out"], true, () => lw.relu([1], options))).toThrow('relu: unknown option "slop"');
    expect(() => polluted(Object.prototype, ["out"], false, () => lw.relu([1], new Map() as never))).toThrow(
      "relu: options is a Map, expected an object",
    );
  });
});
