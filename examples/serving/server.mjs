// POST /predict { "input": [numbers] } → { "output": [numbers] }.
//
//   node server.mjs [--model file://FOLDER/model.json] [--port 8080] [--threads N]

import { existsSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import express from "express";
import { writeModel } from "./model.mjs";
import { Pool } from "./pool.mjs";

const { values } = parseArgs({
  options: {
    model: { type: "string" },
    port: { type: "string", default: "8080" },
    threads: { type: "string", default: String(availableParallelism()) },
  },
});

/** The model that is asked for, or one made up. */
async function modelAddress() {
  if (values.model) return values.model;
  const folder = join(tmpdir(), "serving-model");
  if (!existsSync(join(folder, "model.json"))) await writeModel(folder);
  return `file://${folder}/model.json`;
}

const pool = await Pool.open({ model: await modelAddress(), threads: Number(values.threads) });
const app = express();
app.use(express.json());

app.post("/predict", async (request, response) => {
  const input = request.body?.input;
  const isRight = Array.isArray(input) && input.length === pool.inputs && input.every(Number.isFinite);
  if (!isRight) return response.status(400).json({ error: `input: expected an array of ${pool.inputs} numbers` });
  response.json({ output: await pool.predict(input) });
});

app.get("/status", (_request, response) => {
  const tensors = [...pool.tensors.values()];
  response.json({ memory: process.memoryUsage.rss(), waiting: pool.waiting, threads: Number(values.threads), tensors });
});

const server = app.listen(Number(values.port), "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));

process.once("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void pool.close();
});
