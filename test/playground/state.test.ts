// The playground's addresses and small helpers.

import { describe, expect, it } from "vitest";
import { digits, duration } from "../../playground/elements/numbers.js";
import { intervalOf, readOption } from "../../playground/library/options.js";
import { floatAt, ordinalOf, ulpBetween, ulpOf } from "../../playground/library/ulp.js";
import { formatAddress, parseAddress } from "../../playground/shell/state.js";
import { ulpBetween as exactUlp } from "../../src/accuracy/ulp.js";
import { ops } from "../../src/ops.js";
import type { OptionSpec } from "../../src/spec/options.js";
import { numberOf } from "../browsers/playground/shown.js";

describe("an address", () => {
  it.each(["#losses", "#losses?ops=huber,hinge&huber.delta=2", "#train?data=two+moons"])("%s is read and written", (hash) => {
    expect(formatAddress(parseAddress(hash))).toBe(hash);
  });
});

describe("numbers", () => {
  it.each([0, 1, -1.5, 1e-5, -2.5e-7, 1e8, -1e8, 123456, Number.POSITIVE_INFINITY])("%f can be read back", (value) => {
    expect(numberOf(digits(value, 6))).toBe(value);
  });

  it("are short", () => {
    expect([digits(2 / 3, 3), digits(-0, 3), digits(1e-6, 3), digits(Number.NaN, 3)]).toEqual(["0.667", "−0", "10⁻⁶", "NaN"]);
    expect([duration(2e-9), duration(0.0125), duration(3)]).toEqual(["2 ns", "12.5 ms", "3 s"]);
  });
});

describe("sliders", () => {
  const all = Object.values(ops).flatMap(({ name, options }) =>
    Object.entries(options as Record<string, OptionSpec<unknown>>).map(([key, option]) => [`${name}.${key}`, option] as const),
  );

  it.each(all.filter(([, option]) => typeof option.default === "number"))(
    "%s: the ends are allowed, and the default is between",
    (_, option) => {
      const { low, high, step } = intervalOf(option);
      expect(option.accepts(low) && option.accepts(high)).toBe(true);
      expect(low).toBeLessThanOrEqual(option.default as number);
      expect(high).toBeGreaterThan(low);
      expect(step).toBeLessThanOrEqual(high - low);
    },
  );

  it.each(all)("%s: nonsense in the address is the default", (_, option) => {
    expect(readOption(option, "nonsense")).toBe(typeof option.default === "boolean" ? false : option.default);
  });
});

describe("the grid of floats", () => {
  it("has neighbours that differ by one", () => {
    for (const x of [0, 1, -1, 1.5, 1e-40, -3e38]) expect(floatAt(ordinalOf(x))).toBe(Math.fround(x));
    expect(floatAt(ordinalOf(1) + 1)).toBe(1 + 2 ** -23);
    expect(floatAt(ordinalOf(0) + 1)).toBe(2 ** -149);
    expect(ordinalOf(-(2 ** -149))).toBe(-1);
  });

  it("measures as the library's own tests do", () => {
    for (const x of [1, 0.1, -7, 1e-30, 2 ** -149, 1e30]) {
      for (const off of [0, 0.3, 1, 250])
        expect(ulpBetween(x + off * ulpOf(x), x)).toBeCloseTo(exactUlp(x + off * ulpOf(x), x), 6);
    }
  });
});
