// Kinds of pitches, as in tfjs-examples/baseball-node: a classifier on CSV files of speeds and accelerations, which reports after
// each epoch how sure it is of every kind. The pitches are made up here, in the columns and ranges of the true data set.
//
//   node examples/tfjs-node/baseball.mjs [--pitches N] [--epochs N]     (with the package @tensorflow/tfjs)

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
// Was: from "@tensorflow/tfjs-node"
import * as tf from "lanewise/tfjs-node";
import { makeRandom, normal } from "../random.mjs";

/** The middle of each measure by kind of pitch: feet a second, feet a second squared, miles an hour. */
const COLUMNS = ["vx0", "vy0", "vz0", "ax", "ay", "az", "start_speed"];
const KINDS = {
  "fastball, two seams": [6, -134, -5, -13, 28, -20, 92],
  "fastball, four seams": [5, -136, -6, -5, 29, -14, 93],
  "fastball, sinker": [6, -133, -4, -14, 27, -24, 91],
  "fastball, cutter": [4, -129, -4, 2, 26, -23, 89],
  slider: [3, -123, -3, 4, 24, -32, 84],
  changeup: [7, -121, -3, -11, 23, -28, 83],
  curveball: [3, -114, -1, 8, 21, -40, 78],
};
/** From where to where each measure goes. */
const RANGES = [
  [-19, 18],
  [-152, -86],
  [-16, 10],
  [-48, 31],
  [9, 49],
  [-49, 3],
  [59, 104],
];
const SPREADS = [1, 2, 1, 2, 1, 2, 1];
const BATCH = 100;

function writePitches(file, count, random) {
  const rows = Array.from({ length: count }, (_, i) => {
    const middles = Object.values(KINDS)[i % Object.keys(KINDS).length];
    const left = Number(random() < 0.25);
    // Left-handed pitches are mirrored: sideways speed and acceleration change their signs.
    const measures = middles.map((middle, j) => (left && (j === 0 || j === 3) ? -1 : 1) * (middle + SPREADS[j] * normal(random)));
    return [...measures.map((each) => each.toFixed(3)), left, i % Object.keys(KINDS).length].join(",");
  });
  writeFileSync(file, `${[...COLUMNS, "left_handed_pitcher", "pitch_code"].join(",")}\n${rows.join("\n")}\n`);
}

/** Measures as parts of their ranges, and the number of the kind. */
function readPitches(file) {
  const csv = tf.data.csv(`file://${file}`, { columnConfigs: { pitch_code: { isLabel: true } } });
  return csv.map(({ xs, ys }) => {
    const measures = RANGES.map(([least, most], i) => (xs[COLUMNS[i]] - least) / (most - least));
    return { xs: [...measures, xs.left_handed_pitcher], ys: ys.pitch_code };
  });
}

function makeModel() {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [8], units: 250, activation: "relu" }));
  model.add(tf.layers.dense({ units: 175, activation: "relu" }));
  model.add(tf.layers.dense({ units: 150, activation: "relu" }));
  model.add(tf.layers.dense({ units: Object.keys(KINDS).length, activation: "softmax" }));
  model.compile({ optimizer: tf.train.adam(), loss: "sparseCategoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

/** The probability that the model gives to each kind where it is the true one. */
async function certainties(model, pitches) {
  const sums = new Map(Object.keys(KINDS).map((kind) => [kind, { sum: 0, count: 0 }]));
  await pitches.batch(BATCH).forEachAsync(({ xs, ys }) => {
    const probabilities = tf.tidy(() => model.predict(xs).arraySync());
    for (const [i, kind] of [...ys.dataSync()].entries()) {
      const tally = sums.get(Object.keys(KINDS)[kind]);
      tally.sum += probabilities[i][kind];
      tally.count++;
    }
    tf.dispose([xs, ys]);
  });
  return [...sums].map(([kind, { sum, count }]) => `${kind} ${(sum / count).toFixed(2)}`).join("; ");
}

async function main() {
  const { pitches, epochs } = parseArgs({
    options: { pitches: { type: "string", default: "7000" }, epochs: { type: "string", default: "10" } },
  }).values;
  const folder = mkdtempSync(join(tmpdir(), "baseball-"));
  try {
    writePitches(join(folder, "training.csv"), Number(pitches), makeRandom(5));
    writePitches(join(folder, "test.csv"), Math.ceil(Number(pitches) / 10), makeRandom(6));
    const [training, test] = ["training", "test"].map((name) => readPitches(join(folder, `${name}.csv`)));
    const model = makeModel();
    await model.fitDataset(training.shuffle(Number(pitches), "seed").batch(BATCH), {
      epochs: Number(epochs),
      callbacks: { onEpochEnd: async () => console.log(await certainties(model, test)) },
    });
    const [loss, accuracy] = (await model.evaluateDataset(test.batch(BATCH))).map((each) => each.dataSync()[0]);
    console.log(`test: loss ${loss.toFixed(4)}, accuracy ${accuracy.toFixed(4)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
