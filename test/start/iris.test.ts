// The embedded data are Fisher's of 1936, as R has them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./run.js";

const [header, ...lines] = readFileSync(join(root, "examples", "iris.csv"), "utf8")
  .trimEnd()
  .split("\n");
const flowers = lines.map((line) => {
  const cells = line.split(",");
  return { measures: cells.slice(0, 4).map(Number), species: String(cells[4]) };
});
const sums = (rows: typeof flowers) =>
  [0, 1, 2, 3].map((column) => rows.reduce((sum, { measures }) => sum + (measures[column] as number), 0));

describe("iris.csv", () => {
  it("holds 150 flowers with four measures each, to a tenth of a centimetre", () => {
    expect(header).toBe("sepal length,sepal width,petal length,petal width,species");
    expect(lines).toHaveLength(150);
    for (const line of lines) expect(line).toMatch(/^(\d\.\d,){4}[a-z]+$/);
  });

  it("has the column sums of R's data", () => {
    expect(sums(flowers).map((sum) => sum.toFixed(6))).toEqual(["876.500000", "458.600000", "563.700000", "179.900000"]);
  });

  it.each([
    ["setosa", [5.006, 3.428, 1.462, 0.246]],
    ["versicolor", [5.936, 2.77, 4.26, 1.326]],
    ["virginica", [6.588, 2.974, 5.552, 2.026]],
  ])("has the means of R's data for %s", (name, means) => {
    const rows = flowers.filter(({ species }) => species === name);
    expect(rows).toHaveLength(50);
    expect(sums(rows).map((sum) => (sum / 50).toFixed(6))).toEqual(means.map((mean) => mean.toFixed(6)));
  });

  it("is free of the two errors of the UCI copy", () => {
    expect([lines[34], lines[37]]).toEqual(["4.9,3.1,1.5,0.2,setosa", "4.9,3.6,1.4,0.1,setosa"]);
  });
});
