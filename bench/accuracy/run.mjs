// npm run accuracy: every op's value and derivative, in both precisions and SIMD levels, against the float64 reference.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { load } from "lanewise";
import { functionsOf, sweptOps } from "./functions.mjs";
import { printHeader, printResult, progressLine } from "./report.mjs";
import { sweep } from "./sweep.mjs";

const HELP = `npm run accuracy -- [options]

Compares every op's value and derivative with the float64 reference, in ulp of float32.

  --op NAME,NAME     only these ops
  --count N          inputs a function (default 2^24: every exponent and sign, all floats near thresholds and roots)
  --exhaustive       all 2^32 floats
  --simd LEVEL       only fixed or relaxed
  --precision P      only fast or high
  --json FILE        results as JSON
  --workers N        worker threads (default: all cores)
  --help

Exits with 1 when an op is beyond its bound.`;

// Node 20 has relaxed SIMD behind a flag that newer versions no longer know.
const FLAG = "--experimental-wasm-relaxed-simd";
if (process.version.startsWith("v20.") && !process.execArgv.includes(FLAG)) {
  const again = [...process.execArgv, FLAG, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, again, { stdio: "inherit" }).status ?? 1);
}

function fail(message) {
  console.error(`accuracy: ${message}`);
  process.exit(2);
}

function readArguments() {
  const options = {
    op: { type: "string" },
    count: { type: "string", default: String(2 ** 24) },
    exhaustive: { type: "boolean", default: false },
    simd: { type: "string" },
    precision: { type: "string" },
    json: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    help: { type: "boolean", default: false },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error.message);
  }
}

const given = readArguments();
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
const names = given.op?.split(",") ?? sweptOps;
for (const name of names) if (!sweptOps.includes(name)) fail(`no such op to sweep: ${name}; there are ${sweptOps.join(", ")}`);
const [count, workers] = [Number(given.count), Number(given.workers)];
if (!(Number.isInteger(count) && count >= 1 && count <= 2 ** 32))
  fail(`--count is ${given.count}, expected an integer from 1 to 2^32`);
if (!(Number.isInteger(workers) && workers >= 1)) fail(`--workers is ${given.workers}, expected an integer ≥ 1`);

const levels = (await load()).info.simd === "relaxed" ? ["fixed", "relaxed"] : ["fixed"];
const modules = levels
  .flatMap((simd) => ["fast", "high"].map((precision) => ({ simd, precision })))
  .filter(({ simd, precision }) => (given.simd ?? simd) === simd && (given.precision ?? precision) === precision);
if (modules.length === 0) fail(`nothing to run: this engine has ${levels.join(" and ")} SIMD`);

const functions = names.flatMap((op) => functionsOf(op).map((swept, index) => ({ op, index, swept })));
printHeader(given.exhaustive ? 2 ** 32 : count, modules, workers);
const results = [];
let broken = false;
await sweep({ functions, count, exhaustive: given.exhaustive, modules, workers, progress: progressLine }, (result) => {
  results.push(result);
  broken = printResult(result) || broken;
  if (given.json) writeFileSync(given.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
});
process.exit(broken ? 1 : 0);
