// Makes 3,000 results of 1 MB that nobody disposes, and prints the most that linear memory held of them, and what was held of them
// anywhere in the end, MB. The argument says when the program returns to the event loop: "never", or after "each".

import * as tf from "@tensorflow/tfjs";
import { registerBackend } from "lanewise/tfjs";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
const inLinearMemory = () => tf.backend().memory().usedBytes;
const inArrays = () => process.memoryUsage().arrayBuffers;

await registerBackend();
await tf.setBackend("lanewise");
const x = tf.ones([2 ** 18]);
const before = inLinearMemory() + inArrays();
let largest = 0;
for (let i = 0; i < 3000; i++) {
  x.add(i);
  largest = Math.max(largest, inLinearMemory());
  if (process.argv[2] !== "each") continue;
  // The collector comes when it likes; here it comes often.
  if (i % 20 === 0) globalThis.gc();
  await turn();
}
const held = () => inLinearMemory() + inArrays() - before;
for (let i = 0; i < 1000 && held() > 10e6; i++) {
  globalThis.gc();
  await turn();
}
console.log(JSON.stringify([largest, held()].map((bytes) => bytes / 1e6)));
