// One worker: makes the calls from one number to another, and tells of those that fail.

import { parentPort, workerData } from "node:worker_threads";
import { load, ops } from "lanewise";
import { reproduction } from "./reproduce.mjs";
import { callAt, subjectOf } from "./subjects.mjs";

const { modules, names, seed } = workerData;
const specs = names.map((name) => ops[name]);
const subjects = await Promise.all(modules.map((module) => subjectOf(load, module)));

/** Every op comes to every module. */
const turn = (index) => Math.floor(index / specs.length) % modules.length;

parentPort.on("message", ({ start, end }) => {
  const failures = [];
  for (let index = start; index < end; index++) {
    const call = callAt(specs, seed, index);
    const error = subjects[turn(index)].failure(call);
    if (!error) continue;
    const module = modules[turn(index)];
    const { op, method } = call;
    failures.push({ index, op, method, module, message: String(error), code: reproduction(call, module) });
  }
  parentPort.postMessage({ failures });
});
parentPort.postMessage("ready");
