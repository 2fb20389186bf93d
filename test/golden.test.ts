// Values and gradients of PyTorch in float64 (golden/torch.json), on every subject.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ops } from "../src/ops.js";
import { eachSubject, type Given, type Outcome, type Subject, subjects, verifyingSubjects } from "./subjects.js";

type Value = number | string;

interface Case {
  readonly op: string;
  readonly options: Record<string, unknown>;
  readonly shape: readonly number[];
  readonly inputs: Record<string, Value[]>;
  readonly value: Value | Value[];
  readonly grads: Record<string, Value[]>;
  /** dy, where the value is an array of an activation. */
  readonly upstream?: Value[];
}

const { cases } = JSON.parse(readFileSync(new URL("golden/torch.json", import.meta.url), "utf8")) as { cases: Case[] };
const floats = (values: readonly Value[]) => Float32Array.from(values, Number);
const size = (shape: readonly number[]) => shape.reduce((all, length) => all * length, 1);
/** Inputs that the API takes as options of that name. */
const OPTIONS = ["classWeights", "variance"];

const byOp = grouped(cases);
const known = [...byOp].filter(([op]) => op in ops);
const ahead = [...byOp.keys()].filter((op) => !(op in ops));
if (ahead.length > 0) console.log(`golden: ${ahead.length} ops are not in the table yet: ${ahead.join(" ")}`);

function grouped(all: readonly Case[]): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const each of all) groups.set(each.op, [...(groups.get(each.op) ?? []), each]);
  return groups;
}

/** Within a relative distance, and a share of the largest of them, where terms cancel. */
function expectClose(label: string, got: Outcome | undefined, want: Value | Value[], subject: Subject): void {
  const expected = (Array.isArray(want) ? want : [want]).map(Number);
  const values = typeof got === "number" ? [got] : (got as Float32Array);
  expect(values?.length, `${label}: how many numbers`).toBe(expected.length);
  const relative = subject.precision === "high" ? 3e-7 : 2e-6;
  const largest = Math.max(0, ...expected.filter(Number.isFinite).map(Math.abs));
  expected.forEach((e, i) => {
    const g = values[i] as number;
    if (g === e || (Number.isNaN(g) && Number.isNaN(e))) return;
    const close = Math.abs(g - e) <= relative * Math.abs(e) + 1.2e-7 * largest;
    if (!close) throw new Error(`${label}[${i}] is ${g}, PyTorch gives ${e}`);
  });
}

function inputsOf(given: Case): { positional: Given[]; options: Record<string, unknown> } {
  const positional: Given[] = [];
  const options: Record<string, unknown> = { ...given.options, shape: given.shape };
  for (const [name, values] of Object.entries(given.inputs)) {
    const indices = name === "target" && values.length !== size(given.shape) && values.every(Number.isInteger);
    if (OPTIONS.includes(name)) options[name] = floats(values);
    else positional.push(indices ? Int32Array.from(values as number[]) : floats(values));
  }
  return { positional, options };
}

function run(subject: Subject, given: Case, label: string): void {
  const { op, grads, value, upstream } = given;
  const { positional, options } = inputsOf(given);
  const names = Object.keys(grads);
  const expectGrads = (got: Outcome, what: string) => {
    for (const name of names) {
      const part = names.length > 1 ? (got as Record<string, Outcome>)[name] : got;
      expectClose(`${label} ${what} ${name}`, part, grads[name] as Value[], subject);
    }
  };
  expectClose(label, subject.call(op, "forward", positional, options), value, subject);
  if (upstream) {
    const kind = ops[op as keyof typeof ops].kind;
    const inputs = kind === "layer" ? positional.slice(0, 2) : positional;
    expectGrads(subject.call(op, "backward", [floats(upstream), ...inputs], options), "backward");
    return;
  }
  expectGrads(subject.call(op, "grad", positional, options), "grad");
  const both = subject.call(op, "valueAndGrad", positional, options) as Record<"value" | "grad", Outcome>;
  expectClose(`${label} valueAndGrad value`, both.value, value, subject);
  expectGrads(both.grad, "valueAndGrad");
}

describe("PyTorch", () => {
  it("has cases for ops of the table", () => expect(known.length).toBeGreaterThan(30));

  eachSubject([...subjects, ...verifyingSubjects], (subject) => {
    it.each(known)("%s", (op, all) => {
      all.forEach((given, i) => {
        run(subject, given, `${op} case ${i} ${JSON.stringify(given.options)}`);
      });
    });
  });
});
