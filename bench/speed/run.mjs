// npm run bench: times every op of the table on tensors, in both precisions, beside the plain JavaScript reference and a
// copy of as many bytes as the op must move.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { load } from "lanewise";
import { casesOf, opNames } from "./cases.mjs";
import { timeTogether } from "./time.mjs";

const HELP = `npm run bench -- [options]

Times every op on tensors with one thread, in both precisions, interleaved with the plain JavaScript reference.

  --op NAME,NAME     only these ops
  --size N,N         elements (default 100000)
  --quick            shorter rounds
  --node VERSION     under another Node, by npx (24 has relaxed SIMD, 20 has not)
  --json FILE        results as JSON
  --help`;

/** Elements for the reference, which takes 20 to 150 times as long. */
const REFERENCE_SIZE = 4096;

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

function readArguments() {
  const options = {
    op: { type: "string" },
    size: { type: "string", default: "100000" },
    quick: { type: "boolean", default: false },
    node: { type: "string" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return fail(error.message);
  }
}

/** Runs this file again under another Node. */
function runUnder(version) {
  const rest = process.argv.slice(2);
  const at = rest.findIndex((each) => each === "--node" || each.startsWith("--node="));
  rest.splice(at, rest[at] === "--node" ? 2 : 1);
  const command = ["-y", `node@${version}`, fileURLToPath(import.meta.url), ...rest];
  process.exit(spawnSync("npx", command, { stdio: "inherit" }).status ?? 1);
}

const given = readArguments();
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
if (given.node) runUnder(given.node);
const names = given.op?.split(",") ?? opNames;
for (const name of names) if (!opNames.includes(name)) fail(`no such op: ${name}; there are ${opNames.join(", ")}`);
const sizes = given.size.split(",").map(Number);
for (const size of sizes) if (!(Number.isInteger(size) && size > 0)) fail(`--size is ${given.size}, expected integers > 0`);
const pace = given.quick ? { rounds: 3, milliseconds: 5 } : { rounds: 9, milliseconds: 20 };

const libraries = {
  fast: await load({ precision: "fast" }),
  high: await load({ precision: "high" }),
  reference: await load({ backend: "reference" }),
};
const { info } = libraries.fast;
const environment = { node: process.version, v8: process.versions.v8, cpu: cpus()[0]?.model ?? "unknown", ...info };
console.log(
  `Node ${environment.node}, V8 ${environment.v8}, ${environment.cpu}; ${info.backend}, ${info.simd} SIMD, ${info.threads} thread`,
);
if (info.reason) console.log(`note: ${info.reason}`);

async function timeOp(name, size, report) {
  const made = Object.entries(libraries).map(([label, lw]) => {
    const count = label === "reference" ? Math.min(size, REFERENCE_SIZE) : size;
    return { label, count, cases: casesOf(lw, name, count) };
  });
  for (const pass of Object.keys(made[0].cases)) {
    const tasks = Object.fromEntries(made.map(({ label, cases }) => [label, cases[pass].call]));
    const { bytes, flops, elements } = made[0].cases[pass];
    if (bytes) {
      // A copy reads and writes: half of the bytes each way.
      const [from, to] = [new Float32Array(Math.ceil((size * bytes) / 8)), new Float32Array(Math.ceil((size * bytes) / 8))];
      tasks.copy = () => to.set(from);
    }
    const timed = await timeTogether(tasks, pace);
    const perElement = (label) => {
      const { count, cases } = made.find((each) => each.label === label);
      return timed[label].nanoseconds / (cases[pass].elements ?? count);
    };
    report({
      op: name,
      pass,
      size: elements ?? size,
      nanosecondsPerElement: {
        fast: perElement("fast"),
        high: perElement("high"),
        reference: flops ? undefined : perElement("reference"),
      },
      spread: timed.fast.spread,
      copyRatio: bytes ? timed.copy.nanoseconds / timed.fast.nanoseconds : undefined,
      gigabytesPerSecond: bytes ? (bytes * size) / timed.fast.nanoseconds : undefined,
      gigaflops: flops ? flops / timed.fast.nanoseconds : undefined,
    });
  }
}

const column = (value, digits = 2) => (value === undefined ? "–" : value.toFixed(digits)).padStart(9);

function print({ op, pass, nanosecondsPerElement: { fast, high, reference }, copyRatio, gigabytesPerSecond, gigaflops, spread }) {
  const rate = gigaflops ? `${gigaflops.toFixed(1)} GFLOP/s` : `${gigabytesPerSecond.toFixed(1)} GB/s`;
  const ratio = reference === undefined ? undefined : reference / fast;
  console.log(
    `${`${op} ${pass}`.padEnd(44)}${column(fast)}${column(high)}${column(high / fast)}${column(ratio, 1)}${column(copyRatio)}  ±${(100 * spread).toFixed(0).padStart(2)} %  ${rate}`,
  );
}

const results = [];
for (const size of sizes) {
  console.log(`\n${size} elements; ns / element, medians; "copy" is the time of a copy of the same bytes, in units of ours\n`);
  console.log(`${"".padEnd(44)}     fast     high  high/fast  JS/fast     copy`);
  for (const name of names) {
    await timeOp(name, size, (result) => {
      results.push(result);
      print(result);
      if (given.json) writeFileSync(given.json, `${JSON.stringify({ environment, results }, null, 2)}\n`);
    });
  }
}
