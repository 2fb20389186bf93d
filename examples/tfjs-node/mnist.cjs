// Digits, as in tfjs-examples/mnist-node: a convolutional net is trained on images in MNIST's own file format, evaluated, saved
// and loaded. The images are drawn here: nothing is downloaded.
//
//   node examples/tfjs-node/mnist.cjs [--images N] [--epochs N]     (with the package @tensorflow/tfjs)

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { parseArgs } = require("node:util");
// Was: require("@tensorflow/tfjs-node")
const tf = require("lanewise/tfjs-node");

const [SIZE, CLASSES] = [28, 10];
/** Segments of a seven-segment display, as [row, column, height, width] in fifths of the image. */
const SEGMENTS = [
  [0, 1, 1, 3],
  [0.5, 0.5, 2, 1],
  [0.5, 3.5, 2, 1],
  [2, 1, 1, 3],
  [2.5, 0.5, 2, 1],
  [2.5, 3.5, 2, 1],
  [4, 1, 1, 3],
];
const DIGITS = ["012456", "25", "02346", "02356", "1235", "01356", "013456", "025", "0123456", "012356"];

/** A digit somewhere near the middle, in a noisy image of bytes. */
function draw(digit, random) {
  const image = Buffer.alloc(SIZE * SIZE, 0);
  for (let i = 0; i < image.length; i++) image[i] = 60 * random();
  const [left, top, unit] = [3 + 5 * random(), 3 + 5 * random(), 3 + random()];
  for (const segment of DIGITS[digit]) {
    const [row, column, height, width] = SEGMENTS[segment].map((each) => each * unit);
    for (let y = Math.round(top + row); y < top + row + height; y++) {
      for (let x = Math.round(left + column); x < left + column + width; x++) {
        if (y < SIZE && x < SIZE) image[y * SIZE + x] = 180 + 75 * random();
      }
    }
  }
  return image;
}

/** Writes a pair of files as MNIST has them: big-endian headers, then bytes. */
function writeFiles(folder, name, count, random) {
  const labels = Buffer.from(Array.from({ length: count }, () => Math.floor(CLASSES * random())));
  const header = (...numbers) => Buffer.concat(numbers.map((each) => Buffer.from(Uint32Array.of(each).buffer).swap32()));
  fs.writeFileSync(path.join(folder, `${name}-labels-idx1-ubyte`), Buffer.concat([header(2049, count), labels]));
  const images = [...labels].map((digit) => draw(digit, random));
  fs.writeFileSync(path.join(folder, `${name}-images-idx3-ubyte`), Buffer.concat([header(2051, count, SIZE, SIZE), ...images]));
}

function readFiles(folder, name) {
  const labels = fs.readFileSync(path.join(folder, `${name}-labels-idx1-ubyte`)).subarray(8);
  const images = fs.readFileSync(path.join(folder, `${name}-images-idx3-ubyte`)).subarray(16);
  return {
    images: tf.tensor4d(
      Float32Array.from(images, (byte) => byte / 255),
      [labels.length, SIZE, SIZE, 1],
    ),
    labels: tf.oneHot(tf.tensor1d(Int32Array.from(labels), "int32"), CLASSES).toFloat(),
  };
}

function makeModel() {
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ inputShape: [SIZE, SIZE, 1], filters: 16, kernelSize: 3, activation: "relu" }));
  model.add(tf.layers.maxPooling2d({ poolSize: [2, 2] }));
  model.add(tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu" }));
  model.add(tf.layers.maxPooling2d({ poolSize: [2, 2] }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dropout({ rate: 0.25 }));
  model.add(tf.layers.dense({ units: 64, activation: "relu" }));
  model.add(tf.layers.dense({ units: CLASSES, activation: "softmax" }));
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  return model;
}

async function main() {
  const { images, epochs } = parseArgs({
    options: { images: { type: "string", default: "3000" }, epochs: { type: "string", default: "5" } },
  }).values;
  const { makeRandom } = await import("../random.mjs");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mnist-"));
  try {
    writeFiles(folder, "train", Number(images), makeRandom(1));
    writeFiles(folder, "t10k", Math.ceil(Number(images) / 5), makeRandom(2));
    const [train, test] = [readFiles(folder, "train"), readFiles(folder, "t10k")];
    const model = makeModel();
    model.summary();
    await model.fit(train.images, train.labels, { epochs: Number(epochs), batchSize: 64, validationSplit: 0.1 });
    const [loss, accuracy] = model.evaluate(test.images, test.labels);
    console.log(`test: loss ${loss.dataSync()[0].toFixed(4)}, accuracy ${accuracy.dataSync()[0].toFixed(4)}`);
    await model.save(`file://${folder}/model`);
    const again = await tf.loadLayersModel(`file://${folder}/model/model.json`);
    const few = test.images.slice(0, 8);
    console.log(`read ${again.predict(few).argMax(-1).arraySync()}, were ${test.labels.slice(0, 8).argMax(-1).arraySync()}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

main();
