// node bench/accuracy/record.mjs RESULTS.json …: takes what `npm run accuracy -- --json` wrote into src/measured.json, which
// lw.ops and the README's tables show. A result over more inputs replaces one over fewer, and one over as many.

import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../../src/measured.json", import.meta.url);

/** The worst of the modules of one precision, rounded up so that it stays a bound. */
function worstOf(modules, precision) {
  const worst = Math.max(...modules.filter((each) => each.precision === precision).map((each) => each.worst));
  return Math.ceil(worst * 1e4) / 1e4;
}

const measured = JSON.parse(readFileSync(file, "utf8"));
for (const source of process.argv.slice(2)) {
  for (const { op, what, inputs, modules } of JSON.parse(readFileSync(source, "utf8")).results) {
    measured[op] ??= {};
    if ((measured[op][what]?.inputs ?? 0) > inputs) continue;
    measured[op][what] = { inputs, fast: worstOf(modules, "fast"), high: worstOf(modules, "high") };
  }
}
writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
