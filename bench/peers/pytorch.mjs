// Native PyTorch in a Python process of its own, which times its calls itself: pytorch.py. Rounds alternate with ours.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("pytorch.py", import.meta.url));

/** Sends a request a line, and gives the answer to each. */
function converse(python) {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "pipe"] });
  const waiting = [];
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  const end = (error) => {
    const last = complaint.trim().split("\n").at(-1);
    for (const { reject } of waiting.splice(0)) reject(error ?? new Error(last || "Python ended"));
  };
  child.on("error", end);
  child.on("exit", () => end());
  child.stdin.on("error", () => {});
  // The process must not keep ours alive.
  for (const part of [child, child.stdout, child.stderr, child.stdin]) part.unref();
  const ask = async (request) => {
    child.ref();
    const answer = await new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    child.unref();
    if (answer.error) throw new Error(answer.error);
    return answer;
  };
  return { ask, close: () => child.kill() };
}

function floatsOf(file) {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** @returns {Promise<import("./index.mjs").Peer>} */
export async function open({ python, threads }) {
  const { ask, close } = converse(python);
  const { version } = await ask({ do: "start", threads });
  const directory = mkdtempSync(join(tmpdir(), "bench-pytorch-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const prepare = async (problem) => {
    const inputs = Object.entries(problem.inputs).map(([name, data]) => {
      const file = join(directory, name);
      writeFileSync(file, data);
      return { name, file, shape: problem.shapes[name], integers: data instanceof Int32Array };
    });
    const { op, pass, options } = problem;
    const { known } = await ask({ do: "prepare", op, pass, options, inputs });
    if (!known) return undefined;
    const read = async () => {
      const { files } = await ask({ do: "read", directory });
      return files.map(floatsOf);
    };
    const measure = async (milliseconds) => (await ask({ do: "measure", seconds: milliseconds / 1000 })).seconds * 1000;
    return { measure, read };
  };
  return { name: "pytorch", version, prepare, close };
}
