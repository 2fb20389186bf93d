// What programs for Node train and serve: the models of tfjs-examples, and MobileNet as it was published, with weights made up here.
// Each is made for the current backend, and gives { step?: one training step, predict: one inference → its numbers }.

import * as tf from "@tensorflow/tfjs";

const seeded = (seed) => tf.initializers.heNormal({ seed });

/** A model with a batch to train on and to predict. */
function program(model, x, y, loss, optimizer) {
  model.compile({ optimizer: optimizer(0.001), loss });
  return { step: () => model.trainOnBatch(x, y), predict: () => read(() => model.predict(x)) };
}

/** Waits for the numbers. */
function read(predict) {
  const output = tf.tidy(predict);
  const numbers = output.dataSync();
  output.dispose();
  return numbers;
}

const classes = (rows, count) => tf.oneHot(tf.randomUniformInt([rows], 0, count, 5), count).toFloat();

/** mnist-node: four convolutions, two poolings, two dense layers. */
function mnist(optimizer) {
  const convolution = (filters, seed, more = {}) =>
    tf.layers.conv2d({ filters, kernelSize: 3, activation: "relu", kernelInitializer: seeded(seed), ...more });
  const model = tf.sequential({
    layers: [
      convolution(32, 1, { inputShape: [28, 28, 1] }),
      convolution(32, 2),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      convolution(64, 3),
      convolution(64, 4),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dropout({ rate: 0.25, seed: 1 }),
      tf.layers.dense({ units: 512, activation: "relu", kernelInitializer: seeded(5) }),
      tf.layers.dropout({ rate: 0.5, seed: 2 }),
      tf.layers.dense({ units: 10, activation: "softmax", kernelInitializer: seeded(6) }),
    ],
  });
  return program(
    model,
    tf.randomUniform([4, 28, 28, 1], 0, 1, "float32", 7),
    classes(4, 10),
    "categoricalCrossentropy",
    optimizer,
  );
}

/** abalone-node: three small dense layers. */
function abalone(optimizer) {
  const dense = (units, seed, more = {}) =>
    tf.layers.dense({ units, activation: "sigmoid", kernelInitializer: seeded(seed), ...more });
  const model = tf.sequential({ layers: [dense(50, 1, { inputShape: [8] }), dense(50, 2), tf.layers.dense({ units: 1 })] });
  const x = tf.randomUniform([500, 8], 0, 1, "float32", 3);
  return program(model, x, tf.randomUniform([500, 1], 1, 29, "float32", 4), "meanSquaredError", optimizer);
}

/** lstm-text-generation: one LSTM over 40 characters, and a choice among 71. */
function lstm(optimizer) {
  const [length, characters] = [40, 71];
  const initializers = { kernelInitializer: seeded(1), recurrentInitializer: seeded(2) };
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 128, inputShape: [length, characters], ...initializers }),
      tf.layers.dense({ units: characters, activation: "softmax", kernelInitializer: seeded(3) }),
    ],
  });
  const x = classes(16 * length, characters).reshape([16, length, characters]);
  return program(model, x, classes(16, characters), "categoricalCrossentropy", optimizer);
}

/** MobileNet 1.0 for images of 224 × 224 (Howard et al. 2017), which services run: inference alone, one image. */
function mobilenet() {
  let seed = 0;
  const normalized = (layer) => [layer, tf.layers.batchNormalization(), tf.layers.reLU({ maxValue: 6 })];
  const block = (filters, strides) => [
    ...normalized(
      tf.layers.depthwiseConv2d({
        kernelSize: 3,
        strides,
        padding: "same",
        useBias: false,
        depthwiseInitializer: seeded(++seed),
      }),
    ),
    ...normalized(tf.layers.conv2d({ kernelSize: 1, filters, useBias: false, kernelInitializer: seeded(++seed) })),
  ];
  const first = { inputShape: [224, 224, 3], kernelSize: 3, strides: 2, filters: 32, padding: "same", useBias: false };
  const blocks = [[64, 1], [128, 2], [128, 1], [256, 2], [256, 1], [512, 2], ...Array(5).fill([512, 1]), [1024, 2], [1024, 1]];
  const model = tf.sequential({
    layers: [
      ...normalized(tf.layers.conv2d({ ...first, kernelInitializer: seeded(++seed) })),
      ...blocks.flatMap(([filters, strides]) => block(filters, strides)),
      tf.layers.globalAveragePooling2d({}),
      tf.layers.dense({ units: 1000, activation: "softmax", kernelInitializer: seeded(++seed) }),
    ],
  });
  const image = tf.randomUniform([1, 224, 224, 3], -1, 1, "float32", 9);
  return { predict: () => read(() => model.predict(image)) };
}

export const programs = { abalone, lstm, mnist, mobilenet };
