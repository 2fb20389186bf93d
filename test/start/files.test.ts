// Files as they lie about: six of vega-datasets, and a passenger list like the Titanic's.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { results, root, start, words, writeCsv } from "./run.js";

// The package exports code that would fetch them; the files themselves lie beside it.
const data = join(root, "node_modules", "vega-datasets", "data");
const read = (name: string) => readFileSync(join(data, name), "utf8");

beforeAll(() => {
  for (const name of ["penguins", "cars", "movies"]) writeCsv(`${name}.csv`, Papa.unparse(JSON.parse(read(`${name}.json`))));
  for (const name of ["seattle-weather", "stocks", "airports"]) writeCsv(`${name}.csv`, read(`${name}.csv`));
  writeCsv("passengers.csv", passengers(400));
});

/** What the classic has: 0/1 target, quoted names with commas, gaps, tickets of digits or letters, cabins nearly everywhere unknown. */
function passengers(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const woman = (i * 7) % 10 < 4;
    const ship = 1 + ((i * 13) % 3);
    const lives = Number(woman ? ship < 3 || i % 2 === 0 : i % 9 === 0);
    const age = i % 5 === 0 ? "" : String(1 + ((i * 17) % 70) + (i % 11 === 0 ? 0.5 : 0));
    const ticket = i % 4 === 0 ? `A/5 ${21000 + i}` : String(113000 + i);
    const cabin = i % 7 === 2 ? `C${i}` : "";
    const port = i === 61 || i === 289 ? "" : ["S", "C", "Q"][(i * 5) % 3];
    return [
      i + 1,
      lives,
      ship,
      `"Doe${i}, ${woman ? "Mrs" : "Mr"}. ""Jo"""`,
      woman ? "female" : "male",
      age,
      i % 3,
      i % 2,
      ticket,
      (80 / ship).toFixed(4),
      cabin,
      port,
    ];
  });
  return `PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked\n${lines.map(String).join("\n")}\n`;
}

describe("penguins", () => {
  it("has gaps, which are an error that says where and what to do", async () => {
    const { code, stdout, stderr } = await start(["penguins.csv", "--target", "Species"]);
    expect(stderr).toMatch(
      /^penguins\.csv: row 4 \(line 5\), column "Beak Length \(mm\)": empty cell, .*--missing mean .*--missing drop .*\n$/,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("fills them in", async () => {
    const { code, stdout } = await start(["penguins.csv", "--target", "Species", "--missing", "mean", "--metrics"]);
    expect(code).toBe(0);
    expect(words(stdout)).toContain("text Island (3 values), Sex (3 values)");
    // Two penguins of which nothing was measured, and their sex unknown among others.
    expect(words(stdout)).toContain('18 cells of "Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)"');
    expect(stdout).toContain("model       10 → dense 16");
    expect(stdout).toContain("rows        275 to learn from, 69 held out");
    expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(95);
    expect(stdout).toMatch(/^ +precision +recall +F1 +rows +as Adelie +as Chinstrap +as Gentoo$/m);
  });

  it("leaves their rows out", async () => {
    const { stdout } = await start(["penguins.csv", "--target", "Species", "--missing", "drop"]);
    expect(words(stdout)).toContain("10 of 344 rows left out");
    expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(95);
  });
});

it("cars: years as dates, names left out, rows without target dropped", async () => {
  const { code, stdout } = await start(["cars.csv", "--target", "Miles_per_Gallon", "--missing", "mean", "--metrics"]);
  expect(code).toBe(0);
  expect(words(stdout)).toContain("dates Year, as days since 1970-01-01");
  expect(words(stdout)).toContain('left out "Name" (text of 311 values, over 50)');
  expect(words(stdout)).toContain('8 rows without "Miles_per_Gallon"; 8 of 406 rows left out');
  // Miles a gallon; the mean of all would be 7.8 off.
  expect(results(stdout, "RMSE")[0]?.test).toBeLessThan(4);
  expect(stdout).toMatch(/^ +mean absolute error +\d/m);
});

it("seattle-weather: five classes from a date and numbers", async () => {
  const { code, stdout } = await start(["seattle-weather.csv", "--target", "weather"]);
  expect(code).toBe(0);
  expect(words(stdout)).toContain("weather: drizzle, fog, rain, snow or sun");
  expect(words(stdout)).toContain("dates date, as days");
  expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(70);
});

it("stocks: dates like Jan 1 2000, and five symbols", async () => {
  const { code, stdout } = await start(["stocks.csv", "--target", "price"]);
  expect(code).toBe(0);
  expect(words(stdout)).toContain("dates date, as days");
  expect(words(stdout)).toContain("text symbol (5 values)");
  expect(results(stdout, "RMSE")[0]?.test).toBeLessThan(100);
});

it("movies: a few titles that are numbers make no number of them", async () => {
  const { code, stdout } = await start(["movies.csv", "--target", "IMDB Rating", "--missing", "mean"]);
  expect(code).toBe(0);
  expect(words(stdout)).toMatch(/left out "Title" \(text of 3\d\d\d values, over 50\), "Distributor" \(.*\), "Director" \(/);
  expect(words(stdout)).toContain("dates Release Date, as days");
  expect(results(stdout, "RMSE")[0]?.test).toBeLessThan(1.2);
});

it("airports: what is asked for is ignored, what has too many values left out", async () => {
  const command = ["airports.csv", "--target", "latitude", "--ignore", "iata,name", "--missing", "drop"];
  const { code, stdout } = await start(command);
  expect(code).toBe(0);
  expect(words(stdout)).toContain("ignored iata, name");
  expect(words(stdout)).toMatch(/left out "city" \(text of \d+ values, over 50\), "state" \(/);
  expect(words(stdout)).toContain("numbers longitude text country (5 values)");
});

it("a passenger list: two classes of 0 and 1, gaps, tickets, cabins", async () => {
  const list = ["passengers.csv", "--target", "Survived"];
  const refused = await start(list);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  expect(refused.stderr).toMatch(/^passengers\.csv: row 1 \(line 2\), column "Age": empty cell, expected a number; /);
  const { code, stdout } = await start([...list, "--missing", "mean", "--ignore", "PassengerId"]);
  expect(code).toBe(0);
  expect(words(stdout)).toContain('"Survived" holds only 0 and 1, so it is learned as two classes; --loss huber');
  expect(words(stdout)).toContain("numbers Pclass, Age, SibSp, Parch, Fare");
  expect(words(stdout)).toContain("text Sex (2 values), Embarked (3 values)");
  expect(words(stdout)).toMatch(/left out "Name" \(text of 400 values, over 50\), "Ticket" \(.*\), "Cabin" \(text of 57 values/);
  expect(stdout).toContain("dense 1 → binaryCrossEntropyWithLogits");
  expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(85);
});
