// Trains where it disturbs nobody, and tells the page how it goes.

import { load } from "lanewise";
import { trainXor } from "../xor.mjs";

const lw = await load();
postMessage(trainXor(lw, (step, cost) => step % 100 === 0 && postMessage({ step, cost })));
await lw.close();
close();
