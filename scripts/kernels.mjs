// Compiles every kernel module that the asconfig files name, as many at a time as there are processors.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = fileURLToPath(new URL("../node_modules/assemblyscript/bin/asc.js", import.meta.url));

const waiting = ["asconfig.json", "asconfig.tfjs.json"].flatMap((config) =>
  Object.keys(JSON.parse(readFileSync(new URL(`../${config}`, import.meta.url), "utf8")).targets).map((target) => ({
    config,
    target,
  })),
);

/** @returns its exit code */
function compile({ config, target }) {
  const compiling = spawn(process.execPath, [compiler, "--config", config, "--target", target], { cwd: root, stdio: "inherit" });
  return new Promise((resolve, reject) => compiling.on("error", reject).on("exit", (code) => resolve(code ?? 1)));
}

/** One module after the other, until none is left or one has failed. */
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const code = await compile(next);
    if (code === 0) continue;
    process.exitCode = code;
    waiting.length = 0;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
