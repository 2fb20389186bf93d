// What is told of a run: what runs where, the live line, the curve, and the results.

import { printField, wrap } from "../bin/terminal.mjs";
import { drawChart } from "./chart.mjs";
import { writeDate } from "./dates.mjs";
import { alternatives, count, durations, percent, ratios, significant } from "./format.mjs";
import { metricLines } from "./metrics.mjs";
import { describeModel } from "./model.mjs";
import { scheduleOf } from "./train.mjs";

/** @typedef {import("../bin/terminal.mjs").Terminal} Terminal */
/** @typedef {import("./experiment.mjs").Experiment} Experiment */
/** @typedef {import("./train.mjs").Result} Result */

/** Shown one by one; more are only counted. */
const MOST_MISMATCHES = 3;

/**
 * @param {Terminal} terminal
 * @param {string} version
 * @param {import("lanewise").Info} info
 */
export function printHeader(terminal, version, { backend, simd, precision, threads, reason }) {
  const { line, paint, width } = terminal;
  const wasm = `SIMD WebAssembly (${simd}, ${precision} precision, ${count(threads, "thread")})`;
  const engine = backend === "wasm" ? wasm : "JavaScript reference, float64";
  line(`${paint("bold", `lanewise ${version}`)} on Node ${process.versions.node}`);
  printField(terminal, "backend", wrap(reason ? `${engine}: ${reason}` : engine, width));
}

/**
 * @param {Terminal} terminal
 * @param {Experiment} experiment
 * @param {import("./train.mjs").Settings} settings
 */
export function printExperiment(terminal, experiment, { penalty, rate, ...settings }) {
  const { line, paint, width } = terminal;
  const { target, targetKind, classes, train, test, seed, remarks } = experiment;
  const rows = train.values.length;
  const { epochs, batch } = scheduleOf({ penalty, rate, ...settings }, rows);
  const what = `${target}: ${classes ? alternatives(classes) : `a ${targetKind.kind}`}`;
  const tail = penalty ? ` + ${penalty.name} ${Object.values(penalty.options).join(", ")}` : "";
  const batches = batch === rows ? "" : ` in batches of ${batch}`;
  line();
  line(paint("bold", `── ${what} ${"─".repeat(Math.max(width - what.length - 4, 0))}`));
  for (const [name, text] of remarks) printField(terminal, name, wrap(text, width));
  printField(terminal, "model", wrap(`${describeModel(experiment).join(" → ")}${tail}`, width));
  printField(terminal, "rows", `${rows} to learn from, ${test.values.length} held out`);
  printField(terminal, "training", wrap(`Adam, rate ${rate}, ${count(epochs, "epoch")}${batches}, seed ${seed}`, width));
}

/**
 * What a training tells of itself.
 * @typedef {object} Progress
 * @property {(epochs: number, cost: number) => void} onStep
 * @property {(epoch: number, train: number, test: number) => void} onEpoch
 */

/**
 * A bar where there is a terminal; else a line for each quarter, and one now and then where that takes long.
 * @param {Terminal} terminal
 * @param {number} epochs
 * @returns {Progress}
 */
export function makeProgress({ live, line, progress, width }, epochs) {
  const digits = String(epochs).length;
  const bar = Math.max(Math.min(width - 2 * digits - 38, 32), 0);
  const quarter = Math.max(Math.ceil(epochs / 4), 1);
  const due = makeClock();
  const show = (/** @type {number} */ done, /** @type {string} */ words, /** @type {boolean} */ always) => {
    const filled = Math.round((done / epochs) * bar);
    const where = `epoch ${String(Math.floor(done)).padStart(digits)}/${epochs}`;
    if (live) progress(`${where} ${"━".repeat(filled)}${"╌".repeat(bar - filled)} ${words}`);
    else if (always || due()) line(`${where}  ${words}`);
  };
  return {
    onStep: (done, cost) => show(done, `batch ${significant(cost)}`, false),
    onEpoch: (epoch, train, test) =>
      show(epoch, `train ${significant(train)}  test ${significant(test)}`, epoch % quarter === 0 || epoch === epochs),
  };
}

/** Without a terminal, long work is heard of every so many milliseconds. */
const SILENCE = 5000;

/** @returns {() => boolean} whether it is time for another word */
function makeClock() {
  let last = performance.now();
  return () => {
    if (performance.now() - last < SILENCE) return false;
    last = performance.now();
    return true;
  };
}

/**
 * @param {Terminal} terminal
 * @param {string} what
 * @returns {(share: number) => void}
 */
