// Text, letter by letter, as in tfjs-examples/lstm-text-generation: a recurrent net learns which letter comes next, is saved and
// loaded, and writes text of its own at several temperatures. What it learns from is made up here, by a small grammar.
//
//   node examples/tfjs-node/text.mjs [--letters N] [--epochs N] [--units N,N]     (with the package @tensorflow/tfjs)

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
// Was: from "@tensorflow/tfjs-node"
import * as tf from "lanewise/tfjs-node";
import { makeRandom } from "../random.mjs";

const [WINDOW, STEP, BATCH, WRITTEN] = [20, 3, 32, 60];
const NOUNS = ["cat", "dog", "bird", "fox"];
const VERBS = ["sees", "hears", "likes"];

function makeText(letters, random) {
  const one = (words) => words[Math.floor(words.length * random())];
  let text = "";
  while (text.length < letters) text += `the ${one(NOUNS)} ${one(VERBS)} the ${one(NOUNS)}. `;
  return text;
}

/** Windows of the text as one-hot vectors, and the letter after each. */
function samplesOf(codes, alphabet) {
  const starts = Array.from({ length: Math.floor((codes.length - WINDOW) / STEP) }, (_, i) => i * STEP);
  tf.util.shuffle(starts);
  const [xs, ys] = [tf.buffer([starts.length, WINDOW, alphabet]), tf.buffer([starts.length, alphabet])];
  for (const [i, start] of starts.entries()) {
    for (let j = 0; j < WINDOW; j++) xs.set(1, i, j, codes[start + j]);
    ys.set(1, i, codes[start + WINDOW]);
  }
  return [xs.toTensor(), ys.toTensor()];
}

function makeModel(alphabet, units) {
  const model = tf.sequential();
  for (const [i, each] of units.entries()) {
    const input = i === 0 ? { inputShape: [WINDOW, alphabet] } : {};
    model.add(tf.layers.lstm({ ...input, units: each, returnSequences: i < units.length - 1 }));
  }
  model.add(tf.layers.dense({ units: alphabet, activation: "softmax" }));
  model.compile({ optimizer: tf.train.rmsprop(0.01), loss: "categoricalCrossentropy" });
  return model;
}

/** Goes on from the seed, letter by letter; the lower the temperature, the likelier the letters. */
function write(model, seed, alphabet, temperature) {
  const codes = [...seed];
  while (codes.length < seed.length + WRITTEN) {
    const next = tf.tidy(() => {
      const window = tf
        .oneHot(tf.tensor1d(codes.slice(-WINDOW), "int32"), alphabet)
        .toFloat()
        .expandDims();
      const logits = model.predict(window).squeeze([0]).log().div(temperature);
      return tf.multinomial(logits, 1).dataSync()[0];
    });
    codes.push(next);
  }
  return codes.slice(seed.length);
}

async function main() {
  const { letters, epochs, units } = parseArgs({
    options: {
      letters: { type: "string", default: "12000" },
      epochs: { type: "string", default: "5" },
      units: { type: "string", default: "64,64" },
    },
  }).values;
  const text = makeText(Number(letters), makeRandom(7));
  const alphabet = [...new Set(text)].sort();
  const codes = Array.from(text, (letter) => alphabet.indexOf(letter));
  const folder = mkdtempSync(join(tmpdir(), "text-"));
  try {
    const model = makeModel(alphabet.length, units.split(",").map(Number));
    const [xs, ys] = samplesOf(codes, alphabet.length);
    await model.fit(xs, ys, { epochs: Number(epochs), batchSize: BATCH, validationSplit: 0.0625 });
    await model.save(`file://${folder}`);
    const again = await tf.loadLayersModel(`file://${folder}/model.json`);
    const seed = codes.slice(0, WINDOW);
    console.log(`after "${text.slice(0, WINDOW)}":`);
    for (const temperature of [0.01, 0.5, 1]) {
      const written = write(again, seed, alphabet.length, temperature);
      console.log(`temperature ${temperature}: "${written.map((code) => alphabet[code]).join("")}"`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await main();
