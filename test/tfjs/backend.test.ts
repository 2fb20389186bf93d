// The backend itself: its memory, several of it, other backends beside it, all types, models of the layers API.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { start, useOurs } from "./sideBySide.js";

beforeAll(async () => {
  await start();
  await registerBackend({ name: "second", memory: { maximumBytes: 2 ** 20 } });
  useOurs();
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const numbers = (x: tf.Tensor) => Array.from(x.dataSync());

describe("memory", () => {
  it("is told truly, and given back", () => {
    const backend = useOurs();
    const work = () => tf.tidy(() => void tf.ones([500]).add(1).mul(2).sum());
    work();
    const before = backend.memory().usedBytes;
    const x = tf.tidy(() => tf.relu(tf.ones([1000])));
    expect(backend.memory()).toMatchObject({ unreliable: false, maximumBytes: 2 ** 32, usedBytes: before + 4096 });
    x.dispose();
    work();
    expect(backend.memory().usedBytes).toBe(before);
  });

  it("that is full hands over to the CPU kernels, with nothing lost", () => {
    tf.setBackend("second");
    const backend = tf.backend() as LanewiseBackend;
    const kept = Array.from({ length: 12 }, (_, i) => tf.fill([40_000], i).add(1));
    kept.forEach((x, i) => {
      expect(new Set(numbers(x))).toEqual(new Set([i + 1]));
    });
    expect(kept.some((x) => backend.entry(x).address === 0)).toBe(true);
    expect(kept.some((x) => backend.entry(x).address > 0)).toBe(true);
    const product = tf.matMul(kept[11]?.reshape([200, 200]) as tf.Tensor2D, tf.eye(200));
    expect(new Set(numbers(product))).toEqual(new Set([12]));
    const gradient = tf.grad((x) => tf.sum(tf.softmax(tf.tanh(x).reshape([200, 200]))))(kept[3] as tf.Tensor);
    expect(Math.max(...numbers(gradient).map(Math.abs))).toBeLessThan(1e-6);
    tf.dispose(kept);
    expect(backend.entry(tf.relu(tf.ones([1000]))).address).toBeGreaterThan(0);
    useOurs();
  });

  it("gives out ordinary arrays that nobody writes to", async () => {
    useOurs();
    const x = tf.ones([8]).add(1);
    const [now, later] = [x.dataSync(), await x.data()];
    expect(now.buffer).toBeInstanceOf(ArrayBuffer);
    expect(later.buffer).toBeInstanceOf(ArrayBuffer);
    x.dispose();
    tf.ones([8]).add(5);
    expect(Array.from(now)).toEqual(new Array(8).fill(2));
  });

  it("of small results that are forgotten, or disposed late, is given back", async () => {
    const backend = useOurs();
    const before = backend.memory().usedBytes;
    const late = Array.from({ length: 1000 }, () => tf.ones([10]).add(1));
    expect(backend.memory().usedBytes).toBeGreaterThan(before + 1000 * 64);
    tf.dispose(late);
    for (let i = 0; i < 5000; i++) tf.ones([10]).add(1);
    // The collector tells of them in tasks of their own.
    for (let i = 0; i < 200 && backend.memory().usedBytes > before + 1024 * 64; i++) {
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // What is held until it has outlived others is at most 256 results, with their inputs.
    expect(backend.memory().usedBytes).toBeLessThanOrEqual(before + 1024 * 64);
  });

  it("of a slice outlives what it was cut from", () => {
    useOurs();
    const x = tf.range(0, 64).add(0.5);
    const part = tf.split(x, 2)[1] as tf.Tensor;
    const unstacked = tf.unstack(x.reshape([2, 32]))[1] as tf.Tensor;
    x.dispose();
    for (let i = 0; i < 4; i++) tf.fill([64], -1).add(i);
    expect([numbers(part)[0], numbers(unstacked)[31]]).toEqual([32.5, 63.5]);
  });
});

describe("backends", () => {
  it("hand tensors over, in every direction", async () => {
    useOurs();
    let x: tf.Tensor = tf.tensor1d([1, 2, 3]).mul(2);
    for (const name of ["cpu", "lanewise-tested", "second", "cpu", "second", "lanewise-tested"]) {
      await tf.setBackend(name);
      x = x.add(1);
    }
    expect(numbers(x)).toEqual([8, 10, 12]);
    expect(numbers(x.cast("int32"))).toEqual([8, 10, 12]);
  });

  it("can be removed and made anew", async () => {
    await registerBackend({ name: "passing" });
    await tf.setBackend("passing");
    const first = tf.backend();
    expect(numbers(tf.ones([3]).add(1))).toEqual([2, 2, 2]);
    useOurs();
    tf.removeBackend("passing");
    await registerBackend({ name: "passing" });
    await tf.setBackend("passing");
    expect(tf.backend()).not.toBe(first);
    expect(numbers(tf.ones([3]).add(1))).toEqual([2, 2, 2]);
    useOurs();
  });

  it("are made anew when TensorFlow.js is reset", async () => {
    const first = useOurs();
    tf.engine().reset();
    const second = useOurs();
    expect(second).not.toBe(first);
    expect(second.memory().usedBytes).toBe(0);
    expect(numbers(tf.ones([3]).add(1))).toEqual([2, 2, 2]);
    expect(second.memory().usedBytes).toBeGreaterThan(0);
  });

  it("refuse a name that TensorFlow.js would take apart", async () => {
    await expect(registerBackend({ name: "my_backend" })).rejects.toThrow('name is "my_backend"');
  });
});

it("has all types of tensors, empty ones and single numbers", () => {
  useOurs();
  expect(numbers(tf.tensor1d([1, 2, 3], "int32").add(tf.scalar(1, "int32")))).toEqual([2, 3, 4]);
  expect(numbers(tf.tensor1d([true, false]).logicalNot())).toEqual([0, 1]);
  expect(Array.from(tf.real(tf.complex([1, 2], [3, 4]).mul(tf.complex([0, 1], [1, 0]))).dataSync())).toEqual([-3, 2]);
  expect(
    tf
      .tensor1d(["a", "b"])
      .concat(tf.tensor1d(["c"]))
      .dataSync(),
  ).toEqual(["a", "b", "c"]);
  expect(tf.zeros([0, 3]).add(1).shape).toEqual([0, 3]);
  expect(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])).shape).toEqual([2, 3]);
  expect(numbers(tf.scalar(3).square())).toEqual([9]);
});

