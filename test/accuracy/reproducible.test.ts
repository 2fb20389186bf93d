// Fixed builds give the same bits on every engine and machine, in Node as in browsers: hashes of all outputs stand in
// hashes.json. Relaxed builds may round otherwise (fused multiplication); in `high` that reaches few results, and how many at
// most is recorded too.
//
// After a change of kernels that is meant to change bits, or of the compiler: npm run build && node scripts/hashes.mjs

import { afterAll, describe, expect, it } from "vitest";
import packageFile from "../../package.json" with { type: "json" };
import { type Lanewise, load } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { simdLevel } from "../../src/runtime/features.js";
import type { Spec } from "../../src/spec/types.js";
import { countDifferences, hashOf, outputsOf } from "./bits.js";
import { type Case, casesOf, INPUTS } from "./cases.js";
import hashes from "./hashes.json" with { type: "json" };

interface Recorded {
  /** 32-bit words that were hashed. */
  words: number;
  fast: string;
  high: string;
  /** Words of relaxed `high` that may differ from those of fixed `high`. */
  relaxedDiffers: number;
}

interface HashFile {
  readonly assemblyscript: string;
  readonly record: string;
  readonly ops: Record<string, Record<string, Recorded>>;
}

const { assemblyscript } = packageFile.devDependencies;
const recording = globalThis.process?.env.LANEWISE_RECORD_HASHES === "1";
const file: HashFile = recording ? { assemblyscript, record: "npm run build && node scripts/hashes.mjs", ops: {} } : hashes;

const hasRelaxed = simdLevel() === "relaxed";
const table = Object.entries(ops) as [string, Spec][];

function entry(op: string, label: string): Recorded {
  if (recording) {
    file.ops[op] ??= {};
    file.ops[op][label] ??= { words: 0, fast: "", high: "", relaxedDiffers: 0 };
  }
  const found = file.ops[op]?.[label];
  if (!found) throw new Error(`hashes.json has nothing of ${op}, ${label}: ${file.record}`);
  return found;
}

/** Cases by what comes out. */
function grouped(spec: Spec): Map<string, Case[]> {
  const groups = new Map<string, Case[]>();
  for (const each of casesOf(spec)) groups.set(each.label, [...(groups.get(each.label) ?? []), each]);
  return groups;
}

if (recording) {
  if (!hasRelaxed) throw new Error("hashes are recorded on an engine with relaxed SIMD");
  const { writeFileSync } = process.getBuiltinModule("node:fs");
  afterAll(() => writeFileSync(new URL("hashes.json", import.meta.url), `${JSON.stringify(file, null, 2)}\n`));
}

describe("hashes.json", () => {
  it("is of this compiler", () => expect(file.assemblyscript, file.record).toBe(assemblyscript));

  it.runIf(!recording)("has no op that is gone", () => {
    expect(Object.keys(file.ops).sort()).toEqual(Object.keys(ops).sort());
  });
});

describe("outputs", async () => {
  const fixed = { fast: await load({ simd: "fixed" }), high: await load({ simd: "fixed", precision: "high" }) };
  const relaxed = hasRelaxed ? await load({ simd: "relaxed", precision: "high" }) : undefined;

  it("are those of the kernels", () => {
    expect(fixed.fast.info).toMatchObject({ backend: "wasm", simd: "fixed", precision: "fast" });
    expect(fixed.high.info).toMatchObject({ backend: "wasm", simd: "fixed", precision: "high" });
    if (relaxed) expect(relaxed.info).toMatchObject({ backend: "wasm", simd: "relaxed", precision: "high" });
  });

  describe.each(table)("%s", (op, spec) => {
    let cases: Map<string, Case[]> | undefined;
    const groups = () => {
      cases ??= grouped(spec);
      return cases;
    };
    afterAll(() => {
      cases = undefined;
    });

    it("take 2^20 inputs, and are all recorded", () => {
      // A layer's results are sums of hundreds of products each.
      const largest = Math.max(...[...groups().values()].flat().map(({ inputs }) => (inputs.at(0) as Float32Array).length));
      if (spec.kind !== "layer") expect(largest).toBeGreaterThanOrEqual(INPUTS);
      if (!recording) expect(Object.keys(file.ops[op] ?? {}).sort()).toEqual([...groups().keys()].sort());
    });

    it.each(["fast", "high"] as const)("fixed %s: equal bits", async (precision) => {
      for (const [label, each] of groups()) {
        const recorded = entry(op, label);
        const outputs = each.flatMap((one) => outputsOf(fixed[precision], op, one));
        const words = outputs.reduce((sum, part) => sum + part.length, 0);
        const hash = await hashOf(outputs);
        if (recording) Object.assign(recorded, { words, [precision]: hash });
        expect({ label, words, hash }).toEqual({ label, words: recorded.words, hash: recorded[precision] });
      }
    });

    it.skipIf(!hasRelaxed)("relaxed high: as fixed high but for the stated number", () => {
      for (const [label, each] of groups()) {
        const recorded = entry(op, label);
        let differing = 0;
        for (const one of each) {
          differing += countDifferences(outputsOf(relaxed as Lanewise, op, one), outputsOf(fixed.high, op, one));
        }
        if (recording) recorded.relaxedDiffers = differing;
        expect(differing, `${op} ${label}, of ${recorded.words}`).toBeLessThanOrEqual(recorded.relaxedDiffers);
      }
    });
  });
});
