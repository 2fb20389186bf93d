// npm start: trains real models with this library alone, and shows what came of it. See --help.

import { readFileSync } from "node:fs";
import { load } from "lanewise";
import { makeTerminal } from "../bin/terminal.mjs";
import { readTable } from "./csv.mjs";
import { makeDataset } from "./data.mjs";
import { irisTasks, readIris } from "./demonstration.mjs";
import { CommandError } from "./errors.mjs";
import { makeExperiment } from "./experiment.mjs";
import { printHelp } from "./help.mjs";
import { makeWitness, timeSteps, verifySteps } from "./measure.mjs";
import { expectWritable, saveModel } from "./modelFile.mjs";
import { readCommand } from "./options.mjs";
import { predict } from "./predict.mjs";
import {
  makeProgress,
  makeShareProgress,
  printExperiment,
  printHeader,
  printMetrics,
  printResult,
  printTime,
  printVerification,
} from "./report.mjs";
import { chooseLoss } from "./target.mjs";
import { scheduleOf, train } from "./train.mjs";

/** @typedef {import("./options.mjs").Command} Command */
/** @typedef {import("./experiment.mjs").Experiment} Experiment */

/**
 * @param {import("../bin/terminal.mjs").Terminal} terminal
 * @param {Command} command
 * @returns {{ data: import("./data.mjs").Dataset, loss: string }[]}
 */
function tasksOf(terminal, { file, target, ignore, missing, header, loss }) {
  if (file === undefined && target === undefined && loss === undefined) return irisTasks();
  const onProgress = makeShareProgress(terminal, "reading");
  const table = file === undefined ? readIris() : readTable(file, { header, onProgress });
  if (file !== undefined && target === undefined) {
    throw new CommandError(`--target is missing: the column of ${file} to predict, one of ${table.columns.join(", ")}`);
  }
  const data = makeDataset(table, target ?? "species", { ignored: ignore, missing });
  if (loss !== undefined) return [{ data, loss }];
  const { loss: chosen, why } = chooseLoss(data);
  return [{ data: why ? { ...data, remarks: [...data.remarks, ["target", why]] } : data, loss: chosen }];
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
 * @param {import("../bin/terminal.mjs").Terminal} terminal
 * @param {Experiment} experiment
 * @param {Command} command
 * @param {Awaited<ReturnType<typeof loadLibraries>>} libraries
 * @returns {boolean} whether the reference agrees
 */
function run(terminal, experiment, { settings, metrics, save }, { main: lw, other }) {
  printExperiment(terminal, experiment, settings);
  const { epochs } = scheduleOf(settings, experiment.train.values.length);
  const result = train(lw, experiment, settings, makeProgress(terminal, epochs));
  printResult(terminal, experiment, result);
  const [step = [], reference] = timeSteps(other ? [lw, other.reference] : [lw], experiment, settings);
  printTime(terminal, step, reference);
  if (other) verifySteps(other.verifying, experiment, settings);
  const sighting = other?.witness.take();
  if (sighting) printVerification(terminal, sighting);
  if (metrics) printMetrics(terminal, experiment, result);
  if (save) {
    saveModel(save, experiment, result.parameters);
    terminal.line();
    terminal.line(`The model is in ${save}; --predict rows.csv --model ${save} uses it.`);
  }
  return !sighting || sighting.mismatches.length === 0;
}

/**
 * @param {import("../bin/terminal.mjs").Terminal} terminal
 * @param {Command} command
 */
async function runCommand(terminal, command) {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  if (command.help) printHelp(terminal);
  else if (command.version) terminal.line(version);
  else if (command.predict) {
    const { csv, remarks } = predict((await loadLibraries(command.load)).main, { ...command, ...command.predict });
    process.stdout.write(csv);
    for (const remark of remarks) process.stderr.write(`${remark}\n`);
  } else {
    const tasks = tasksOf(terminal, command);
    if (command.save && tasks.length > 1) throw new CommandError("--save: which of the four? --loss or --target says it");
    if (command.save) expectWritable(command.save);
    const experiments = tasks.map(({ data, loss }) => makeExperiment(data, { ...command, loss }));
    const libraries = await loadLibraries(command.load);
    printHeader(terminal, version, libraries.main.info);
    const agreed = experiments.map((experiment) => run(terminal, experiment, command, libraries));
    if (agreed.includes(false)) process.exitCode = 1;
  }
}

async function main() {
  const terminal = makeTerminal(process.stdout, process.env);
  try {
    await runCommand(terminal, readCommand(process.argv.slice(2)));
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