describe("the layers API", () => {
  const model = () => {
    const layers = [
      tf.layers.dense({
        units: 8,
        activation: "relu",
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
      tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }) }),
    ];
    const made = tf.sequential({ layers });
    made.compile({ optimizer: tf.train.adam(0.05), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
    return made;
  };
  const data = () => {
    const x = tf.randomNormal([60, 4], 0, 1, "float32", 3) as tf.Tensor2D;
    return { x, y: tf.oneHot(x.slice([0, 0], [60, 3]).argMax(-1).toInt(), 3) };
  };

  it("fits with callbacks, and agrees with tfjs-cpu", async () => {
    const costs: Record<string, number[]> = {};
    for (const name of ["cpu", "lanewise-tested"]) {
      await tf.setBackend(name);
      const { x, y } = data();
      const seen: number[] = [];
      const onEpochEnd = async (_: number, logs?: tf.Logs) => void seen.push(logs?.loss as number);
      await model().fit(x, y, { epochs: 20, batchSize: 20, shuffle: false, validationSplit: 0.2, callbacks: { onEpochEnd } });
      costs[name] = seen;
    }
    expect(costs.cpu).toHaveLength(20);
    expect(costs.cpu?.at(-1)).toBeLessThan(costs.cpu?.[0] as number);
    costs.cpu?.forEach((cost, i) => {
      expect(costs["lanewise-tested"]?.[i]).toBeCloseTo(cost, 4);
    });
  });

  it("saves models and loads them", async () => {
    useOurs();
    const { x } = data();
    const made = model();
    let saved: tf.io.ModelArtifacts | undefined;
    const keep = async (artifacts: tf.io.ModelArtifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" as const } };
    };
    await made.save(tf.io.withSaveHandler(keep));
    const again = await tf.loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));
    expect(numbers(again.predict(x) as tf.Tensor)).toEqual(numbers(made.predict(x) as tf.Tensor));
  });
});
