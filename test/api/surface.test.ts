// What the package offers, written down by hand: a name that appears or vanishes is a change of the API.

import { describe, expect, it } from "vitest";
import * as library from "../../src/index.js";
import { type OpName, ops } from "../../src/ops.js";
import type { OptionSpec } from "../../src/spec/options.js";
import type { Described, Kind, Spec } from "../../src/spec/types.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await library.load({ backend })] as const),
);
const specs: readonly Described<Spec>[] = Object.values(library.ops);

/** The lists of methods that ops of a kind have: two where the spec may know more. */
const METHODS: Record<Kind, readonly (readonly string[])[]> = {
  activation: [
    ["backward", "derivative"],
    ["backward", "backwardFromOutput", "derivative"],
  ],
  channelActivation: [["backward", "derivative"]],
  groupActivation: [["backward"]],
  row: [["backward"], ["backward", "backwardFromOutput"]],
  loss: [["grad", "valueAndGrad"]],
  rowLoss: [["grad", "valueAndGrad"]],
  penalty: [["grad", "valueAndGrad"]],
  layer: [["backward"]],
};

it("exports", () => {
  expect(Object.keys(library).sort()).toEqual(["Tensor", "VerificationError", "load", "ops"]);
});

describe.each(instances)("an instance (%s)", (_, lw) => {
  it("has the ops of the table, and what goes with them", () => {
    const others = Object.keys(lw).filter((name) => !(name in library.ops));
    expect(others.sort()).toEqual(["close", "extend", "info", "memory", "ops", "scope", "tensor", "zeros"]);
    expect(lw.ops).toBe(ops);
    for (const name of Object.keys(library.ops)) expect(typeof lw[name as OpName], name).toBe("function");
  });

  it.each(specs.map((spec) => [spec.name, spec] as const))("gives %s the methods of its kind", (name, spec) => {
    const methods = Object.keys(lw[name as OpName]).sort();
    expect(METHODS[spec.kind]).toContainEqual(methods);
    const fromOutput =
      (spec.kind === "activation" && spec.derivativeFromOutput) || (spec.kind === "row" && spec.backwardFromOutput);
    expect(methods.includes("backwardFromOutput")).toBe(Boolean(fromOutput));
  });

  it("tells of itself in its info", () => {
    expect(Object.keys(lw.info).sort()).toEqual(["backend", "precision", "reason", "simd", "threads"]);
    expect(Object.keys(lw.memory()).sort()).toEqual(["maximumBytes", "reservedBytes", "tensors", "usedBytes"]);
  });
});

describe("the table", () => {
  it("has every kind and every list of methods that is written down here", () => {
    expect([...new Set(specs.map(({ kind }) => kind))].sort()).toEqual(Object.keys(METHODS).sort());
  });

  it("tells its ops apart", () => {
    expect(new Set(specs.map(({ summary }) => summary)).size).toBe(specs.length);
    for (const [key, { name }] of Object.entries(library.ops)) expect(name).toBe(key);
  });

  it.each(specs.map((spec) => [spec.name, spec] as const))(
    "says of %s what it is, where it comes from and how exact",
    (name, spec) => {
      expect((library.ops as Record<string, Spec>)[name]).toBe(spec);
      expect(spec.summary).toMatch(/^\S.*\.$/);
      expect(spec.formula).toMatch(/\S/);
      expect(spec.source).toMatch(/\S/);
      for (const note of spec.notes ?? []) expect(note).toMatch(/^\S.*\.$/);
      expect(spec.bound.fast).toBeGreaterThanOrEqual(spec.bound.high);
      expect(spec.bound.fast).toBeLessThanOrEqual(6);
      if (spec.bound.fast > 4) expect(spec.bound.reason).toMatch(/^\S.*\.$/);
      expect(spec.bound.high).toBeLessThanOrEqual(0.51);
      expect(spec.bound.high).toBeGreaterThanOrEqual(0);
    },
  );

  const configurable = specs.filter(({ options }) => Object.keys(options).length > 0);
  it.each(configurable.map((spec) => [spec.name, spec] as const))(
    "says of each option of %s what it expects, and takes its own default",
    (_, spec) => {
      for (const [name, option] of Object.entries<OptionSpec<unknown>>(spec.options)) {
        expect(option.expected, name).toMatch(/\S/);
        if (option.default !== undefined) expect(option.accepts(option.default), name).toBe(true);
        for (const choice of option.choices ?? []) {
          expect(option.accepts(choice), name).toBe(true);
          expect(option.expected, name).toContain(`"${choice}"`);
        }
        for (const wrong of [null, {}, [], () => 1, "", Number.NaN, Symbol("none"), 10n]) {
          expect(option.accepts(wrong), `${name}: ${String(wrong)}`).toBe(false);
        }
      }
    },
  );
});
