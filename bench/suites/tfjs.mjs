// npm run bench -- --suite tfjs: models of TensorFlow.js trained and run on its backends, one thread each, in the same rounds.

import { writeFileSync } from "node:fs";
import { costDifference, openBackends, timeModel } from "../tfjs/backends.mjs";
import { models } from "../tfjs/models.mjs";

const COST_STEPS = 100;

const cell = (milliseconds) => (milliseconds === undefined ? "–" : milliseconds.toFixed(2));
const ratio = (theirs, ours) => (theirs === undefined ? "–" : `${(theirs / ours).toFixed(theirs / ours < 10 ? 2 : 1)}×`);

/** One row for each model and kind of work. */
function rowsOf(name, times) {
  return ["step", "predict"].map((work) => {
    const ours = times.lanewise[work];
    const of = (column) => times[column][work];
    const others = ["wasm", "cpu"].flatMap((column) => [cell(of(column)), ratio(of(column), ours)]);
    return [name, work, cell(ours), cell(of("lanewise, tf.train.adam")), ...others];
  });
}

export async function run({ given = {} } = {}) {
  const pace = given.quick ? { rounds: 2, milliseconds: 60 } : { rounds: 5, milliseconds: 300 };
  const progress = process.stderr.isTTY ? (text) => process.stderr.write(`\r\u001b[2K${text}`) : () => {};
  await openBackends();
  const results = {};
  const rows = [["model", "work", "lanewise ms", "with tf.train.adam", "wasm ms", "", "cpu ms", ""]];
  for (const [name, makeModel] of Object.entries(models)) {
    results[name] = await timeModel(makeModel, pace, (text) => progress(`${name}, ${text}`));
    rows.push(...rowsOf(name, results[name]));
  }
  results.costDifference = await costDifference(models.mlp, given.quick ? 10 : COST_STEPS, progress);
  progress("");
  console.log(`Node ${process.version}; one thread each; medians of ${pace.rounds} rounds, ratios to lanewise`);
  for (const row of rows) console.log(row.map((each, i) => (i === 0 ? each.padEnd(12) : each.padStart(18))).join(""));
  console.log(`largest difference of the mlp's costs from cpu's: ${results.costDifference.toExponential(1)}`);
  for (const [name, times] of Object.entries(results)) {
    for (const [column, { error }] of Object.entries(times)) if (error) console.log(`${name} on ${column}: ${error}`);
  }
  if (given.json) writeFileSync(given.json, `${JSON.stringify({ node: process.version, results }, null, 2)}\n`);
  return 0;
}
