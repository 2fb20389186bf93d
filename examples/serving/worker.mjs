// A thread of the pool: a model of its own, loaded once, that answers batches of inputs.

import { parentPort, workerData } from "node:worker_threads";
import * as tf from "lanewise/tfjs-node";

const model = await tf.loadLayersModel(workerData.model);

parentPort.on("message", (inputs) => {
  // What is made in between is given back when tidy ends: memory stays as it is, however many requests come.
  const outputs = tf.tidy(() => model.predict(tf.tensor2d(inputs)).arraySync());
  parentPort.postMessage({ outputs, tensors: tf.memory().numTensors });
});
parentPort.postMessage({ inputs: model.inputs[0].shape[1] });
