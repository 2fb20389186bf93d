// The age of sea snails, as in tfjs-examples/abalone-node: a regression on a CSV file that is read as it is trained on, with a log
// for TensorBoard. The rows are made up here, in the columns and ranges of the true data set.
//
//   node examples/tfjs-node/abalone.mjs [--rows N] [--epochs N] [--logs FOLDER]     (with the package @tensorflow/tfjs)

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
// Was: from "@tensorflow/tfjs-node"
import * as tf from "lanewise/tfjs-node";
import { makeRandom, normal } from "../random.mjs";

const COLUMNS = [
  "sex",
  "length",
  "diameter",
  "height",
  "whole weight",
  "shucked weight",
  "viscera weight",
  "shell weight",
  "rings",
];
const BATCH = 100;

function writeRows(file, count) {
  const random = makeRandom(3);
  const rows = Array.from({ length: count }, () => {
    const length = 0.1 + 0.7 * random();
    const around = (value, share) => Math.max(0.001, value * (1 + share * normal(random)));
    const [diameter, height, whole] = [around(0.8 * length, 0.03), around(0.27 * length, 0.08), around(4.8 * length ** 3, 0.06)];
    const parts = [0.43, 0.22, 0.28].map((share) => around(share * whole, 0.1));
    const sex = length < 0.35 ? "I" : random() < 0.5 ? "M" : "F";
    const rings = Math.max(1, Math.round(4 + 8 * length + 6 * parts[2] + normal(random)));
    return [sex, ...[length, diameter, height, whole, ...parts].map((each) => each.toFixed(4)), rings].join(",");
  });
  writeFileSync(file, `${COLUMNS.join(",")}\n${rows.join("\n")}\n`);
}

/** The sex as three numbers, the others as they are. */
function toNumbers({ xs, ys }) {
  const { sex, ...measures } = xs;
  return { xs: [...["M", "F", "I"].map((each) => Number(sex === each)), ...Object.values(measures)], ys: [ys.rings] };
}

async function main() {
  const { rows, epochs, logs } = parseArgs({
    options: { rows: { type: "string", default: "4000" }, epochs: { type: "string", default: "30" }, logs: { type: "string" } },
  }).values;
  const folder = mkdtempSync(join(tmpdir(), "abalone-"));
  try {
    writeRows(join(folder, "abalone.csv"), Number(rows));
    const csv = tf.data.csv(`file://${folder}/abalone.csv`, { columnConfigs: { rings: { isLabel: true } } });
    console.log(`columns: ${(await csv.columnNames()).join(", ")}`);
    const held = Math.floor(Number(rows) / 5);
    const samples = csv.map(toNumbers);
    const [test, train] = [samples.take(held).batch(BATCH), samples.skip(held).shuffle(1000, "seed").batch(BATCH)];

    const model = tf.sequential();
    model.add(tf.layers.dense({ inputShape: [10], units: 50, activation: "sigmoid", kernelInitializer: "leCunNormal" }));
    model.add(tf.layers.dense({ units: 50, activation: "sigmoid", kernelInitializer: "leCunNormal" }));
    model.add(tf.layers.dense({ units: 1 }));
    model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError", metrics: ["mae"] });
    await model.fitDataset(train, {
      epochs: Number(epochs),
      validationData: test,
      callbacks: tf.node.tensorBoard(logs ?? join(folder, "logs")),
    });
    const [error, absolute] = (await model.evaluateDataset(test)).map((each) => each.dataSync()[0]);
    console.log(`test: mean squared error ${error.toFixed(3)}, mean absolute error ${absolute.toFixed(3)} rings`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
