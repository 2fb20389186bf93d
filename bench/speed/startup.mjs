// How long it takes from the import to the first result, each library in a Node of its own.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./time.mjs";

const ROUNDS = 5;
const peers = fileURLToPath(new URL("../peers/", import.meta.url));

const DATA = "const x = Float32Array.of(-1, 0, 1, 2);";

/** Programs that print nothing else than the milliseconds; the last line must make `y`, the sigmoid of x. */
const PROGRAMS = {
  ours: `
    const { load } = await import(${JSON.stringify(import.meta.resolve("lanewise"))});
    const lw = await load();
    y = lw.sigmoid(x);`,
  "tfjs-wasm": `
    const tf = await import("@tensorflow/tfjs-core");
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    const { createRequire } = await import("node:module");
    const { dirname } = await import("node:path");
    wasm.setWasmPaths(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm")) + "/");
    await tf.setBackend("wasm");
    y = tf.sigmoid(tf.tensor(x)).dataSync();`,
  "onnxruntime-web": `
    const ort = await import("onnxruntime-web");
    const { onnxModel } = await import("./onnxModel.mjs");
    ort.env.wasm.numThreads = 1;
    const nodes = [{ type: "Sigmoid", inputs: ["x"], output: "y" }];
    const model = onnxModel({ nodes, inputs: { x: { integers: false, shape: [4] } }, output: "y" });
    const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
    y = (await session.run({ x: new ort.Tensor("float32", x, [4]) })).y.data;`,
};

function once(program) {
  const text = `${DATA} let y; const start = performance.now(); ${program}
    const milliseconds = performance.now() - start;
    if (Math.abs(y[2] - 0.7310586) > 1e-6) throw new Error("wrong result: " + y);
    console.log(milliseconds); process.exit(0);`;
  // Beside the adapters, so that the peers' packages are found.
  const options = { cwd: peers, encoding: "utf8" };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", text], options);
  if (status !== 0)
    throw new Error(
      stderr
        .trim()
        .split("\n")
        .findLast((line) => line.includes("Error")) ?? "failed",
    );
  return Number(stdout.trim().split("\n").at(-1));
}

/** @returns {Record<string, number>} milliseconds, the median of a few starts; without those that are not installed */
export function startupTimes(names) {
  const wanted = Object.keys(PROGRAMS).filter((name) => name === "ours" || names.includes(name));
  const times = Object.fromEntries(wanted.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) for (const name of wanted) times[name].push(once(PROGRAMS[name]));
  return Object.fromEntries(wanted.map((name) => [name, median(times[name])]));
}
