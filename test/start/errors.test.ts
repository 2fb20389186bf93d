// What the user can mend is said in one line on stderr, with row and column, exit code 2, and nothing else.

import { beforeAll, expect, it } from "vitest";
import { results, start, writeCsv } from "./run.js";

const rows = Array.from({ length: 12 }, (_, i) => `${i},${(i * 7) % 5},${i < 6 ? "low" : "high"}`);
const table = ["size,petal length,kind", ...rows];
const replaced = (index: number, line: string) => table.map((each, i) => (i === index ? line : each));

beforeAll(() => {
  writeCsv("good.csv", table);
  writeCsv("word.csv", replaced(7, "6,abc,high"));
  writeCsv("empty-cell.csv", replaced(3, "2, ,low"));
  writeCsv("huge.csv", replaced(3, "2,1e999,low"));
  writeCsv("no-target.csv", replaced(5, "4,3,"));
  writeCsv("short.csv", replaced(4, "3,1"));
  writeCsv("long.csv", replaced(4, "3,1,low,9"));
  writeCsv("blank-lines.csv", [...table.slice(0, 3), "", "", "2,x,low", ...table.slice(4)]);
  writeCsv("quoted-lines.csv", ["a,kind", '1,"two\nlines"', "x,low", "3,low", "4,low", "5,low"]);
  writeCsv("open-quote.csv", replaced(2, '1,"2,low'));
  writeCsv("bad-quote.csv", replaced(2, '1,"2"x,low'));
  writeCsv("twice.csv", ["size,size,kind", ...rows]);
  writeCsv(
    "one-class.csv",
    table.map((line) => line.replace("high", "low")),
  );
  writeCsv("three.csv", replaced(2, "1,2,middle"));
  writeCsv("each-its-own.csv", ["a,b", ...rows.map((_, i) => `1,name${i}`)]);
  writeCsv("constant.csv", ["a,b", ...rows.map((_, i) => `${i},3`)]);
  writeCsv("measures.csv", ["a,b", ...Array.from({ length: 60 }, (_, i) => `${i % 7},${i / 8}`)]);
  writeCsv("negative.csv", ["a,b", ...rows.map((_, i) => `${i},${i - 4}`)]);
  writeCsv("few.csv", table.slice(0, 4));
  writeCsv("only-header.csv", table.slice(0, 1));
  writeCsv("one-row.csv", table.slice(0, 2));
  writeCsv("nothing.csv", "");
  writeCsv("single.csv", ["kind", ...rows.map((_, i) => (i < 6 ? "low" : "high"))]);
});

const kind = ["--target", "kind"];
const b = ["--target", "b"];

