// Asks a server of its own many times over, checks every answer, and reports how long they took and what memory was held.
//
//   node load.mjs [--requests 100000] [--connections 32] [--threads N]

import { spawn } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inputOf, isAnswerTo } from "./model.mjs";
import { looksAt, report } from "./report.mjs";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    connections: { type: "string", default: "32" },
    threads: { type: "string", default: "2" },
  },
});
const [requests, connections] = [Number(values.requests), Number(values.connections)];

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

const { server, address } = await startServer();
const milliseconds = new Float64Array(requests);
const looks = [];
let [next, right] = [0, 0];

async function connection() {
  while (next < requests) {
    const number = next++;
    if (looksAt(number, requests)) looks.push(await ask(`${address}/status`));
    const input = inputOf(number);
    const started = performance.now();
    const { output } = await ask(`${address}/predict`, { input });
    milliseconds[number] = performance.now() - started;
    if (isAnswerTo(input, output)) right++;
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: connections }, connection));
const seconds = (performance.now() - started) / 1000;
looks.push(await ask(`${address}/status`));
server.kill("SIGTERM");
agent.destroy();

const [memory, tensors] = [looks.map((each) => each.memory), looks.map((each) => each.tensors)];
process.exitCode = report({ requests, right, seconds, milliseconds, memory, tensors });
