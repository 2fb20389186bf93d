// Puts jobs into a queue for worker processes, kills one of them on the way, checks every answer, and reports how long they took and
// what memory the workers held.
//
//   node load.mjs [--requests 100000] [--outstanding 64] [--workers 2]

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inputOf, isAnswerTo, writeModel } from "../model.mjs";
import { looksAt, report } from "../report.mjs";
import { Broker } from "./broker.mjs";
import { receiveFrom, send } from "./lines.mjs";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    outstanding: { type: "string", default: "64" },
    workers: { type: "string", default: "2" },
  },
});
const [requests, outstanding, workers] = [values.requests, values.outstanding, values.workers].map(Number);

const folder = mkdtempSync(join(tmpdir(), "queue-model-"));
await writeModel(folder);
const broker = new Broker();
const port = await broker.listen();

/** What each worker said last of its memory, by its place. */
const states = [];
const processes = [];

/** One process a place: a new one when it ends. Each computes on one thread, since there are as many of them as processors. */
function startWorker(place) {
  const file = fileURLToPath(new URL("worker.mjs", import.meta.url));
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: "1" };
  const worker = fork(file, ["--port", String(port), "--model", `file://${folder}/model.json`], { env });
  worker.on("message", (state) => {
    states[place] = state;
  });
  worker.on("exit", (_code, signal) => signal === "SIGKILL" && startWorker(place));
  processes[place] = worker;
  return once(worker, "message");
}

const queue = connect(port, "127.0.0.1").setNoDelay(true);
const milliseconds = new Float64Array(requests);
const [memory, tensors] = [[], []];
const asked = new Map();
let [next, right] = [0, 0];

function look() {
  memory.push(states.reduce((sum, state) => sum + (state?.memory ?? 0), 0));
  tensors.push(states.map((state) => state?.tensors ?? 0));
}

function ask() {
  const id = next++;
  if (looksAt(id, requests)) look();
  if (id === Math.floor(requests / 2)) processes[0].kill("SIGKILL");
  const input = inputOf(id);
  asked.set(id, { input, started: performance.now() });
  send(queue, { id, input });
}

await Promise.all(Array.from({ length: workers }, (_, place) => startWorker(place)));
const started = performance.now();
await new Promise((resolve) => {
  receiveFrom(queue, ({ id, output }) => {
    const { input, started: begun } = asked.get(id);
    asked.delete(id);
    milliseconds[id] = performance.now() - begun;
    if (isAnswerTo(input, output)) right++;
    if (next < requests) ask();
    else if (asked.size === 0) resolve();
  });
  while (next < Math.min(outstanding, requests)) ask();
});
const seconds = (performance.now() - started) / 1000;
look();
for (const worker of processes) worker.kill();
queue.destroy();
broker.close();
rmSync(folder, { recursive: true });
process.exitCode = report({ requests, right, seconds, milliseconds, memory, tensors });