export function makeShareProgress({ live, line, progress }, what) {
  const due = makeClock();
  return (share) => {
    if (live) progress(`${what} ${percent(share)}`);
    else if (due()) line(`${what} ${percent(share)}`);
  };
}

/**
 * The score that needs no learning: always the most frequent class, or the mean.
 * @param {Experiment} experiment
 */
function baseline({ classes, targetKind, train, test }) {
  if (!classes) {
    const mean = train.values.reduce((sum, value) => sum + value, 0) / train.values.length;
    const square = test.values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / test.values.length;
    const guess = targetKind.kind === "date" ? writeDate(mean) : significant(mean);
    return `guessing the mean, ${guess}: ${significant(Math.sqrt(square))}`;
  }
  const sizes = classes.map((_, c) => train.values.filter((value) => value === c).length);
  const most = sizes.indexOf(Math.max(...sizes));
  return `guessing ${classes[most]}: ${percent(test.values.filter((value) => value === most).length / test.values.length)}`;
}

/**
 * @param {Terminal} terminal
 * @param {Experiment} experiment
 * @param {Result} result
 */
export function printResult(terminal, experiment, { parameters, steps, costs, train, test }) {
  const { line, paint, width } = terminal;
  const { metric, unit } = experiment.task;
  const frame = { width: width - 2, height: 8, label: "cost", from: 0, to: costs.train.length - 1 };
  const curves = /** @type {import("./chart.mjs").Curve[]} */ ([
    { name: "train", values: costs.train, dashed: false, style: "blue" },
    { name: "test", values: costs.test, dashed: true, style: "yellow" },
  ]);
  line();
  for (const each of drawChart(curves, frame, paint)) line(`  ${each}`);
  line();
  const pair = (/** @type {string} */ a, /** @type {string} */ b) =>
    `${paint("blue", "train")} ${a.padEnd(8)}  ${paint("yellow", "test")} ${paint("bold", b.padEnd(7))}`;
  const show = metric === "accuracy" ? percent : significant;
  const rows = experiment.test.values.length;
  const days = experiment.targetKind.kind === "date" && metric === "RMSE" ? "days; " : "";
  const right = metric === "accuracy" ? `${Math.round(test.score * rows)} of ${rows}; ` : "";
  printField(terminal, "cost", pair(significant(train.cost), significant(test.cost)), unit);
  printField(terminal, metric, pair(show(train.score), show(test.score)), `${right}${days}${baseline(experiment)}`);
  printField(
    terminal,
    "learned",
    `${count(
      parameters.reduce((sum, each) => sum + each.length, 0),
      "number",
    )} in ${count(steps, "step")}`,
  );
}

/**
 * @param {Terminal} terminal
 * @param {Experiment} experiment
 * @param {Result} result
 */
export function printMetrics(terminal, { classes, test }, { test: { predictions } }) {
  const { line, paint } = terminal;
  line();
  line(paint("bold", `Of the ${count(test.values.length, "held-out row")}`));
  for (const each of metricLines(classes, predictions, test.values)) line(`  ${each}`);
}

/**
 * @param {Terminal} terminal
 * @param {readonly number[]} step seconds, of each repeat
 * @param {readonly number[] | undefined} reference seconds, where it is another
 */
export function printTime(terminal, step, reference) {
  const { paint } = terminal;
  const text = `${paint("bold", durations(step))} a step`;
  if (reference === undefined) return printField(terminal, "time", text);
  const times = reference.map((seconds, repeat) => seconds / Number(step[repeat]));
  const words = paint(Math.min(...times) >= 1 ? "green" : "red", `${ratios(times)} times as long`);
  printField(terminal, "time", text, `JavaScript reference: ${words}, ${durations(reference)}`);
}

/**
 * @param {Terminal} terminal
 * @param {import("./measure.mjs").Sighting} sighting
 */
export function printVerification(terminal, { calls, largest, mismatches }) {
  const { paint, width } = terminal;
  const { op, pass, ulp } = largest;
  const found = `largest difference ${ulp.toFixed(2)} ulp, in ${op} ${pass}, of ${count(calls, "comparison")}`;
  printField(terminal, "verify", wrap(found, width));
  for (const mismatch of mismatches.slice(0, MOST_MISMATCHES)) {
    printField(terminal, "", paint("red", wrap(`beyond its bound: ${mismatch}`, width)));
  }
  const more = mismatches.length - MOST_MISMATCHES;
  if (more > 0) printField(terminal, "", paint("red", `and ${more} more`));
}
