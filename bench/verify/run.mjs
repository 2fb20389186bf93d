// npm run verify: random calls of every op, pass and option in verify mode. Kernels that keep their bounds give no error.

import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { load, ops } from "lanewise";
import { progressLine } from "../accuracy/report.mjs";

const HELP = `npm run verify -- [options]

Makes random calls of every op in verify mode, on every kernel module, and prints code for those that fail.

  --calls N          how many (default 1,000,000)
  --seed N           the same calls for the same seed (default 1)
  --at N             only the call of this number, as a failure tells it; with the --seed, --op, --simd and --precision of its run
  --op NAME,NAME     only these ops
  --simd LEVEL       only fixed or relaxed
  --precision P      only fast or high
  --workers N        worker threads (default: all cores)
  --help

Exits with 1 when a call fails.`;

// Node 20 has relaxed SIMD behind a flag that newer versions no longer know.
const FLAG = "--experimental-wasm-relaxed-simd";
if (process.version.startsWith("v20.") && !process.execArgv.includes(FLAG)) {
  const again = [...process.execArgv, FLAG, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, again, { stdio: "inherit" }).status ?? 1);
}

/** Calls a message. */
const SLICE = 1000;
/** Failures of one op and pass that are printed with their code. */
const SHOWN = 2;

function fail(message) {
  console.error(`verify: ${message}`);
  process.exit(2);
}

function readArguments() {
  const options = {
    calls: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    at: { type: "string" },
    op: { type: "string" },
    simd: { type: "string" },
    precision: { type: "string" },
    workers: { type: "string", default: String(availableParallelism()) },
    help: { type: "boolean", default: false },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error.message);
  }
}

function integer(name, text, least) {
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= least)) fail(`--${name} is ${text}, expected an integer ≥ ${least}`);
  return value;
}

const given = readArguments();
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
const [calls, seed, workers] = [
  integer("calls", given.calls, 1),
  integer("seed", given.seed, 0),
  integer("workers", given.workers, 1),
];
const [first, end] = given.at === undefined ? [0, calls] : [integer("at", given.at, 0), integer("at", given.at, 0) + 1];
const names = given.op?.split(",") ?? Object.keys(ops);
for (const name of names) if (!(name in ops)) fail(`no such op: ${name}; there are ${Object.keys(ops).join(", ")}`);
const levels = (await load()).info.simd === "relaxed" ? ["fixed", "relaxed"] : ["fixed"];
const modules = levels
  .flatMap((simd) => ["fast", "high"].map((precision) => ({ simd, precision })))
  .filter(({ simd, precision }) => (given.simd ?? simd) === simd && (given.precision ?? precision) === precision);
if (modules.length === 0) fail(`nothing to run: this engine has ${levels.join(" and ")} SIMD`);

/** A message from a worker; rejects where the worker fails instead. */
const answer = async (worker) => (await once(worker, "message"))[0];

const failures = [];
let next = first;
let done = 0;

async function work() {
  const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData: { modules, names, seed } });
  await answer(worker);
  while (next < end) {
    const slice = { start: next, end: Math.min(next + SLICE, end) };
    next = slice.end;
    worker.postMessage(slice);
    failures.push(...(await answer(worker)).failures);
    done += slice.end - slice.start;
    progressLine(`${failures.length} failures`, done / (end - first), 0, 1);
  }
  await worker.terminate();
}

const started = performance.now();
await Promise.all(Array.from({ length: workers }, work));
const seconds = (performance.now() - started) / 1000;

const groups = Map.groupBy
  ? Map.groupBy(failures, ({ op, method }) => `${op} ${method}`)
  : failures.reduce(
      (all, each) => all.set(`${each.op} ${each.method}`, [...(all.get(`${each.op} ${each.method}`) ?? []), each]),
      new Map(),
    );
for (const [name, all] of groups) {
  console.log(`\n${name}: ${all.length} failures`);
  for (const { index, module, message, code } of all.slice(0, SHOWN)) {
    console.log(`\n--seed ${seed} --at ${index} (${module.simd} ${module.precision}): ${message}\n${code}`);
  }
}
console.log(
  `\n${done} calls of ${names.length} ops on ${modules.length} modules, seed ${seed}: ${failures.length} failures, ${seconds.toFixed(0)} s`,
);
process.exit(failures.length > 0 ? 1 : 0);
