// Every loss and activation of the table can be had from the command line: the help names it, and it trains.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ops } from "../../src/described.js";
import { results, start } from "./run.js";

const specs = Object.values(ops);
const activations = specs.filter(({ kind }) => kind.endsWith("ctivation")).map(({ name }) => name);
const losses = specs.filter(({ kind }) => kind === "loss" || kind === "rowLoss").map(({ name }) => name);
const penalties = specs.filter(({ kind }) => kind === "penalty").map(({ name }) => name);
/** Nothing is learned through a step: the last layer makes do with a hidden one that stays as it began. */
const flat = (name: string) => {
  const spec = specs.find((each) => each.name === name);
  return spec?.kind === "activation" && [-1, 1].every((x) => spec.derivative(x, {} as never) === 0);
};
const script = fileURLToPath(new URL("trainAll.mjs", import.meta.url));

interface Line {
  readonly loss: string;
  readonly activation: string;
  readonly task: "multiclass" | "binary" | "regression";
  readonly cost: { readonly first: number; readonly last: number };
  readonly test: number;
  readonly parameters: number;
}

it("--help names every activation, loss and penalty with its summary, once", async () => {
  const { code, stdout, stderr } = await start(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const entries = [...stdout.matchAll(/^ {2}([a-zA-Z]\w+)\S* {2,}\S/gm)].map(([, name]) => name);
  expect(entries).toEqual(expect.arrayContaining([...activations, ...losses, ...penalties]));
  expect(entries).toHaveLength(activations.length + losses.length + penalties.length);
  const words = stdout.replace(/\s+/g, " ");
  for (const { name, kind, summary } of specs) if (kind !== "layer" && kind !== "row") expect(words, name).toContain(summary);
  for (const line of stdout.split("\n")) expect([...line].length).toBeLessThanOrEqual(100);
});

describe.each(["reference", "wasm"])("on the %s backend", (backend) => {
  let lines: Line[];
  let end: { untrainable: string[]; tensors: number };
  beforeAll(async () => {
    const { stdout, stderr } = await start([backend], { script });
    expect(stderr).toBe("");
    const all = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    end = all.pop();
    lines = all;
  });

  it("every loss learns; only what has no minimum is refused", () => {
    expect(end).toEqual({ untrainable: ["meanError"], tensors: 0 });
    const trained = lines.filter(({ activation }) => activation === "swish");
    expect(new Set([...trained.map(({ loss }) => loss), ...end.untrainable])).toEqual(new Set(losses));
    for (const { loss, task, cost, test } of trained) {
      expect(cost.last, loss).toBeLessThan(0.4 * cost.first);
      if (task === "regression") expect(test, loss).toBeLessThan(0.3);
      else expect(test, loss).toBeGreaterThanOrEqual(task === "binary" ? 0.85 : 0.93);
    }
  });

  it("every activation learns", () => {
    const trained = lines.filter(({ loss }) => loss === "crossEntropy");
    expect(new Set(trained.map(({ activation }) => activation))).toEqual(new Set(activations));
    for (const { activation, cost, test } of trained) {
      expect(cost.last, activation).toBeLessThan(0.5 * cost.first);
      expect(test, activation).toBeGreaterThanOrEqual(flat(activation) ? 0.6 : 0.93);
    }
    const parametersOf = (name: string) => trained.find(({ activation }) => activation === name)?.parameters as number;
    // A slope for each of 16 hidden units; a second piece, of 4 weights and a bias, for each.
    expect(parametersOf("prelu") - parametersOf("relu")).toBe(16);
    expect(parametersOf("maxout") - parametersOf("relu")).toBe(16 * 5);
  });
});

it.each([
  ["klDivergenceWithLogits", "maxout", []],
  ["negativeLogLikelihood", "prelu", ["--batch", "32", "--epochs", "100"]],
  ["categoricalCrossEntropy", "tanh", ["--precision", "high", "--penalty", "none", "--hidden", "5"]],
])("%s with %s from the command line", async (loss, activation, more) => {
  const { code, stdout, stderr } = await start(["--loss", loss, "--activation", activation, ...more]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(93);
});
