// The accuracy sweep in CI: value and derivative of every op that is a function of one number, at 2^18 inputs and more, on
// every module that this engine runs. `npm run accuracy` does the same with more inputs, on all cores.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { simdLevel } from "../../src/runtime/features.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { Spec } from "../../src/spec/types.js";
import { furtherFunctions } from "./furtherFunctions.js";
import { type SweptFunction, type Tally, tool } from "./tool.js";

const INPUTS = 2 ** 18;
/** Kinds that are functions of whole rows or matrices; their tests stand elsewhere. */
const OF_MANY: readonly Spec["kind"][] = ["row", "rowLoss", "layer"];

const levels = simdLevel() === "relaxed" ? (["fixed", "relaxed"] as const) : (["fixed"] as const);
const modules = await Promise.all(
  levels.flatMap((simd) =>
    (["fast", "high"] as const).map(async (precision: Precision) => ({
      name: `${simd} ${precision}`,
      precision,
      lw: await load({ backend: "wasm", simd, precision }),
    })),
  ),
);

const functions = [...tool.sweptOps.flatMap((op) => tool.functionsOf(op)), ...furtherFunctions];

/** Stratified inputs of which enough lie within the domain; the ops refuse the others. */
function inputsOf(swept: SweptFunction): Float32Array {
  const [low, high] = swept.domain;
  for (let count = INPUTS; ; count *= 2) {
    const inside = new Float32Array(tool.stratified(count, swept).buffer).filter((x) => !(x < low || x > high));
    if (inside.length >= INPUTS) return inside;
  }
}

const lineOf = (name: string, swept: SweptFunction, { worst, x, got, expected }: Tally) =>
  `${swept.op} ${swept.what}, ${name}: ${worst.toFixed(4)} ulp at ${x}: got ${got}, expected ${expected}`;

describe("the sweep", () => {
  it("covers value and derivative of every op that is a function of one number", () => {
    const wanted = (Object.values(ops) as Spec[]).filter(({ kind }) => !OF_MANY.includes(kind)).map(({ name }) => name);
    for (const what of ["value", "derivative"]) {
      const found = functions.filter((swept) => swept.what.startsWith(what)).map(({ op }) => op);
      expect([...new Set(found)].sort(), what).toEqual([...wanted].sort());
    }
  });

  it.each(functions.map((swept) => [`${swept.op} ${swept.what}`, swept] as const))("%s", (_, swept) => {
    const x = inputsOf(swept);
    expect(x.length).toBeGreaterThanOrEqual(INPUTS);
    const expected = Float64Array.from(x, swept.exact);
    // A cost is float64; so are penalties' values, which are costs.
    const out = isCost(swept) ? new Float64Array(x.length) : new Float32Array(x.length);
    const beyond: string[] = [];
    for (const { name, precision, lw } of modules) {
      const tally = tool.emptyTally();
      // What nobody writes must not pass for a result of the module before.
      out.fill(12345);
      swept.run(lw, x, out);
      tool.compareBlock(tally, x, out, expected, precision === "fast");
      if (!(tally.worst <= swept.bound[precision])) beyond.push(lineOf(name, swept, tally));
    }
    if (beyond.length > 0) throw new Error(`beyond the bound of ${JSON.stringify(swept.bound)} ulp\n${beyond.join("\n")}`);
  });
});

function isCost({ op, what }: SweptFunction): boolean {
  const spec = (ops as Record<string, Spec>)[op];
  return what.startsWith("value") && (spec?.kind === "penalty" || (spec?.kind === "loss" && spec.root === true));
}
