// npm run bench -- --suite threads: how much faster every op is with several threads, at every size, with workers that are awake
// and with workers that sleep, and beside it what the machine allows: two workers apart, each with data of its own.

import { writeFileSync } from "node:fs";
import { load } from "lanewise";
import { environmentOf } from "../speed/environment.mjs";
import { ours } from "../speed/ours.mjs";
import { largestSizeOf, passesOf, problemOf } from "../speed/problems.mjs";
import { compare } from "../threads/compare.mjs";
import { openTwoApart } from "../threads/twoApart.mjs";

const SIZES = [16, 1024, 16384, 65536, 262144, 1048576, 16777216];
const QUICK_SIZES = [16384, 1048576];
const PASSES = ["forward", "backward", "valueAndGrad"];
/** The size at which two workers apart are timed. */
const APART = 1048576;
/** Shorter calls are never split, awake or asleep, ms. */
const SHORTEST = 0.004;
const PACE = { samples: 7, seconds: 3 };
/** Fewer undisturbed samples than this are marked. */
const FEW = 3;

const cell = (text) => text.padStart(15);
const ratio = ({ one, several, samples }) =>
  samples === 0 ? "disturbed" : `${(one / several).toFixed(2)}${samples < FEW ? "?" : ""}`;

async function measure({ one, several }, problem) {
  const prepared = { one: one.prepare(problem), several: several.prepare(problem) };
  try {
    for (const { read } of Object.values(prepared)) read();
    const calls = { one: prepared.one.call, several: prepared.several.call };
    const awake = await compare(calls, "awake", PACE);
    const asleep = awake.one < SHORTEST ? undefined : await compare(calls, "asleep", PACE);
    return { awake, asleep };
  } finally {
    for (const { dispose } of Object.values(prepared)) dispose();
  }
}

function summary(rows) {
  const all = rows.flatMap(({ sizes }) => Object.values(sizes).flatMap(({ awake, asleep }) => [awake, asleep].filter(Boolean)));
  const sure = all.filter(({ samples }) => samples >= FEW).map(({ one, several }) => one / several);
  const slower = sure.filter((each) => each < 0.95).length;
  return `${all.length} figures, ${sure.length} of them from undisturbed samples; least ${Math.min(...sure).toFixed(2)}, ${slower} below 0.95`;
}

export async function run({ given, terminal }) {
  const threads = given.threads > 1 ? given.threads : 2;
  const [one, several] = await Promise.all([load({ threads: 1 }), load({ threads })]);
  const apart = await openTwoApart();
  const sizes = given.size ? given.sizes : given.quick ? QUICK_SIZES : SIZES;
  const passes = given.pass ? given.passes : PASSES;
  const environment = environmentOf(several.info, [], 0);
  terminal.line(`lanewise ${environment.version} (${environment.commit}), ${environment.simd} SIMD; Node ${environment.node}; ${environment.cpu}, ${environment.cores} cores
${threads} threads against one: awake / asleep (workers, before the call); a question mark: fewer than ${FEW} samples without others on the processors
apart: two workers with data of their own against one, at ${APART}
`);
  terminal.line(`${"".padEnd(42)}${[...sizes, "apart"].map((each) => cell(String(each))).join("")}`);
  const rows = [];
  const libraries = { one: ours("one", one), several: ours("several", several) };
  const begun = performance.now();
  for (const op of given.ops) {
    for (const pass of passesOf(op).filter((each) => passes.includes(each))) {
      if (performance.now() - begun > given.minutes * 6e4) break;
      const row = { op, pass, sizes: {}, apart: undefined };
      for (const size of sizes.filter((each) => each <= largestSizeOf(op))) {
        terminal.progress(`${op} ${pass} ${size}`);
        row.sizes[size] = await measure(libraries, problemOf(op, pass, size));
      }
      if (sizes.includes(APART)) row.apart = await apart.speedUp({ op, pass, size: APART }, 5);
      rows.push(row);
      const cells = sizes.map((size) => {
        const found = row.sizes[size];
        if (!found) return cell("–");
        return cell(found.asleep ? `${ratio(found.awake)} / ${ratio(found.asleep)}` : ratio(found.awake));
      });
      terminal.line(`${`${op} ${pass}`.padEnd(42)}${cells.join("")}${cell(row.apart?.toFixed(2) ?? "–")}`);
      if (given.json) writeFileSync(given.json, `${JSON.stringify({ environment, threads, rows }, null, 2)}\n`);
    }
  }
  terminal.line(`\n${summary(rows)}`);
  apart.close();
  await Promise.all([one.close(), several.close()]);
  return 0;
}
