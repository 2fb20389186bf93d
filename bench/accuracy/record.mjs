// node bench/accuracy/record.mjs RESULTS.json …: takes what `npm run accuracy -- --json` wrote into src/measured.json, which
// lw.ops and the README's tables show. A result over more inputs replaces one over fewer, and one over as many. The inputs that
// were worst are kept in hardest.json, so that every later sweep, and with it the tests, looks at them and their neighbours.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const measuredFile = new URL("../../src/measured.json", import.meta.url);
const hardestFile = new URL("hardest.json", import.meta.url);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const write = (file, content) => writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
/** ulp; the rounding at the end costs half of one at many inputs. */
const HARD = 0.501;

/** The worst of the modules of one precision, rounded up so that it stays a bound; none if the sweep left them out. */
function worstOf(modules, precision) {
  const errors = modules.filter((each) => each.precision === precision).map((each) => each.worst);
  return errors.length > 0 ? Math.ceil(Math.max(...errors) * 1e4) / 1e4 : undefined;
}

const measured = read(measuredFile);
const hardest = read(hardestFile);
for (const source of process.argv.slice(2)) {
  for (const { op, what, inputs, modules } of read(source).results) {
    const inputsFound = modules.filter(({ worst, x }) => worst > HARD && Number.isFinite(x)).map(({ x }) => x);
    if (inputsFound.length > 0) {
      hardest[op] ??= {};
      hardest[op][what] = [...new Set([...(hardest[op][what] ?? []), ...inputsFound])];
    }
    measured[op] ??= {};
    const before = measured[op][what];
    if ((before?.inputs ?? 0) > inputs) continue;
    const [fast, high] = ["fast", "high"].map((precision) => worstOf(modules, precision) ?? before?.[precision]);
    if (fast === undefined || high === undefined) throw new Error(`${source}: ${op} ${what} was swept in one precision only`);
    measured[op][what] = { inputs, fast, high };
  }
}
write(measuredFile, measured);
write(hardestFile, hardest);
execFileSync("npx", ["biome", "format", "--write", fileURLToPath(hardestFile)]);
