// A program that computes in a loop that never yields until its threads have started by themselves, then ends by itself.
// The first argument says how it loads the library. Prints JSON.

import { load } from "lanewise";
import { loadSync } from "lanewise/sync";

process.getBuiltinModule("node:os").availableParallelism = () => 3;
const lw = process.argv[2] === "load" ? await load() : loadSync();
const before = lw.info.reason;
const x = lw.tensor(new Float32Array(1_000_000).fill(0.5));
const out = lw.zeros([1_000_000]);
while (lw.info.threads < 3) lw.sigmoid(x, { out });
console.log(JSON.stringify({ before, after: lw.info.reason }));
