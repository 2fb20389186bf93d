// npm run bench: times every op of the table beside other libraries, in the same rounds; --help tells more.

import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "lanewise";
import { makeTerminal } from "../../bin/terminal.mjs";
import { openPeers, peerNames } from "../peers/index.mjs";
import { HELP, readArguments, without } from "./arguments.mjs";
import { chart } from "./chart.mjs";
import { describeEnvironment, environmentOf } from "./environment.mjs";
import { ours } from "./ours.mjs";
import { openPeak } from "./peak.mjs";
import { largestSizeOf, opNames, passesOf, passNames } from "./problems.mjs";
import { readResults, writeResults } from "./results.mjs";
import { measureRow } from "./row.mjs";
import { startupTimes } from "./startup.mjs";
import { faults, header, line, summary } from "./table.mjs";

const terminal = makeTerminal(process.stdout, process.env);

function fail(message) {
  console.error(`bench: ${message}`);
  process.exit(2);
}

/** Runs this file again under another Node. */
function runUnder(version) {
  const command = ["-y", `node@${version}`, fileURLToPath(import.meta.url), ...without(process.argv.slice(2), "--node")];
  process.exit(spawnSync("npx", command, { stdio: "inherit" }).status ?? 1);
}

function readGiven() {
  try {
    return readArguments(process.argv.slice(2), { ops: opNames, passes: passNames, peers: peerNames });
  } catch (error) {
    return fail(error.message);
  }
}

async function openOurs({ threads }) {
  const [fast, high, reference] = await Promise.all([
    load({ precision: "fast", threads }),
    load({ precision: "high", threads }),
    load({ backend: "reference" }),
  ]);
  return {
    info: fast.info,
    own: { fast: ours("fast", fast), high: ours("high", high), reference: ours("reference", reference) },
  };
}

/** What is to be timed: one op after the other at each size, the small sizes first. */
function plan({ ops, passes, sizes }) {
  return [...sizes]
    .sort((a, b) => a - b)
    .flatMap((size) =>
      ops
        .filter((op) => size <= largestSizeOf(op))
        .flatMap((op) =>
          passesOf(op)
            .filter((pass) => passes.includes(pass))
            .map((pass) => ({ op, pass, size })),
        ),
    );
}

/** What is to be gone on with. */
function readBefore({ resume, json }, environment) {
  try {
    return resume && existsSync(json) ? readResults(json, environment) : { rows: [] };
  } catch (error) {
    return fail(error.message);
  }
}

const minutes = (milliseconds) => (milliseconds < 6e4 ? "under a minute" : `${Math.ceil(milliseconds / 6e4)} minutes`);

async function runSpeed(given) {
  const started = performance.now();
  const { info, own } = await openOurs(given);
  const peers = await openPeers(given.peers, given, (message) => terminal.line(`bench: ${message}`));
  const peak = await openPeak(info.simd);
  const environment = environmentOf(info, peers, peak.gigaflops());
  const before = readBefore(given, environment);
  const { rows } = before;
  terminal.line(describeEnvironment(environment));
  if (info.reason) terminal.line(`note: ${info.reason}`);
  const startup = before.startup ?? startupTimes(peers.map(({ name }) => name));
  const write = () => given.json && writeResults(given.json, { environment, startup, rows });
  terminal.line(`
call: one call of ours in fast; then how many times as long a copy of the same bytes, our high and the others take, ± half the
distance of the quartiles over the rounds in %; –: has no such op; wrong, fails: not timed; slow: would take too long
`);
  const columns = ["reference", ...given.peers.filter((name) => peers.some((peer) => peer.name === name))];
  terminal.line(header(columns));
  const isDone = (wanted) =>
    rows.some(({ op, pass, asked }) => op === wanted.op && pass === wanted.pass && asked === wanted.size);
  const todo = plan(given).filter((each) => !isDone(each));
  const begun = performance.now();
  for (const [index, each] of todo.entries()) {
    if (performance.now() - started > given.minutes * 6e4) {
      terminal.line(`\nstopped after ${given.minutes} minutes; ${todo.length - index} rows left for --resume`);
      break;
    }
    const left = index > 0 ? minutes(((performance.now() - begun) / index) * (todo.length - index)) : "?";
    terminal.progress(`${index + 1} of ${todo.length}: ${each.op} ${each.pass} ${each.size}, ${left} left`);
    const row = await measureRow(each, { ...own, peak }, peers, given.pace);
    rows.push({ ...row, asked: each.size });
    terminal.line(line(row, columns));
    for (const fault of faults(row)) terminal.line(fault);
    write();
  }
  write();
  terminal.line(summary(rows, startup));
  if (given.svg) writeFileSync(given.svg, chart({ environment, rows }));
  for (const { close } of peers) close?.();
  return rows.some(({ wrong }) => wrong.fast || wrong.high || wrong.reference) ? 1 : 0;
}

const given = readGiven();
if (given.help) {
  console.log(HELP);
  process.exit(0);
}
if (given.node) runUnder(given.node);
if (given.suite) {
  const suite = new URL(`../suites/${given.suite}.mjs`, import.meta.url);
  if (!existsSync(suite)) fail(`no such suite: ${given.suite}`);
  process.exit((await (await import(suite)).run({ given, terminal })) ?? 0);
}
process.exit(await runSpeed(given));
