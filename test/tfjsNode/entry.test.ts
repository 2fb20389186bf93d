// lanewise/tfjs-node as its users meet it: ready at once, all of TensorFlow.js, and truthful about what it is.

import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import * as union from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import * as tf from "../../src/tfjsNode/index.js";

describe("lanewise/tfjs-node", () => {
  it("is ready at once", () => {
    expect(tf.getBackend()).toBe("lanewise");
    expect([...tf.matMul([[1, 2]], [[3], [4]]).dataSync()]).toEqual([11]);
    expect(tf.engine().backend.constructor.name).toBe("LanewiseBackend");
  });

  it("is what TensorFlow.js chooses of all its backends", async () => {
    tf.engine().reset();
    await tf.ready();
    expect(tf.getBackend()).toBe("lanewise");
    expect([...tf.add([1], [2]).dataSync()]).toEqual([3]);
  });

  it("is what a program gets that chooses tfjs-node's backend by its name", async () => {
    const kept = tf.tensor1d([1, -2, 3]);
    expect(await tf.setBackend("tensorflow")).toBe(true);
    expect(tf.engine().backend.constructor.name).toBe("LanewiseBackend");
    // What was made before moves along.
    expect([...tf.relu(kept).dataSync()]).toEqual([1, 0, 3]);
    expect([
      ...tf
        .grad((x: tf.Tensor) => x.relu().sum())(kept)
        .dataSync(),
    ]).toEqual([1, 0, 1]);
    tf.setBackend("lanewise");
    expect(tf.getBackend()).toBe("lanewise");
    expect([...kept.dataSync()]).toEqual([1, -2, 3]);
  });

  it("has all that @tensorflow/tfjs has", () => {
    const own = ["version", "io", "default", "module.exports"];
    const theirs = Object.entries(union).filter(([name]) => !own.includes(name));
    const ours = new Map<string, unknown>(Object.entries(tf));
    expect(theirs.length).toBeGreaterThan(400);
    for (const [name, value] of theirs) expect(ours.get(name), name).toBe(value);
    expect(tf.version).toMatchObject(union.version);
    expect(tf.version.lanewise).toMatch(/^\d+\.\d+\.\d+/);
    expect(tf.io).toMatchObject(union.io);
  });

  it("has threads, as many as there are processors", () => {
    const { threads } = tf.engine().backend as unknown as { threads: { limit: number } };
    expect(threads.limit).toBe(availableParallelism());
  });

  it.each([
    ["1", "1"],
    ["3", "3"],
    ["many", String(availableParallelism())],
  ])("has as many threads as TF_NUM_INTRAOP_THREADS says: %s", (wanted, limit) => {
    const program = `console.log(require("lanewise/tfjs-node").engine().backend.threads.limit)`;
    const env = { ...process.env, TF_NUM_INTRAOP_THREADS: wanted };
    const cwd = new URL("../..", import.meta.url).pathname;
    expect(execFileSync(process.execPath, ["-e", program], { cwd, env, encoding: "utf8" }).trim()).toBe(limit);
  });

  it("says of a SavedModel what to do", async () => {
    const advice = /tensorflowjs_converter --input_format=tf_saved_model/;
    await expect(tf.node.loadSavedModel("/model", ["serve"], "serving_default")).rejects.toThrow(advice);
    await expect(tf.node.getMetaGraphsFromSavedModel("/model")).rejects.toThrow(advice);
    expect(tf.node.getNumOfSavedModels()).toBe(0);
  });
});
