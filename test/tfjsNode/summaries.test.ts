// Event files for TensorBoard: what the writer and the callback of fit() leave in them.

import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as tf from "../../src/tfjsNode/index.js";
import { type Event, readEvents } from "./eventReader.js";
import { makeFolder } from "./models.js";

/** The events of a folder with one file. */
function eventsIn(folder: string): Event[] {
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\..+\.v2$/);
  const [first, ...events] = readEvents(join(folder, name as string));
  expect(first?.fileVersion).toBe("brain.Event:2");
  return events;
}

const scalars = (events: readonly Event[]) => events.map(({ tag, step, scalar }) => [tag, step, scalar]);

describe("summaryFileWriter", () => {
  it("writes numbers and scalars, the last ones when it is flushed", () => {
    const folder = join(makeFolder(), "made/for/it");
    const writer = tf.node.summaryFileWriter(folder, 2);
    writer.scalar("loss", 0.5, 0);
    writer.scalar("loss", tf.scalar(0.25), 1);
    expect(eventsIn(folder)).toEqual([]);
    writer.scalar("Genauigkeit ü", -1e30, 2 ** 40);
    expect(eventsIn(folder)).toHaveLength(3);
    writer.scalar("loss", 0.125, -1);
    writer.flush();
    const events = eventsIn(folder);
    expect(scalars(events)).toEqual([
      ["loss", 0, 0.5],
      ["loss", 1, 0.25],
      ["Genauigkeit ü", 2 ** 40, Math.fround(-1e30)],
      ["loss", -1, 0.125],
    ]);
    for (const { wallTime } of events) expect(Math.abs(wallTime - Date.now() / 1000)).toBeLessThan(60);
  });

  it("is the same for the same folder", () => {
    const folder = makeFolder();
    expect(tf.node.summaryFileWriter(`${folder}/x/..`)).toBe(tf.node.summaryFileWriter(folder));
  });

  it("writes histograms: every number is counted", () => {
    const folder = makeFolder();
    const writer = tf.node.summaryFileWriter(folder);
    writer.histogram("weights", tf.tensor([0, 1, 1, 2, 3, 4]), 7, 4);
    writer.histogram("equal", tf.fill([5], 3), 8);
    writer.histogram("none", tf.zeros([0]), 9);
    writer.flush();
    expect(eventsIn(folder).map(({ tag, step, plugin, shape, numbers }) => ({ tag, step, plugin, shape, numbers }))).toEqual([
      { tag: "weights", step: 7, plugin: "histograms", shape: [4, 3], numbers: [0, 1, 1, 1, 2, 2, 2, 3, 1, 3, 4, 2] },
      { tag: "equal", step: 8, plugin: "histograms", shape: [1, 3], numbers: [2.5, 3.5, 5] },
      { tag: "none", step: 9, plugin: "histograms", shape: [0, 3], numbers: [] },
    ]);
    const counted = tf.randomNormal([1000]);
    writer.histogram("normal", counted, 0);
    writer.flush();
    const { numbers = [] } = eventsIn(folder).at(-1) as Event;
    expect(numbers.filter((_, i) => i % 3 === 2).reduce((sum, each) => sum + each, 0)).toBe(1000);
    expect([numbers[0], numbers.at(-2)]).toEqual([counted.min().dataSync()[0], counted.max().dataSync()[0]]);
  });

  it("refuses what it cannot write", () => {
    expect(() => tf.node.summaryFileWriter("")).toThrow("Invalid logdir");
    const writer = tf.node.summaryFileWriter(makeFolder());
    expect(() => writer.scalar("x", 1, 0.5)).toThrow(RangeError);
    expect(() => writer.scalar("x", 1, 0, "what it is")).toThrow("does not support description");
    expect(() => writer.histogram("x", tf.tensor([1, Number.NaN]), 0)).toThrow("data[1] is NaN");
  });

  it("writes what is left when the process ends", () => {
    const folder = makeFolder();
    const program = `require("lanewise/tfjs-node").node.summaryFileWriter(${JSON.stringify(folder)}).scalar("last", 1, 2);`;
    execFileSync(process.execPath, ["-e", program], { cwd: new URL("../..", import.meta.url).pathname });
    expect(scalars(eventsIn(folder))).toEqual([["last", 2, 1]]);
  });
});

describe("tensorBoard", () => {
  async function train(options: Parameters<typeof tf.node.tensorBoard>[1], validated: boolean) {
    const folder = makeFolder();
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "only" })] });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError", metrics: ["mae"] });
    const [x, y] = [tf.ones([8, 2]), tf.zeros([8, 1])];
    const { history } = await model.fit(x, y, {
      epochs: 2,
      batchSize: 4,
      verbose: 0,
      callbacks: tf.node.tensorBoard(folder, options),
      ...(validated && { validationData: [x, y] as [tf.Tensor, tf.Tensor] }),
    });
    return { folder, history };
  }

  it("writes losses and metrics of every epoch, those of validation apart", async () => {
    const { folder, history } = await train(undefined, true);
    const rounded = (name: string) => (history[name] as number[]).map(Math.fround);
    for (const [run, prefix] of [
      ["train", ""],
      ["val", "val_"],
    ] as const) {
      const [losses, errors] = [rounded(`${prefix}loss`), rounded(`${prefix}mae`)];
      const expected = [0, 1].flatMap((epoch) => [
        ["epoch_loss", epoch + 1, losses[epoch]],
        ["epoch_mae", epoch + 1, errors[epoch]],
      ]);
      expect(scalars(eventsIn(join(folder, run)))).toEqual(expected);
    }
  });

  it("writes those of every batch, and histograms of the weights, where that is asked for", async () => {
    const { folder } = await train({ updateFreq: "batch", histogramFreq: 1 }, false);
    const events = eventsIn(join(folder, "train"));
    const steps = (tag: string) => events.filter((event) => event.tag === tag).map(({ step }) => step);
    expect(steps("batch_loss")).toEqual([1, 2, 3, 4]);
    expect(steps("epoch_loss")).toEqual([1, 2]);
    // TensorFlow.js may have used the names before, and numbers them then.
    const weights = events
      .filter(({ plugin }) => plugin === "histograms")
      .map(({ tag, step }) => [tag?.replace(/_\d+$/, ""), step]);
    expect(weights).toEqual(
      [0, 1].flatMap((epoch) => [
        ["only/kernel", epoch],
        ["only/bias", epoch],
      ]),
    );
    expect(readdirSync(folder)).toEqual(["train"]);
  });

  it("refuses other frequencies", () => {
    expect(() => tf.node.tensorBoard("x", { updateFreq: "step" as never })).toThrow("Expected updateFreq");
    expect(() => tf.node.tensorBoard("x", { histogramFreq: -1 })).toThrow("Expected histogramFreq");
  });
});
