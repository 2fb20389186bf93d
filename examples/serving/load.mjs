// Asks a server of its own many times over, checks every answer, and reports how long they took and what memory was held.
//
//   node load.mjs [--requests 100000] [--connections 32] [--threads N]

import { spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answerTo, INPUTS } from "./model.mjs";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    connections: { type: "string", default: "32" },
    threads: { type: "string", default: "2" },
  },
});
const [requests, connections] = [Number(values.requests), Number(values.connections)];
const MEGABYTE = 2 ** 20;
/** How often memory is looked at. */
const LOOKS = 10;

async function startServer() {
  const file = fileURLToPath(new URL("server.mjs", import.meta.url));
  const server = spawn(process.execPath, [file, "--port", "0", "--threads", values.threads], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve, reject) => {
    server.stdout.once("data", (text) => resolve(String(text).trim()));
    server.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
  });
  return { server, address };
}

const agent = new Agent({ keepAlive: true, maxSockets: connections });

/** @returns what the server answers, as JSON */
function ask(url, body) {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const sent = request(url, { agent, method: body ? "POST" : "GET", headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (text += part));
      response.on("end", () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}

/** Whole numbers: their sums are exact. */
const inputOf = (number) => Array.from({ length: INPUTS }, (_, i) => (number * 31 + i * 7) % 100);

const { server, address } = await startServer();
const milliseconds = new Float64Array(requests);
const memory = [];
let [next, right] = [0, 0];

async function connection() {
  while (next < requests) {
    const number = next++;
    if (number % Math.ceil(requests / LOOKS) === 0) memory.push(await ask(`${address}/status`));
    const input = inputOf(number);
    const started = performance.now();
    const { output } = await ask(`${address}/predict`, { input });
    milliseconds[number] = performance.now() - started;
    const expected = answerTo(input);
    if (output.length === expected.length && output.every((each, i) => Math.abs(each - expected[i]) <= 1e-5 * expected[i]))
      right++;
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: connections }, connection));
const seconds = (performance.now() - started) / 1000;
memory.push(await ask(`${address}/status`));
server.kill("SIGTERM");
agent.destroy();

milliseconds.sort();
const at = (share) => `${milliseconds[Math.min(requests - 1, Math.floor(share * requests))].toFixed(2)} ms`;
console.log(`${requests} requests over ${connections} connections: ${right} right answers, ${requests - right} wrong or lost`);
console.log(`${(requests / seconds).toFixed(0)} a second; p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}`);
console.log(`memory, MB: ${memory.map((each) => Math.round(each.memory / MEGABYTE)).join(" ")}`);
console.log(`tensors in each thread: ${memory.at(-1).tensors.join(" ")}, a tenth of the way ${memory[1].tensors.join(" ")}`);
process.exitCode = right === requests ? 0 : 1;
