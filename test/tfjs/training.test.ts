// The benchmark's models, small: trained for 100 steps, their costs are tfjs-cpu's, with our optimizer and with TensorFlow.js's.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { adam } from "../../src/tfjs/index.js";
import { start } from "./sideBySide.js";

type MakeModel = (optimizer: typeof tf.train.adam, sizes: object) => { step(): number; predict(): Float32Array };

const path = "../../bench/tfjs/models.mjs";
const { models } = (await import(path)) as { models: Record<string, MakeModel> };

const SIZES: Readonly<Record<string, object>> = {
  mlp: { batch: 33, inputs: 50, hidden: 40, classes: 7 },
  cnn: { batch: 5, size: 16, channels: [3, 9], classes: 7 },
  transformer: { batch: 2, length: 24, width: 32, heads: 4 },
};
const STEPS = 100;

beforeAll(start);

async function train(backend: string, make: MakeModel, optimizer: typeof tf.train.adam, sizes: object) {
  await tf.setBackend(backend);
  const model = make(optimizer, sizes);
  const costs = Array.from({ length: STEPS }, () => model.step());
  return { costs, output: Array.from(model.predict()) };
}

const largest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((each, i) => Math.abs(each - (b[i] as number))));

it("knows every model of the benchmark", () => {
  expect(Object.keys(models)).toEqual(Object.keys(SIZES));
});

describe.each(Object.entries(SIZES))("%s", (name, sizes) => {
  const make = models[name] as MakeModel;

  it("is trained as by tfjs-cpu", async () => {
    const cpu = await train("cpu", make, tf.train.adam, sizes);
    expect(cpu.costs.at(-1)).toBeLessThan(0.9 * (cpu.costs[0] as number));
    for (const optimizer of [tf.train.adam, adam]) {
      const ours = await train("lanewise-tested", make, optimizer as typeof tf.train.adam, sizes);
      expect(largest(ours.costs, cpu.costs)).toBeLessThan(1e-5);
      expect(largest(ours.output, cpu.output)).toBeLessThan(1e-4);
    }
  });
});
