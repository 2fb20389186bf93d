// node examples/node.mjs: the library in Node.

import { load } from "lanewise";
import { trainXor } from "./xor.mjs";

const lw = await load();
console.log(lw.info);
const { cost, outputs } = trainXor(lw, (step, value) => {
  if (step % 100 === 0) console.log(`step ${step}: cost ${value.toFixed(4)}`);
});
console.log(`00, 01, 10, 11 → ${outputs.map((each) => each.toFixed(3)).join(", ")} at a cost of ${cost.toFixed(4)}`);
await lw.close();
