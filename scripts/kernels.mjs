// Compiles the kernel modules into dist/kernels, as many at a time as there are processors: `node scripts/kernels.mjs [name …]`.
// The compiler runs within threads of this process, since to start it anew takes longer than to compile a family.

import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { modules } from "./modules.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns what the compiler has to say; empty where all is well */
async function compile({ family, target, name, memoryBase }) {
  const { main } = await import("assemblyscript/asc");
  const { error, stderr } = await main([
    ...[`assembly/modules/${family}.ts`, "--baseDir", root, "--config", "asconfig.json", "--target", target],
    ...["--outFile", `dist/kernels/${name}.wasm`, "--memoryBase", String(memoryBase)],
  ]);
  return error ? `${stderr}${error.message}` : "";
}

/** Hands one module after the other to a thread, until none is left or one has failed. */
function work(waiting) {
  const worker = new Worker(fileURLToPath(import.meta.url));
  return new Promise((resolve, reject) => {
    const next = (failure = "") => {
      if (failure) {
        process.stderr.write(failure);
        process.exitCode = 1;
        waiting.length = 0;
      }
      const module = waiting.shift();
      if (module) worker.postMessage(module);
      else resolve(worker.terminate());
    };
    worker.on("message", next).on("error", reject);
    next();
  });
}

if (isMainThread) {
  const chosen = process.argv.slice(2);
  const waiting = modules.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), waiting.length) }, () => work(waiting)));
} else {
  parentPort.on("message", async (module) => parentPort.postMessage(await compile(module)));
}
