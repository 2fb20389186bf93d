// tf.data on what Node has: files, generators, and the streams of Node and of the web.

import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import * as tf from "../../src/tfjsNode/index.js";
import { makeFolder } from "./models.js";

describe("tf.data.csv", () => {
  it("reads a file, and reads it again in every epoch", async () => {
    const file = join(makeFolder(), "rows.csv");
    writeFileSync(file, 'a,b,name\n1,2.5,x\n3,-4,"y, z"\n,6,\n');
    const csv = tf.data.csv(`file://${file}`, { columnConfigs: { b: { isLabel: true } } });
    expect(await csv.columnNames()).toEqual(["a", "b", "name"]);
    const rows = [
      { xs: { a: 1, name: "x" }, ys: { b: 2.5 } },
      { xs: { a: 3, name: "y, z" }, ys: { b: -4 } },
      { xs: {}, ys: { b: 6 } },
    ];
    expect(await csv.toArray()).toEqual(rows);
    expect(await csv.toArray()).toEqual(rows);
  });

  it("reads rows across its chunks of a megabyte", async () => {
    const file = join(makeFolder(), "many.csv");
    const count = 60_000;
    writeFileSync(file, `i,text\n${Array.from({ length: count }, (_, i) => `${i},the row of number ${i}`).join("\n")}`);
    let seen = 0;
    await tf.data.csv(`file://${file}`).forEachAsync((row) => {
      const { i, text } = row as unknown as { i: number; text: string };
      if (i !== seen || text !== `the row of number ${i}`) throw new Error(`row ${seen} is ${i}, ${text}`);
      seen++;
    });
    expect(seen).toBe(count);
  });

  it("names a file that is not there", async () => {
    await expect(tf.data.csv("file:///no/such.csv").toArray()).rejects.toThrow("/no/such.csv");
  });
});

/** Samples { xs, ys } with ys = 2 xs. */
async function* samples(count: number) {
  for (let i = 0; i < count; i++) yield { xs: [i / count], ys: [(2 * i) / count] };
}

/** The losses of three epochs over them, in batches of 8, by gradient descent from zero: by hand. */
function lossesByHand(rate: number): number[] {
  let [weight, bias] = [0, 0];
  const x = Array.from({ length: 32 }, (_, i) => i / 32);
  return [1, 2, 3].map(() => {
    let total = 0;
    for (let start = 0; start < 32; start += 8) {
      const batch = x.slice(start, start + 8);
      const errors = batch.map((each) => weight * each + bias - 2 * each);
      const sum = (values: number[]) => values.reduce((all, each) => all + each, 0);
      total += sum(errors.map((error) => error * error));
      weight -= (rate * 2 * sum(errors.map((error, i) => error * (batch[i] as number)))) / 8;
      bias -= (rate * 2 * sum(errors)) / 8;
    }
    return total / 32;
  });
}

type Source = () => Iterator<tf.TensorContainer>;

describe("tf.data.generator", () => {
  const web = () => Readable.toWeb(Readable.from(samples(32)));
  // Its types know iterators alone; asynchronous ones, which streams are, work as well.
  const sources: readonly [name: string, source: unknown][] = [
    ["a generator", () => Array.from({ length: 32 }, (_, i) => ({ xs: [i / 32], ys: [i / 16] }))[Symbol.iterator]()],
    ["an asynchronous generator", () => samples(32)],
    ["a stream of Node", () => Readable.from(samples(32))[Symbol.asyncIterator]()],
    ["a stream of the web", () => web()[Symbol.asyncIterator]()],
  ];

  it.each(sources)("%s is what a model is trained on", async (_, source) => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
    model.compile({ optimizer: tf.train.sgd(0.5), loss: "meanSquaredError" });
    const dataset = tf.data.generator(source as Source).batch(8);
    const { history } = await model.fitDataset(dataset as tf.data.Dataset<tf.TensorContainer>, { epochs: 3, verbose: 0 });
    const expected = lossesByHand(0.5);
    (history.loss as number[]).forEach((loss, epoch) => {
      expect(loss).toBeCloseTo(expected[epoch] as number, 5);
    });
    expect(history.loss).toHaveLength(3);
  });

  it("reads the lines of a file as they come", async () => {
    const file = join(makeFolder(), "lines.txt");
    writeFileSync(file, "1 2\n3 4\n5 6\n");
    const lines = () => createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]();
    const dataset = tf.data.generator(lines as unknown as Source).map((line) => String(line).split(" ").map(Number));
    expect(await dataset.toArray()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });
});

describe("what is left alone", () => {
  it("tensors made while a dataset is read are given back", async () => {
    const before = tf.memory().numTensors;
    const dataset = tf.data.generator((() => samples(20)) as unknown as Source).batch(4);
    await dataset.forEachAsync((batch) => tf.dispose(batch));
    expect(tf.memory().numTensors).toBe(before);
  });
});
