// A model is saved, and predicts other rows.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { folder, results, root, start, writeCsv } from "./run.js";

const iris = readFileSync(`${root}/examples/iris.csv`, "utf8").trimEnd().split("\n");
const models = {
  species: { target: "species", options: [] },
  prelu: { target: "species", options: ["--activation", "prelu"] },
  probabilities: { target: "species", options: ["--loss", "categoricalCrossEntropy", "--activation", "maxout"] },
  petal: { target: "petal width", options: [] },
  positive: { target: "petal width", options: ["--loss", "meanSquaredLogarithmicError"] },
};

let tested: Record<string, string>;
beforeAll(async () => {
  writeCsv("iris.csv", iris);
  tested = {};
  for (const [name, { target, options }] of Object.entries(models)) {
    const { stdout } = await start(["iris.csv", "--target", target, "--save", `${name}.json`, ...options]);
    expect(stdout).toContain(`The model is in ${name}.json`);
    tested[name] = stdout;
  }
  writeCsv(
    "few.csv",
    iris.slice(0, 4).map((line) => line.replace(/,[^,]*$/, "")),
  );
  writeCsv("gaps.csv", [iris[0] as string, iris[1] as string, "5.9,3.0,,1.8,virginica"]);
});

const predict = (file: string, model: string, ...more: string[]) =>
  start(["--predict", file, "--model", `${model}.json`, ...more]);

describe.each(Object.entries(models))("%s", (name, { target }) => {
  it("predicts what it has learned from, as well as it was said to", async () => {
    const { code, stdout, stderr } = await predict("iris.csv", name);
    expect(code).toBe(0);
    const [header, ...rows] = stdout.trimEnd().split("\n");
    expect(header).toBe(`${iris[0]},predicted ${target}`);
    expect(rows.map((row) => row.replace(/,[^,]*$/, ""))).toEqual(iris.slice(1));
    const said = /of 150 rows whose target is known: (?:RMSE )?([\d.]+)/.exec(stderr);
    const metric = target === "species" ? "accuracy" : "RMSE";
    const { train, test } = results(tested[name] as string, metric)[0] as { train: number; test: number };
    // Both parts together: between the two, to the digits shown.
    expect(Number(said?.[1])).toBeGreaterThanOrEqual(Math.min(train, test) - 0.06);
    expect(Number(said?.[1])).toBeLessThanOrEqual(Math.max(train, test) + 0.06);
  });
});

it("needs no target column", async () => {
  const { stdout, stderr } = await predict("few.csv", "species");
  expect(stdout.split("\n").slice(0, 2)).toEqual([
    "sepal length,sepal width,petal length,petal width,predicted species",
    "5.1,3.5,1.4,0.2,setosa",
  ]);
  expect(stderr).toBe("");
});

it("treats gaps as it is told", async () => {
  expect((await predict("gaps.csv", "species")).stderr).toMatch(
    /^gaps\.csv: row 2 \(line 3\), column "petal length": empty cell, /,
  );
  expect((await predict("gaps.csv", "species", "--missing", "mean")).stdout.trimEnd().split("\n")).toHaveLength(3);
  expect((await predict("gaps.csv", "species", "--missing", "drop")).stdout.trimEnd().split("\n")).toHaveLength(2);
});

it("says which value the model has not seen", async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i % 3 ? "red" : "blue"},${i % 3 ? "a" : "b"}`);
  writeCsv("colours.csv", ["colour,kind", ...rows]);
  writeCsv("green.csv", ["colour", "blue", "green"]);
  await start(["colours.csv", "--target", "kind", "--save", "colours.json"]);
  const { code, stdout, stderr } = await predict("green.csv", "colours");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^colour,predicted kind\nblue,b\ngreen,[ab]\n$/);
  expect(stderr).toBe('row 2 (line 3), column "colour": the model has not seen "green", and counts it as none of its values\n');
});

it("works without headers, and with dates to be predicted", async () => {
  writeCsv(
    "days.csv",
    Array.from({ length: 60 }, (_, i) => `${i},2020-03-${String(1 + (i >> 1)).padStart(2, "0")}`),
  );
  const { stdout } = await start(["days.csv", "--target", "2", "--save", "days.json", "--penalty", "none"]);
  expect(stdout).toContain("a date");
  writeCsv("more-days.csv", ["20", "40"]);
  expect((await predict("more-days.csv", "days")).stdout).toMatch(/^20,2020-03-1[01]\n40,2020-03-2[01]\n$/);
});

it.each<[string, string[], RegExp]>([
  ["--predict alone", ["--predict", "iris.csv"], /^--predict needs --model/],
  ["--model alone", ["--model", "species.json"], /^--model is for --predict/],
  ["no model", ["--predict", "iris.csv", "--model", "iris.csv"], /^iris\.csv: is not a model that --save has written$/],
  ["a missing model", ["--predict", "iris.csv", "--model", "no.json"], /^no\.json: no such file$/],
  ["missing rows", ["--predict", "no.csv", "--model", "species.json"], /^no\.csv: no such file$/],
  [
    "another file",
    ["--predict", "colours.csv", "--model", "species.json"],
    /^colours\.csv: no column "sepal length", expected one of colour, kind$/,
  ],
  [
    "a file to learn from",
    ["iris.csv", "--predict", "iris.csv", "--model", "species.json"],
    /^iris\.csv: nothing is trained with/,
  ],
  ["four models", ["--save", "all.json"], /^--save: which of the four\? --loss or --target says it$/],
  [
    "no folder",
    ["iris.csv", "--target", "species", "--save", "nowhere/model.json"],
    /^--save: nowhere\/model\.json cannot be written: there is no such folder/,
  ],
  ["--missing", ["--missing", "median"], /^--missing: "median" is not mean, drop or error$/],
])("%s is an error", async (_, command, message) => {
  writeCsv("colours.csv", ["colour,kind", "red,a"]);
  const { code, stdout, stderr } = await start(command);
  expect(stderr.trimEnd()).toMatch(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it("writes the model into the folder it is told", () => {
  const model = JSON.parse(readFileSync(`${folder}/species.json`, "utf8"));
  expect(model).toMatchObject({ target: "species", classes: ["setosa", "versicolor", "virginica"], loss: "crossEntropy" });
});
