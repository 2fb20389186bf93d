// Correctly rounded values and derivatives from MPFR (golden/ulp): distances in floats, on every subject.

import { describe, expect, it } from "vitest";
import { ahead, known, readPoints } from "./goldenUlp.js";
import { ordinalOf } from "./ordinal.js";
import { eachSubject, subjects } from "./subjects.js";

if (ahead.length > 0) {
  console.log(`golden ulp: ${ahead.length} functions are not in the table yet: ${ahead.map(({ op }) => op).join(" ")}`);
}

describe("MPFR", () => {
  it("has functions of the table", () => expect(known.length).toBeGreaterThan(5));

  describe.each(known)("$file", ({ file, op, options }) => {
    const { x, value, derivative } = readPoints(file);

    eachSubject(subjects, (subject) => {
      it.each([
        ["forward", value],
        ["derivative", derivative],
      ] as const)("%s", (method, want) => {
        const fast = subject.precision === "fast";
        const got = subject.numbers(op, method, [x], options);
        expect(got.length).toBe(want.length);
        want.forEach((w, i) => {
          const g = got[i] as number;
          if (Number.isNaN(w) && Number.isNaN(g)) return;
          if (fast && Math.abs(w) < 2 ** -126 && Math.abs(g) <= 2 ** -126) return;
          const distance = Number.isNaN(w) || Number.isNaN(g) ? Infinity : Math.abs(ordinalOf(w) - ordinalOf(g));
          if (distance <= (fast ? 4 : 1)) return;
          throw new Error(`${op} ${method}(${x[i]}) is ${g}, ${distance} floats from ${w}`);
        });
      });
    });
  });
});
