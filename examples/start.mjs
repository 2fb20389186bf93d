// npm start: trains real models with this library alone, and shows what came of it. See --help.

import { readFileSync } from "node:fs";
import { load } from "lanewise";
import { readTable } from "./csv.mjs";
import { isNumericTarget, makeDataset } from "./data.mjs";
import { irisTasks, readIris } from "./demonstration.mjs";
import { CommandError } from "./errors.mjs";
import { makeExperiment } from "./experiment.mjs";
import { printHelp } from "./help.mjs";
import { makeWitness, timeSteps, verifySteps } from "./measure.mjs";
import { readCommand } from "./options.mjs";
import { makeProgress, printExperiment, printHeader, printResult, printTime, printVerification } from "./report.mjs";
import { makeTerminal } from "./terminal.mjs";
import { train } from "./train.mjs";

/** @typedef {import("./options.mjs").Command} Command */
/** @typedef {import("./experiment.mjs").Experiment} Experiment */

/**
 * @param {Command} command
 * @returns {{ data: import("./data.mjs").Dataset, loss: string }[]}
 */
function tasksOf({ file, target, ignore, loss }) {
  if (file === undefined && target === undefined && loss === undefined) return irisTasks();
  const table = file === undefined ? readIris() : readTable(file);
  if (file !== undefined && target === undefined) {
    throw new CommandError(`--target is missing: the column of ${file} to predict, one of ${table.columns.join(", ")}`);
  }
  const data = makeDataset(table, target ?? "species", ignore);
  return [{ data, loss: loss ?? (isNumericTarget(data) ? "huber" : "crossEntropy") }];
}

/**
 * The library as asked for; where that is not the reference itself, also the reference, and one that it verifies.
 * @param {Command["load"]} asked
 */
async function loadLibraries(asked) {
  const witness = makeWitness();
  try {
    const main = await load(asked);
    if (main.info.backend === "reference") return { main };
    const reference = await load({ ...asked, backend: "reference" });
    return { main, other: { reference, verifying: await load({ ...asked, verify: witness.verify }), witness } };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (!message.startsWith("load: ")) throw error;
    throw new CommandError(message.replace(/^load: ((precision|backend) )?/, (_, __, name) => (name ? `--${name} ` : "")));
  }
}

/**
 * @param {import("./terminal.mjs").Terminal} terminal
 * @param {Experiment} experiment
 * @param {import("./train.mjs").Settings} settings
 * @param {Awaited<ReturnType<typeof loadLibraries>>} libraries
 * @returns {boolean} whether the reference agrees
 */
function run(terminal, experiment, settings, { main: lw, other }) {
  printExperiment(terminal, experiment, settings);
  printResult(terminal, experiment, train(lw, experiment, settings, makeProgress(terminal, settings.epochs)));
  const [step = [], reference] = timeSteps(other ? [lw, other.reference] : [lw], experiment, settings);
  printTime(terminal, step, reference);
  if (!other) return true;
  verifySteps(other.verifying, experiment, settings);
  const sighting = other.witness.take();
  printVerification(terminal, sighting);
  return sighting.mismatches.length === 0;
}

async function main() {
  const terminal = makeTerminal(process.stdout, process.env);
  try {
    const command = readCommand(process.argv.slice(2));
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    if (command.help) printHelp(terminal);
    else if (command.version) terminal.line(version);
    else {
      const experiments = tasksOf(command).map(({ data, loss }) => makeExperiment(data, { ...command, loss }));
      const libraries = await loadLibraries(command.load);
      printHeader(terminal, version, libraries.main.info);
      const agreed = experiments.map((experiment) => run(terminal, experiment, command.settings, libraries));
      if (agreed.includes(false)) process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    terminal.clear();
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

// A reader that has seen enough (| head) is no error.
process.stdout.on("error", (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") throw error;
  process.exit(0);
});
await main();
