// Correctly rounded values and derivatives from MPFR (golden/ulp): distances in floats, on every subject.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ops } from "../src/ops.js";
import { ordinalOf } from "../src/verify/ulp.js";
import { eachSubject, type Options, subjects } from "./subjects.js";

/** What a file holds, where its name is not an op's: options, or an op of several forms. */
const FORMS: Readonly<Record<string, readonly [op: string, options: Options]>> = {
  "swish1.5": ["swish", { beta: 1.5 }],
  "celu1.5": ["celu", { alpha: 1.5 }],
  gelu_tanh: ["gelu", { approximate: "tanh" }],
};
/** Functions that kernels are made of, and which are no ops. */
const BUILDING_BLOCKS = ["exp", "expm1", "log", "log1p", "erf"];

const folder = new URL("golden/ulp/", import.meta.url);
const { files } = JSON.parse(readFileSync(new URL("index.json", folder), "utf8")) as { files: Record<string, { file: string }> };
const names = Object.keys(files).filter((name) => !BUILDING_BLOCKS.includes(name));
/** File names are in lower case. */
const opOf = (name: string) => FORMS[name]?.[0] ?? Object.keys(ops).find((op) => op.toLowerCase() === name) ?? name;

const known = names.filter((name) => opOf(name) in ops);
const ahead = names.filter((name) => !known.includes(name));
if (ahead.length > 0) console.log(`golden ulp: ${ahead.length} functions are not in the table yet: ${ahead.join(" ")}`);

/** x, f(x) and f′(x). */
function read(name: string): [x: Float32Array, value: Float32Array, derivative: Float32Array] {
  const bytes = readFileSync(new URL(`${name}.bin`, folder));
  const words = new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  if (words[0] !== 0x31444c47) throw new Error(`${name}.bin is not a table of bit patterns`);
  const reals = new Float32Array(words.buffer);
  const column = (at: number) => Float32Array.from({ length: words[1] as number }, (_, i) => reals[2 + 3 * i + at] as number);
  return [column(0), column(1), column(2)];
}

describe("MPFR", () => {
  it("has functions of the table", () => expect(known.length).toBeGreaterThan(5));

  describe.each(known)("%s", (name) => {
    const [x, value, derivative] = read(name);
    const [op, options] = [opOf(name), FORMS[name]?.[1] ?? {}];

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
