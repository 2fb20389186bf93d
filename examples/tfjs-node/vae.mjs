// A variational autoencoder, as in tfjs-examples/fashion-mnist-vae: an encoder and a decoder with a layer of their own between them
// and a loss of their own, trained step by step; what it has learned is drawn into a PNG file. The images are shapes drawn here.
//
//   node examples/tfjs-node/vae.mjs [--steps N] [--output FILE]     (with the packages @tensorflow/tfjs and pngjs)

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
// Was: from "@tensorflow/tfjs-node"
import * as tf from "lanewise/tfjs-node";
import { makeRandom } from "../random.mjs";

const [SIZE, LATENT, HIDDEN, BATCH] = [28, 2, 128, 64];
const PIXELS = SIZE * SIZE;

/** A shirt, trousers or a bag, of any width and height, as grey values 0 … 1. */
function draw(random) {
  const kind = Math.floor(3 * random());
  const [width, height] = [7 + 5 * random(), 7 + 5 * random()];
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    const [x, y] = [(i % SIZE) - SIZE / 2, Math.floor(i / SIZE) - SIZE / 2];
    const inBox = Math.abs(x) < width && Math.abs(y) < height;
    if (kind === 0) return Number(inBox && (Math.abs(x) < width / 2 || y < -height / 3)) * 0.9;
    if (kind === 1) return Number(inBox && (Math.abs(x) > width / 4 || y < -height / 2)) * 0.6;
    return Number(inBox && y > -height / 2) * 0.75 + Number(Math.abs(Math.hypot(x, y + height / 2) - width / 2) < 1) * 0.2;
  });
}

/** Draws a point of the latent space from the distribution that the encoder gives. */
class Sample extends tf.layers.Layer {
  static className = "Sample";

  computeOutputShape([mean]) {
    return mean;
  }

  call([mean, logVariance]) {
    return tf.tidy(() => mean.add(tf.randomNormal(mean.shape).mul(logVariance.mul(0.5).exp())));
  }
}
tf.serialization.registerClass(Sample);

function makeEncoder() {
  const input = tf.input({ shape: [PIXELS] });
  const hidden = tf.layers.dense({ units: HIDDEN, activation: "relu" }).apply(input);
  const mean = tf.layers.dense({ units: LATENT }).apply(hidden);
  const logVariance = tf.layers.dense({ units: LATENT }).apply(hidden);
  const point = new Sample({}).apply([mean, logVariance]);
  return tf.model({ inputs: input, outputs: [mean, logVariance, point], name: "encoder" });
}

const makeDecoder = () =>
  tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [LATENT], units: HIDDEN, activation: "relu" }),
      tf.layers.dense({ units: PIXELS, activation: "sigmoid" }),
    ],
    name: "decoder",
  });

/** What is lost of the images, and how far the points are from a standard normal distribution. */
function lossOf(encoder, decoder, images) {
  const [mean, logVariance, point] = encoder.apply(images);
  const lost = tf.losses.meanSquaredError(images, decoder.apply(point)).mul(PIXELS);
  const divergence = logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).sum(-1).mul(-0.5).mean();
  return lost.add(divergence);
}

/** The decoder's images on a grid of points, beside each other. */
function drawGrid(decoder, cells = 8) {
  return tf.tidy(() => {
    const steps = tf.linspace(-2, 2, cells);
    const points = tf.stack(tf.meshgrid(steps, steps), -1).reshape([cells * cells, LATENT]);
    return decoder
      .predict(points)
      .reshape([cells, cells, SIZE, SIZE])
      .transpose([0, 2, 1, 3])
      .reshape([cells * SIZE, cells * SIZE, 1])
      .mul(255)
      .toInt();
  });
}

async function main() {
  const { steps, output } = parseArgs({
    options: { steps: { type: "string", default: "600" }, output: { type: "string" } },
  }).values;
  const random = makeRandom(4);
  const [encoder, decoder] = [makeEncoder(), makeDecoder()];
  const optimizer = tf.train.adam(0.002);
  for (let step = 1; step <= Number(steps); step++) {
    const images = tf.stack(Array.from({ length: BATCH }, () => tf.tensor1d(draw(random))));
    const loss = optimizer.minimize(() => lossOf(encoder, decoder, images), true);
    if (step === 1 || step % 100 === 0 || step === Number(steps))
      console.log(`step ${step}: loss ${loss.dataSync()[0].toFixed(2)}`);
    tf.dispose([images, loss]);
  }
  const grid = drawGrid(decoder);
  const png = await tf.node.encodePng(grid);
  if (output) writeFileSync(output, png);
  const same = tf.node.decodePng(png).equal(grid).all().dataSync()[0] === 1;
  console.log(`${grid.shape.join(" × ")} pixels in ${png.length} bytes of PNG, ${same ? "and back" : "CHANGED"}`);
}

await main();
