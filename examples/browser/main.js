// The library in a page, and in a worker that keeps the page free for its user.

import { load } from "lanewise";
import { trainXor } from "../xor.mjs";

const show = (id, value) => {
  document.getElementById(id).textContent = value;
};
const inWords = ({ cost, outputs }) =>
  `00, 01, 10, 11 → ${outputs.map((each) => each.toFixed(3)).join(", ")} at a cost of ${cost.toFixed(4)}`;

const lw = await load();
const { backend, simd, threads, reason } = lw.info;
show("info", `${backend}, SIMD ${simd}, threads now: ${threads}. ${reason}`);
show("page", inWords(trainXor(lw)));

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => show("worker", data.step ? `step ${data.step}: cost ${data.cost.toFixed(4)}` : inWords(data));
worker.onerror = ({ message }) => show("worker", `failed: ${message}`);
