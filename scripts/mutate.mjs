// npm run mutate: plants small faults in sources, one at a time, and tells which of them the tests let through. See --help.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeFault, draw, faultsIn, planted } from "./mutate/faults.mjs";
import { modulesOf, testsOf } from "./mutate/related.mjs";
import { makeWorkspace } from "./mutate/workspace.mjs";

const HELP = `npm run mutate -- FILE… [options]

Plants faults in files of src/ or assembly/ (folders too), one at a time, in a copy of the project, and runs the tests that
concern them until one fails. What no test notices is listed in the end. Needs a build (npm run build).

  --tests PATH     tests to run: beginnings of paths, such as test/api; may be repeated. All that import the files, if not given
  --limit N        faults that are drawn from all there are (40)
  --seed N         of the draw (1)
  --lines A-B      only faults in these lines
  --module NAME    kernel modules to build with a fault in assembly/, by target, such as fixed-fast; may be repeated (relaxed-fast, and relaxed of tfjs)
  --list           shows the faults that would be planted, and ends
  --json FILE      writes the results, too
`;

/** What Node 20 runs in the tests: it has relaxed SIMD behind a flag, which they give. */
const USUAL_MODULES = ["relaxed-fast", "relaxed"];
/** Tests that take no longer run first, all together: most faults end there, seconds. */
const QUICK = 5;

const count = (/** @type {number} */ number, /** @type {string} */ one) => `${number} ${one}${number === 1 ? "" : "s"}`;

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns {never} */
function fail(/** @type {string} */ message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function readCommand() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        tests: { type: "string", multiple: true, default: [] },
        limit: { type: "string", default: "40" },
        seed: { type: "string", default: "1" },
        lines: { type: "string" },
        module: { type: "string", multiple: true, default: USUAL_MODULES },
        list: { type: "boolean", default: false },
        json: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return { ...values, files: positionals };
  } catch (error) {
    return fail(/** @type {Error} */ (error).message);
  }
}

/** The sources that a path means, from the root. */
function sourcesAt(/** @type {string} */ path) {
  const status = statSync(join(root, path), { throwIfNoEntry: false }) ?? fail(`${path}: no such file`);
  const found = status.isDirectory()
    ? readdirSync(join(root, path), { recursive: true }).map((name) => join(path, String(name)))
    : [path];
  return found
    .map((each) => relative(root, join(root, each)))
    .filter((each) => /^(src|assembly)\/.*\.ts$/.test(each) && !each.endsWith(".d.ts"));
}

/**
 * The tests in the order in which they run: first those that are soon done.
 * @param {ReadonlyMap<string, number>} seconds
 */
function stagesOf(seconds) {
  const tests = [...seconds].sort(([, a], [, b]) => a - b);
  const names = (/** @type {boolean} */ quick) => tests.filter(([, time]) => time <= QUICK === quick).map(([name]) => name);
  return [names(true), names(false)].filter((stage) => stage.length > 0);
}

async function main() {
  const { help, files: given, tests: wanted, limit, seed, lines, module: wantedModules, list, json } = readCommand();
  if (help || given.length === 0) {
    process.stdout.write(HELP);
    return;
  }
  const files = given.flatMap(sourcesAt);
  const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const sourceOf = (/** @type {string} */ file) => /** @type {string} */ (sources.get(file));
  const [first = 1, last = Number.POSITIVE_INFINITY] = lines?.split("-").map(Number) ?? [];
  const all = files.flatMap((file) => faultsIn(file, sourceOf(file))).filter(({ line }) => line >= first && line <= last);
  const faults = draw(all, Number(limit), Number(seed));
  if (list) {
    for (const fault of faults) process.stdout.write(`${describeFault(sourceOf(fault.file), fault)}\n`);
    return;
  }
  const tests = testsOf(root, files, wanted);
  if (tests.length === 0) fail("no tests concern these files");
  process.stdout.write(
    `${faults.length} of ${all.length} faults in ${count(files.length, "file")}, ${count(tests.length, "test file")}\n`,
  );

  const workspace = makeWorkspace(root);
  const sound = await workspace.test(tests);
  if (sound.outcome !== "passed") fail(`without any fault, ${sound.failed} fails: nothing can be learned`);
  const stages = stagesOf(sound.seconds);
  const total = [...sound.seconds.values()].reduce((sum, each) => sum + each, 0);
  const patience = 60 + 4 * total;

  /** @returns {Promise<string>} what noticed the fault; "" for nothing, "invalid" where it does not compile */
  const noticed = async (/** @type {import("./mutate/faults.mjs").Fault} */ fault) => {
    if (fault.file.startsWith("assembly/")) {
      const modules = modulesOf(root, fault.file).filter(({ target }) => wantedModules.includes(target));
      if (!(await workspace.build(modules.map(({ name }) => name)))) return "invalid";
    }
    for (const stage of stages) {
      const { outcome, failed } = await workspace.test(stage, patience);
      if (outcome !== "passed") return outcome === "timed out" ? outcome : failed;
    }
    return "";
  };

  /** @type {{ fault: string, by: string }[]} */
  const results = [];
  for (const fault of faults) {
    const source = sourceOf(fault.file);
    const began = performance.now();
    workspace.write(fault.file, planted(source, fault));
    const by = await noticed(fault);
    workspace.write(fault.file, source);
    const words = describeFault(source, fault);
    results.push({ fault: words, by });
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(`${results.length}/${faults.length}  ${by || "SURVIVED"}  ${seconds} s  ${words}\n`);
  }
  report(results);
  if (json) writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`);
}

/** @param {readonly { fault: string, by: string }[]} results */
function report(results) {
  const valid = results.filter(({ by }) => by !== "invalid");
  const survivors = valid.filter(({ by }) => by === "");
  const caught = valid.length - survivors.length;
  process.stdout.write(`\n${caught} of ${valid.length} caught, ${((100 * caught) / Math.max(1, valid.length)).toFixed(0)} %\n`);
  if (survivors.length === 0) return;
  process.stdout.write("\nNo test noticed:\n");
  for (const { fault } of survivors) process.stdout.write(`  ${fault}\n`);
}

await main();
