// Special values, kinks and conventions: the promises one by one, and those about all ops for each op.

import { describe, expect, it } from "vitest";
import { ulpBetween } from "../src/accuracy/ulp.js";
import { ops } from "../src/ops.js";
import { callsOf } from "./conformance/calls.js";
import { resolved, uniform } from "./inputs.js";
import { type Row, rows } from "./specialRows.js";
import { eachSubject, named, type Outcome, type Subject, specsOf, subjects, verifyingSubjects } from "./subjects.js";

const known = rows.filter(({ op }) => op in ops);
const ahead = new Set(rows.filter(({ op }) => !(op in ops)).map(({ op }) => op));
if (ahead.size > 0) console.log(`special values: ${ahead.size} ops are not in the table yet: ${[...ahead].join(" ")}`);

const title = ({ what, op, method, inputs, options }: Row) => {
  const values = inputs.map((input) => `[${input instanceof Float32Array || input instanceof Int32Array ? input : ""}]`);
  return `${op}${method === "forward" ? "" : `.${method}`}(${values}) ${JSON.stringify(options)}: ${what}`;
};

function expectNumber(got: number, want: number, subject: Subject, signed: boolean): void {
  const ulp = subject.precision === "fast" ? 4 : 1;
  // A number of the table is rounded to float64, and the inputs were rounded to float32 before: 1 ulp more.
  const close = want !== 0 && ulpBetween(got, want) <= ulp + 1;
  expect(close || (!signed && got === want) ? want : got).toBe(want);
}

function expectOutcome(got: Outcome, want: Exclude<Row["expected"], typeof RangeError>, subject: Subject, signed: boolean): void {
  if (typeof want === "number") {
    expectNumber(got as number, want, subject, signed);
    return;
  }
  if (Array.isArray(want)) {
    expect((got as Float32Array).length).toBe(want.length);
    want.forEach((each: number, i) => {
      expectNumber((got as Float32Array)[i] as number, each, subject, signed);
    });
    return;
  }
  const parts = want as Readonly<Record<string, number | readonly number[]>>;
  for (const [name, part] of Object.entries(parts))
    expectOutcome((got as Record<string, Outcome>)[name] as Outcome, part, subject, signed);
}

describe("promises", () => {
  eachSubject([...subjects, ...verifyingSubjects], (subject) => {
    it.each(known.map((row) => [title(row), row] as const))("%s", (_, { op, method, inputs, options, expected, signed }) => {
      const call = () => subject.call(op, method, inputs, options);
      if (typeof expected === "function") expect(call).toThrow(expected);
      else expectOutcome(call(), expected, subject, signed ?? false);
    });
  });
});

describe("NaN in gives NaN out", () => {
  const table = Object.values(ops).map((spec) => [spec.name, spec, callsOf(spec)] as const);

  eachSubject(subjects, (subject) => {
    it.each(table)("%s", (op, spec, calls) => {
      for (const { method, inputs, options } of calls) {
        inputs.forEach((input, which) => {
          if (!(input instanceof Float32Array)) return;
          // A class that is not the target's leaves a loss of class indices as it is, and a weight of 0 its class.
          const everywhere = spec.kind === "rowLoss" || spec.kind === "row";
          // A slope that no element uses, and an upstream gradient that goes elsewhere, have no say.
          const copy = input.map((each, i) => (everywhere || i === 0 ? Number.NaN : each));
          const poisoned = inputs.map((each, i) => (i === which ? copy : each));
          const label = `${op}.${method}, input ${which}`;
          const unused = spec.kind === "channelActivation" && which > 0 && method !== "backward";
          const got = subject.call(op, method, unused ? [(inputs[0] as Float32Array).map(() => -1), copy] : poisoned, options);
          // The gradient of a maximum goes to the NaN, and is itself a number.
          if (spec.kind === "groupActivation" && method === "backward" && which === 1)
            expect((got as Float32Array)[0]).not.toBe(0);
          else expect(holdsNaN(got), label).toBe(true);
        });
      }
    });
  });

  function holdsNaN(outcome: Outcome): boolean {
    if (typeof outcome === "number") return Number.isNaN(outcome);
    return outcome instanceof Float32Array ? outcome.some(Number.isNaN) : Object.values(outcome).some(holdsNaN);
  }
});

describe("limits at ±∞ and signs of zero", () => {
  const largest = 3.4028234663852886e38;

  eachSubject(subjects, (subject) => {
    it.each(named(specsOf("activation")))("%s", (op, spec) => {
      for (const sign of [1, -1]) {
        for (const method of ["forward", "derivative"]) {
          const [far, limit] = subject.numbers(op, method, [Float32Array.of(sign * largest, sign * Infinity)]) as unknown as [
            number,
            number,
          ];
          // What still grows at the largest float has no finite limit.
          const expected = Math.abs(far) > 1e30 ? Math.sign(far) * Infinity : far;
          expect(limit === expected, `${op}.${method}(${sign * Infinity}) is ${limit}, at the largest float ${far}`).toBe(true);
        }
      }
      const values = resolved(spec, {});
      const samples = [0, ...uniform(64, 111, 0, 9)];
      const odd = samples.every((x) => spec.forward(-x, values) === -spec.forward(x, values));
      const even = samples.every((x) => spec.forward(-x, values) === spec.forward(x, values));
      if (odd && !even) expect(subject.numbers(op, "forward", [Float32Array.of(-0, 0)])).toEqual(Float32Array.of(-0, 0));
    });
  });
});

describe("subnormal results", () => {
  const x = uniform(3000, 112, -110, -80);
  const isSubnormal = (value: number) => value !== 0 && Math.abs(value) < 2 ** -126;
  const vanishing = specsOf("activation").filter((spec) => x.some((each) => isSubnormal(spec.forward(each, resolved(spec, {})))));

  it("of several ops", () => expect(vanishing.length).toBeGreaterThan(2));

  eachSubject(subjects, (subject) => {
    it.each(named(vanishing))("%s", (op, spec) => {
      const values = resolved(spec, {});
      const got = subject.numbers(op, "forward", [x]);
      x.forEach((each, i) => {
        const truth = spec.forward(each, values);
        if (!isSubnormal(truth)) return;
        const g = got[i] as number;
        if (subject.precision === "fast") expect(Math.abs(g)).toBeLessThanOrEqual(2 ** -126);
        else expect(ulpBetween(g, truth), `${op}(${each}) is ${g}`).toBeLessThanOrEqual(0.51);
      });
    });
  });
});
