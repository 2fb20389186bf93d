// Makes 3,000 results of 1 MB that nobody disposes, and prints the largest resident set size, MB. The argument says when the
// program returns to the event loop: "never", or after "each".

import * as tf from "@tensorflow/tfjs";
import { registerBackend } from "lanewise/tfjs";

await registerBackend();
await tf.setBackend("lanewise");
const x = tf.ones([2 ** 18]);
let largest = 0;
for (let i = 0; i < 3000; i++) {
  x.add(i);
  if (process.argv[2] === "each") await new Promise((resolve) => setImmediate(resolve));
  largest = Math.max(largest, process.memoryUsage().rss);
}
console.log(Math.round(largest / 1e6));
