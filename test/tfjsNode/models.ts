// Models as TensorFlow.js's converter and tfjs-node leave them in a folder, written by hand from the format, with what they compute.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own, gone after the tests of the file. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lanewise-tfjs-node-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function writeAll(folder: string, files: Readonly<Record<string, string | Uint8Array | object>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    const isText = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(join(folder, name), isText ? content : JSON.stringify(content));
  }
  return folder;
}

const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);

/** y = x · [[1, 2], [3, 4]] + [0.5, −0.5], as Keras writes it; the shards part a weight. */
export const LAYERS = {
  "model.json": {
    format: "layers-model",
    generatedBy: "keras v2.4.0",
    convertedBy: "TensorFlow.js Converter v3.0.0",
    modelTopology: {
      keras_version: "2.4.0",
      backend: "tensorflow",
      model_config: {
        class_name: "Sequential",
        config: {
          name: "sequential",
          layers: [
            {
              class_name: "Dense",
              config: { name: "dense", units: 2, activation: "linear", use_bias: true, batch_input_shape: [null, 2] },
            },
          ],
        },
      },
    },
    userDefinedMetadata: { note: "by hand" },
    weightsManifest: [
      {
        paths: ["group1-shard1of2.bin", "group1-shard2of2.bin"],
        weights: [
          { name: "dense/kernel", shape: [2, 2], dtype: "float32" },
          { name: "dense/bias", shape: [2], dtype: "float32" },
        ],
      },
    ],
  },
  "group1-shard1of2.bin": floats(1, 2, 3),
  "group1-shard2of2.bin": floats(4, 0.5, -0.5),
};
export const LAYERS_INPUT = [[1, 10]];
export const LAYERS_OUTPUT = [31.5, 41.5];

const constant = (name: string) => ({ name, op: "Const", attr: { dtype: { type: "DT_FLOAT" } } });

/** y = relu(x · w), as the converter writes it: one weight quantized to a byte, in a folder of its own. */
export const GRAPH = {
  "model.json": {
    format: "graph-model",
    generatedBy: "2.4.0",
    convertedBy: "TensorFlow.js Converter v3.0.0",
    signature: {
      inputs: { x: { name: "x:0", dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "-1" }, { size: "2" }] } } },
      outputs: { y: { name: "y:0", dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "-1" }, { size: "2" }] } } },
    },
    modelTopology: {
      node: [
        { name: "x", op: "Placeholder", attr: { dtype: { type: "DT_FLOAT" } } },
        constant("w"),
        { name: "product", op: "MatMul", input: ["x", "w"], attr: { transpose_a: { b: false }, transpose_b: { b: false } } },
        { name: "y", op: "Relu", input: ["product"], attr: { T: { type: "DT_FLOAT" } } },
      ],
      versions: { producer: 1, minConsumer: 0 },
    },
    weightsManifest: [
      {
        paths: ["weights/group1-shard1of1.bin"],
        weights: [{ name: "w", shape: [2, 2], dtype: "float32", quantization: { dtype: "uint8", scale: 0.5, min: -1 } }],
      },
    ],
  },
  // [[−1, 0], [1, 2]]
  "weights/group1-shard1of1.bin": Uint8Array.of(0, 2, 4, 6),
};
export const GRAPH_INPUT = [[3, 1]];
export const GRAPH_OUTPUT = [0, 2];
