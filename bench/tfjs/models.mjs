// The models that the tfjs suite trains: each is made for the current backend from seeded numbers, and gives
// { step: one training step → cost, predict: one inference → its numbers }. Sizes are those of the issue unless given.

import * as tf from "@tensorflow/tfjs";
import { fractions } from "../../bin/random.mjs";

const LEARNING_RATE = 0.001;

/** Numbers of roughly normal distribution, seeded. */
function normal(next, shape, deviation) {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, () => deviation * (next() + next() + next() + next() - 2) * 1.732);
  return tf.tensor(values, shape);
}

/** A trainable variable, scaled as He et al. (2015) for its fan-in. */
function weights(next, shape) {
  const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return tf.variable(normal(next, shape, Math.sqrt(2 / fanIn)));
}

const bias = (size) => tf.variable(tf.zeros([size]));

function oneHot(next, rows, classes) {
  return tf
    .oneHot(
      tf.tensor1d(
        Int32Array.from({ length: rows }, () => Math.floor(next() * classes)),
        "int32",
      ),
      classes,
    )
    .toFloat();
}

function trainer(cost, optimizer) {
  return () => {
    const value = optimizer.minimize(cost, true);
    const [number] = value.dataSync();
    value.dispose();
    return number;
  };
}

/** Runs it, and waits for the numbers: outside of tidy, which would look at each of them for a tensor. */
function runner(predict) {
  return () => {
    const output = tf.tidy(predict);
    const numbers = output.dataSync();
    output.dispose();
    return numbers;
  };
}

/** inputs-hidden-classes with ReLU. */
export function mlp(makeOptimizer = tf.train.adam, { batch = 128, inputs = 784, hidden = 256, classes = 10 } = {}) {
  const next = fractions(1);
  const x = normal(next, [batch, inputs], 1);
  const labels = oneHot(next, batch, classes);
  const [w1, b1, w2, b2] = [weights(next, [inputs, hidden]), bias(hidden), weights(next, [hidden, classes]), bias(classes)];
  const logits = () => x.matMul(w1).add(b1).relu().matMul(w2).add(b2);
  const predict = () => {
    const active = tf.fused.matMul({ a: x, b: w1, bias: b1, activation: "relu" });
    return tf.fused.matMul({ a: active, b: w2, bias: b2 }).softmax();
  };
  const cost = () => tf.losses.softmaxCrossEntropy(labels, logits());
  return { step: trainer(cost, makeOptimizer(LEARNING_RATE)), predict: runner(predict) };
}

/** Square images of one channel, two convolutions of 5 × 5 with 2 × 2 pooling, and a dense layer. */
export function cnn(makeOptimizer = tf.train.adam, { batch = 32, size = 28, channels = [8, 16], classes = 10 } = {}) {
  const next = fractions(2);
  const x = normal(next, [batch, size, size, 1], 1);
  const labels = oneHot(next, batch, classes);
  const [c1, c2] = channels;
  const [k1, b1, k2, b2] = [weights(next, [5, 5, 1, c1]), bias(c1), weights(next, [5, 5, c1, c2]), bias(c2)];
  const features = (((size - 4) / 2 - 4) / 2) ** 2 * c2;
  const [w, b] = [weights(next, [features, classes]), bias(classes)];
  const layer = (input, filter, offset) => tf.maxPool(tf.relu(tf.conv2d(input, filter, 1, "valid").add(offset)), 2, 2, "valid");
  const logits = () =>
    layer(layer(x, k1, b1), k2, b2)
      .reshape([batch, features])
      .matMul(w)
      .add(b);
  const fused = (input, filter, offset) =>
    tf.maxPool(tf.fused.conv2d({ x: input, filter, strides: 1, pad: "valid", bias: offset, activation: "relu" }), 2, 2, "valid");
  const predict = () =>
    fused(fused(x, k1, b1), k2, b2)
      .reshape([batch, features])
      .matMul(w)
      .add(b)
      .softmax();
  const cost = () => tf.losses.softmaxCrossEntropy(labels, logits());
  return { step: trainer(cost, makeOptimizer(LEARNING_RATE)), predict: runner(predict) };
}

/** A transformer block: pre-norm attention, and a feed-forward layer of four times the width. */
export function transformer(makeOptimizer = tf.train.adam, { batch = 8, length = 128, width = 256, heads = 4 } = {}) {
  const next = fractions(3);
  const x = normal(next, [batch, length, width], 1);
  const target = normal(next, [batch, length, width], 1);
  const square = () => weights(next, [width, width]);
  const [wq, wk, wv, wo] = [square(), square(), square(), square()];
  const [w1, b1, w2, b2] = [weights(next, [width, 4 * width]), bias(4 * width), weights(next, [4 * width, width]), bias(width)];
  const scales = [tf.variable(tf.ones([width])), tf.variable(tf.ones([width]))];
  const offsets = [bias(width), bias(width)];
  const project = (input, w) => input.reshape([batch * length, width]).matMul(w);
  const split = (input) => input.reshape([batch, length, heads, width / heads]).transpose([0, 2, 1, 3]);
  const normalize = (input, i) => {
    const mean = input.mean(-1, true);
    const centred = input.sub(mean);
    const variance = centred.square().mean(-1, true);
    return centred.mul(variance.add(1e-5).rsqrt()).mul(scales[i]).add(offsets[i]);
  };
  const attention = (input) => {
    const [q, k, v] = [wq, wk, wv].map((w) => split(project(input, w)));
    const scores = q.matMul(k, false, true).mul(1 / Math.sqrt(width / heads));
    const mixed = scores.softmax().matMul(v).transpose([0, 2, 1, 3]);
    return project(mixed, wo).reshape([batch, length, width]);
  };
  const feedForward = (input) => project(input, w1).add(b1).relu().matMul(w2).add(b2).reshape([batch, length, width]);
  const block = () => {
    const attended = x.add(attention(normalize(x, 0)));
    return attended.add(feedForward(normalize(attended, 1)));
  };
  const cost = () => block().sub(target).square().mean();
  return { step: trainer(cost, makeOptimizer(LEARNING_RATE)), predict: runner(block) };
}

export const models = { mlp, cnn, transformer };