it.each<[string, string[], RegExp]>([
  ["missing file", ["missing.csv", ...kind], /^missing\.csv: no such file$/],
  ["folder", [".", ...kind], /^\.: is a directory, expected a CSV file$/],
  ["no target", ["good.csv"], /^--target is missing: .*good\.csv.* size, petal length, kind$/],
  ["missing column", ["good.csv", "--target", "Kind"], /^good\.csv: no column "Kind", expected one of size, petal length, kind$/],
  ["missing ignored column", ["good.csv", ...kind, "--ignore", "x"], /^good\.csv: no column "x"/],
  ["text", ["word.csv", ...kind], /^word\.csv: row 7 \(line 8\), column "petal length": "abc" is not a number$/],
  [
    "empty cell",
    ["empty-cell.csv", ...kind],
    /^empty-cell\.csv: row 3 \(line 4\), column "petal length": empty cell, expected a number; --missing mean fills .*drop leaves/,
  ],
  ["infinity", ["huge.csv", ...kind], /row 3 \(line 4\), column "petal length": "1e999" is not a finite number$/],
  [
    "empty target",
    ["no-target.csv", ...kind],
    /^no-target\.csv: row 5 \(line 6\), column "kind": empty cell, expected text; --missing/,
  ],
  ["too few fields", ["short.csv", ...kind], /^short\.csv: row 4 \(line 5\) has 2 fields, expected 3 as in the header$/],
  ["too many fields", ["long.csv", ...kind], /^long\.csv: row 4 \(line 5\) has 4 fields, expected 3 as in the header$/],
  ["line after blank ones", ["blank-lines.csv", ...kind], /row 3 \(line 6\), column "petal length": "x"/],
  ["line after one of two lines", ["quoted-lines.csv", ...kind], /row 2 \(line 4\), column "a": "x" is not a number$/],
  ["unterminated quote", ["open-quote.csv", ...kind], /^open-quote\.csv: row 2 \(line 3\): quoted field unterminated$/],
  [
    "malformed quote",
    ["bad-quote.csv", ...kind],
    /^bad-quote\.csv: row 2 \(line 3\): trailing quote on quoted field is malformed$/,
  ],
  ["a name twice", ["twice.csv", ...kind], /^twice\.csv: columns 1 and 2 are both named "size"$/],
  [
    "one class",
    ["one-class.csv", ...kind],
    /^one-class\.csv: column "kind" holds one class only, "low": there is nothing to learn$/,
  ],
  [
    "three for two",
    ["three.csv", ...kind, "--loss", "hinge"],
    /column "kind" has 3 classes \(high, low, middle\), hinge needs two$/,
  ],
  ["a class each", ["each-its-own.csv", ...b], /column "b" has another class in every row: nothing can be held out$/],
  ["a constant", ["constant.csv", ...b], /column "b" is 3 in every row: there is nothing to learn$/],
  ["numbers as classes", ["measures.csv", ...b, "--loss", "crossEntropy"], /has 60 different numbers, too many .* huber/],
  [
    "text as number",
    ["good.csv", ...kind, "--loss", "huber"],
    /row 1 \(line 2\), column "kind": "low" is not a number, as huber needs$/,
  ],
  [
    "domain",
    ["negative.csv", ...b, "--loss", "meanSquaredLogarithmicError"],
    /row 1 \(line 2\), column "b": -4 is outside the domain/,
  ],
  ["few rows", ["few.csv", ...kind], /^few\.csv: has 3 rows, expected at least 5/],
  ["no rows", ["only-header.csv", ...kind], /has 0 rows/],
  ["one row", ["one-row.csv", ...kind], /^one-row\.csv: has 1 row, expected at least 5/],
  ["empty file", ["nothing.csv", ...kind], /^nothing\.csv: is empty, expected a header line and rows$/],
  ["no features", ["single.csv", ...kind], /^single\.csv: no column is left to predict "kind" from$/],
  ["two files", ["good.csv", "word.csv", ...kind], /^word\.csv: one CSV file at a time/],
  [
    "unknown loss",
    ["good.csv", ...kind, "--loss", "crossentropy"],
    /^--loss: unknown loss "crossentropy", expected one of .*crossEntropy/,
  ],
  ["loss without minimum", ["negative.csv", ...b, "--loss", "meanError"], /^--loss: meanError cannot be minimised/],
  ["unknown activation", ["--activation", "softmax"], /^--activation: unknown activation "softmax", expected one of linear, /],
  ["unknown penalty", ["--penalty", "l3"], /^--penalty: unknown penalty "l3"/],
  ["penalty", ["--penalty", "l2Penalty:-1"], /^--penalty: "-1" is not a number ≥ 0$/],
  ["unknown option", ["--depth", "3"], /^Unknown option '--depth'/],
  ["option without value", ["--hidden"], /^Option '--hidden <value>' argument missing/],
  ["option before option", ["--hidden", "--seed", "1"], /^Option '--hidden' argument missing/],
  ["no epochs", ["--epochs", "0"], /^--epochs: "0" is not an integer from 1 to 1000000$/],
  ["negative rate", ["--rate", "-0.1"], /^--rate: "-0\.1" is not a number > 0$/],
  ["half a unit", ["--hidden", "1.5"], /^--hidden: "1\.5" is not an integer from 1/],
  ["no number", ["--batch", "all"], /^--batch: "all" is not an integer from 1/],
  ["precision", ["--precision", "medium"], /^--precision is "medium", expected "fast" or "high"$/],
  ["backend", ["--backend", "cuda"], /^--backend is "cuda", expected "auto" or "wasm" or "reference"$/],
])("%s", async (_, words, message) => {
  const { code, stdout, stderr } = await start(words);
  expect(stderr.trimEnd()).toMatch(message);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it("a cost that grows beyond all numbers is told, too", async () => {
  const { code, stderr } = await start(["--loss", "crossEntropy", "--rate", "1e30"]);
  expect(stderr).toMatch(
    /^the cost became (NaN|Infinity|-Infinity) in epoch \d+: try a --rate below 1e\+30, or another --loss\n$/,
  );
  expect(code).toBe(2);
});

it("learns from what is merely unusual: semicolons, a BOM, CRLF, quotes, spaces, blank lines, a class of one", async () => {
  const lines = Array.from({ length: 60 }, (_, i) => `${i} ;"${(i * 7) % 5}.0"; ${i === 3 ? "rare" : i < 30 ? "low" : "high"}`);
  writeCsv("unusual.csv", `\uFEFFsize;petal length;kind\r\n\r\n${lines.join("\r\n")}\r\n\r\n`);
  const { code, stdout, stderr } = await start(["unusual.csv", "--target", "kind", "--ignore", "petal length"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("kind: high, low or rare");
  expect(stdout).toContain("model       1 → dense 16");
  expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(90);
});

it("predicts a numeric column by huber where no loss is named", async () => {
  writeCsv("line.csv", ["x,z,y", ...Array.from({ length: 50 }, (_, i) => `${i},${i % 3},${1000 + 20 * i - 70 * (i % 3)}`)]);
  const { stdout } = await start(["line.csv", "--target", "y", "--penalty", "none"]);
  expect(stdout).toContain("dense 1 → huber\n");
  // In the column's own unit; its standard deviation is near 300.
  expect(results(stdout, "RMSE")[0]?.test).toBeLessThan(30);
});

it("learns from files of any length: a million rows, more than a call has arguments", async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, i) => `${i % 100},${(i % 100) * 3 + 1}`);
  writeCsv("many-rows.csv", ["x,y", ...rows]);
  const { code, stdout, stderr } = await start(["many-rows.csv", "--target", "y", "--epochs", "1"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("800000 to learn from, 200000 held out");
  expect(stdout).toContain("1 epoch in batches of 1024");
  expect(results(stdout, "RMSE")[0]?.test).toBeLessThan(10);
}, 120_000);
