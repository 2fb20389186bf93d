// A worker of a queue: a process with a model of its own, which takes what jobs there are and answers them as one batch.
//
//   node worker.mjs --port PORT --model file://FOLDER/model.json

import { connect } from "node:net";
import { parseArgs } from "node:util";
import * as tf from "lanewise/tfjs-node";
import { receiveFrom, send } from "./lines.mjs";

const LARGEST_BATCH = 32;
const { values } = parseArgs({ options: { port: { type: "string" }, model: { type: "string" } } });

const model = await tf.loadLayersModel(values.model);
const queue = connect(Number(values.port), "127.0.0.1").setNoDelay(true);

const tellState = () => process.send?.({ memory: process.memoryUsage.rss(), tensors: tf.memory().numTensors });

receiveFrom(queue, ({ jobs }) => {
  const outputs = tf.tidy(() => model.predict(tf.tensor2d(jobs.map(({ input }) => input))).arraySync());
  send(queue, { done: jobs.map(({ ticket }, i) => ({ ticket, output: outputs[i] })), take: LARGEST_BATCH });
  tellState();
});
send(queue, { take: LARGEST_BATCH });
tellState();
