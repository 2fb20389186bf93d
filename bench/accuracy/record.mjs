// node bench/accuracy/record.mjs RESULTS.json …: takes what `npm run accuracy -- --json` wrote into src/measured.json, which
// lw.ops and the README's tables show. A result over more inputs replaces one over fewer, and one over as many.

import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../../src/measured.json", import.meta.url);

/** The worst of the modules of one precision, rounded up so that it stays a bound; none if the sweep left them out. */
function worstOf(modules, precision) {
  const errors = modules.filter((each) => each.precision === precision).map((each) => each.worst);
  return errors.length > 0 ? Math.ceil(Math.max(...errors) * 1e4) / 1e4 : undefined;
}

const measured = JSON.parse(readFileSync(file, "utf8"));
for (const source of process.argv.slice(2)) {
  for (const { op, what, inputs, modules } of JSON.parse(readFileSync(source, "utf8")).results) {
    measured[op] ??= {};
    const before = measured[op][what];
    if ((before?.inputs ?? 0) > inputs) continue;
    const [fast, high] = ["fast", "high"].map((precision) => worstOf(modules, precision) ?? before?.[precision]);
    if (fast === undefined || high === undefined) throw new Error(`${source}: ${op} ${what} was swept in one precision only`);
    measured[op][what] = { inputs, fast, high };
  }
}
writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
