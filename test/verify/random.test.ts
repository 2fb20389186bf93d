// A slice of what `npm run verify` does: random calls of every op, pass and option in verify mode give no error.

import { expect, it } from "vitest";
import { load } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { simdLevel } from "../../src/runtime/features.js";

const path = "../../bench/verify/subjects.mjs";
const { callAt, subjectOf } = await import(path);

const CALLS = 2000;
const SEED = 13;
const specs = Object.values(ops);
const modules = (simdLevel() === "relaxed" ? (["fixed", "relaxed"] as const) : (["fixed"] as const)).flatMap((simd) =>
  (["fast", "high"] as const).map((precision) => ({ simd, precision })),
);

it.each(modules.map((module, turn) => [`${module.simd} ${module.precision}`, module, turn] as const))(
  "of %s",
  async (_, module, turn) => {
    const subject = await subjectOf(load, module);
    const wrong: string[] = [];
    for (let index = turn * CALLS; index < (turn + 1) * CALLS; index++) {
      const error = subject.failure(callAt(specs, SEED, index));
      if (error !== undefined) wrong.push(`call ${index}: ${error}`);
    }
    expect(wrong).toEqual([]);
  },
);
