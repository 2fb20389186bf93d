// What a column is taken for, which encodings, delimiters and headers are understood, and what is said of it.

import { describe, expect, it } from "vitest";
import { readDate } from "../../examples/dates.mjs";
import { kindOf } from "../../examples/kinds.mjs";
import { start, words, writeCsv } from "./run.js";

const ROWS = 30;
const lines = Array.from({ length: ROWS }, (_, i) => [`${i}`, `${(i * 7) % 5}.5`, i < 15 ? "low" : "high"]);
const table = (columns: string[], delimiter = ",") => [columns, ...lines].map((cells) => cells.join(delimiter)).join("\n");
/** The table with other cells in its first column. */
const withFirst = (cells: (row: number) => string) =>
  `x,y,kind\n${lines.map(([, y, kind], row) => `${cells(row)},${y},${kind}`).join("\n")}\n`;

let files = 0;
async function learn(text: string | Uint8Array, options: string[] = []) {
  const name = `columns${files++}.csv`;
  writeCsv(name, text);
  const given = options.includes("--target") ? [] : ["--target", "kind"];
  const { code, stdout, stderr } = await start([name, ...given, "--epochs", "2", ...options]);
  return { code, said: words(stdout), stderr };
}

describe("a column is", () => {
  const kind = (cells: string[]) => kindOf(cells).kind;
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i / 8));

  it.each([
    [10, 1],
    [99, 1],
    [150, 1],
    [200, 2],
    [1000, 10],
  ])("of numbers where of %i cells at most %i are none", (count, allowed) => {
    const withWords = (some: number) => [...Array.from({ length: some }, () => "word"), ...numbers(count - some)];
    expect(kind(withWords(allowed))).toBe("number");
    expect(kind(withWords(allowed + 1))).toBe("text");
  });

  it("of numbers or dates whatever is missing", () => {
    const missing = ["", "NA", "N/A", "NaN", "null", "?"];
    expect(kind([...missing, ...missing, "1.5", "2e3"])).toBe("number");
    expect(kind([...missing, ...missing, "2020-02-29", "Mar 1 2020"])).toBe("date");
    expect(kind([...missing, ...missing, "red"])).toBe("text");
  });

  it("of dates among years, but of years alone a number", () => {
    expect(kind(["2011", "2012", "2013-05-01", "2014"])).toBe("date");
    expect(kind(["2011", "2012", "2013"])).toBe("number");
  });

  it("of text where numbers and dates are many", () => {
    expect(kind(["1.5", "2.5", "3.5", "2020-01-01", "2020-01-02", "2020-01-03"])).toBe("text");
  });
});

describe("dates", () => {
  const day = Date.UTC(2012, 11, 31) / 86_400_000;
  it.each([
    "2012-12-31",
    "2012/12/31",
    "2012.12.31",
    "12/31/2012",
    "31.12.2012",
    "Dec 31 2012",
    "December 31, 2012",
    "Dec. 31st, 2012",
    "31 Dec 2012",
    "31-Dec-12",
    "Mon, 31 Dec 2012",
    "2012-12-31T00:00:00Z",
    "2012-12-31 00:00",
    "2012-12-31T01:00:00+01:00",
    "12/31/2012 12:00 AM",
  ])("%s", (text) => expect(readDate(text)).toBe(day));

  it.each(["2012-12-31 12:00", "12/31/2012 12:00 PM", "2012-12-31T12:00:00.000Z"])("%s is half a day later", (text) =>
    expect(readDate(text)).toBe(day + 0.5),
  );

  it("may be those of a month", () => {
    expect(readDate("2012-12")).toBe(Date.UTC(2012, 11, 1) / 86_400_000);
    expect(readDate("Dec 2012")).toBe(Date.UTC(2012, 11, 1) / 86_400_000);
  });

  it.each([
    "2012-13-01",
    "2012-02-30",
    "31/31/2012",
    "room 12",
    "May",
    "12",
    "1.5",
    "13:45",
    "1-2",
    "Foo 1 2012",
    "2012-12-31 25:00",
  ])("%s is none", (text) => expect(readDate(text)).toBeUndefined());
});

describe("an odd cell is an error, with its place", () => {
  it.each([
    ["a number", (row: number) => (row === 6 ? "abc" : String(row)), '"abc" is not a number'],
    ["a date", (row: number) => (row === 6 ? "soon" : `2020-01-${10 + (row % 20)}`), '"soon" is not a date'],
    ["a date of the calendar", (row: number) => `2020-02-${row === 6 ? 30 : 10 + (row % 18)}`, '"2020-02-30" is not a date'],
  ])("in a column of %s", async (_, cell, problem) => {
    const { code, stderr } = await learn(withFirst(cell));
    expect(stderr).toMatch(new RegExp(`^columns\\d+\\.csv: row 7 \\(line 8\\), column "x": ${problem}\n$`));
    expect(code).toBe(2);
  });
});

it("two odd cells in thirty make text of a column", async () => {
  const { said } = await learn(withFirst((row) => (row < 2 ? "abc" : String(row % 7))));
  expect(said).toContain("text x (8 values), a column of 0 and 1 for each value");
  expect(said).toContain("model 9 → dense 16");
});

it.each([50, 51])("text of %i values", async (values) => {
  const rows = Array.from({ length: 120 }, (_, i) => `${i},v${i % values},${i % 2 ? "a" : "b"}`);
  const { said } = await learn(`x,y,kind\n${rows.join("\n")}`);
  if (values <= 50) expect(said).toContain("text y (50 values)");
  else expect(said).toContain('left out "y" (text of 51 values, over 50)');
});

it.each(["NA", "N/A", "NaN", "null", "?", ""])("%s is missing", async (cell) => {
  const text = withFirst((row) => (row === 3 ? cell : String(row)));
  const refused = await learn(text);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/row 4 \(line 5\), column "x": .* expected a number; --missing mean .*--missing drop/);
  expect((await learn(text, ["--missing", "mean"])).said).toContain('1 cell of "x" filled in with the mean');
  expect((await learn(text, ["--missing", "drop"])).said).toContain('1 cell of "x"; 1 of 30 rows left out');
});

it("a gap in text takes the commonest value", async () => {
  const text = withFirst((row) => (row === 3 ? "" : row % 3 ? "red" : "blue"));
  expect((await learn(text)).stderr).toMatch(/row 4 \(line 5\), column "x": empty cell, expected text; /);
  expect((await learn(text, ["--missing", "mean"])).said).toContain("text x (2 values)");
});

it("days and months: the column tells the order, or it is said which was taken", async () => {
  const order = (first: (row: number) => string) => learn(withFirst(first));
  expect((await order((row) => `${1 + (row % 28)}/3/2020`)).said).toContain("dates x (day/month/year), as days");
  expect((await order((row) => `3/${1 + (row % 28)}/2020`)).said).toContain("dates x, as days");
  expect((await order((row) => `3/${1 + (row % 12)}/2020`)).said).toContain("dates x (read as month/day/year), as days");
});

describe("the first line", () => {
  it.each([
    ["names above numbers", table(["a", "b", "kind"]), true],
    ["numbers above numbers", lines.map(String).join("\n"), false],
    ["years above numbers, said to be names", table(["2019", "2020", "kind"]), true, ["--header", "yes"]],
    ["words above the same words", `${lines.map(([, , k]) => `${k},${k}er`).join("\n")}`, false],
    ["words above others", `kind,also\n${lines.map(([, , k]) => `${k},${k}er`).join("\n")}`, true],
  ])("%s", async (_, text, header, options: string[] = []) => {
    const columns = text.split("\n")[1]?.split(",").length as number;
    const target = header ? "kind" : `column ${columns}`;
    const { code, said } = await learn(text, ["--target", target, ...options]);
    expect(code).toBe(0);
    expect(said).toContain(header ? "the first line is a header" : 'no header: the columns are "column 1"');
  });

  it("without names a column may be named by its number", async () => {
    expect((await learn(lines.map(String).join("\n"), ["--target", "3"])).code).toBe(0);
  });

  it("may leave a column nameless, as pandas does", async () => {
    expect((await learn(table(["", "b", "kind"]))).said).toContain("numbers column 1, b");
  });
});

describe("is read", () => {
  const text = table(["größe", "b", "kind"]);
  const utf16 = Buffer.from(`\uFEFF${text}`, "utf16le");
  it.each<[string, string | Uint8Array, string]>([
    ["UTF-8", text, ""],
    ["UTF-16 with a mark", utf16, "utf-16le"],
    ["UTF-16, big end first", Buffer.from(utf16).swap16(), "utf-16be"],
    ["UTF-16 without a mark", utf16.subarray(2), "utf-16le"],
    ["what old spreadsheets write", Buffer.from(text, "latin1"), "windows-1252"],
  ])("%s", async (_, content, encoding) => {
    const { code, said } = await learn(content);
    expect(code).toBe(0);
    expect(said).toContain(`separated by commas${encoding && `, ${encoding}`};`);
    expect(said).toContain("numbers größe, b");
  });

  it.each([
    [";", "semicolons"],
    ["\t", "tabs"],
    ["|", "bars"],
  ])("with %j between the cells", async (delimiter, name) => {
    expect((await learn(table(["a", "b", "kind"], delimiter))).said).toContain(`separated by ${name}`);
  });

  it("with decimal commas", async () => {
    const { said } = await learn(table(["a", "b", "kind"], ";").replaceAll(".", ","));
    expect(said).toContain("separated by semicolons, decimal commas");
    expect(said).toContain("numbers a, b");
  });

  it("with line ends of old", async () => expect((await learn(table(["a", "b", "kind"]).replaceAll("\n", "\r"))).code).toBe(0));

  it("with a delimiter at each end", async () => {
    expect((await learn(table(["a", "b", "kind,"]).replaceAll(/low|high/g, "$&,"))).said).toContain(
      'left out "column 4" (no cell holds anything)',
    );
  });

  it("but not what is no text", async () => {
    expect((await learn(Uint8Array.of(31, 139, 8, 0, 0, 0, 44, 10, 0, 3))).stderr).toMatch(
      /: is not text, expected a CSV file\n$/,
    );
  });
});

describe("the target", () => {
  const target = (y: (row: number) => unknown, options: string[] = []) =>
    learn(`x,y\n${lines.map((_, row) => `${row},${y(row)}`).join("\n")}`, ["--target", "y", ...options]);

  it.each([
    [0, 1],
    [-1, 1],
    [1, 2],
  ])("of %i and %i is two classes, and it is said why", async (a, b) => {
    const { said } = await target((row) => (row < 15 ? a : b));
    expect(said).toContain(`"y" holds only ${a} and ${b}, so it is learned as two classes; --loss huber learns it as a number`);
    expect(said).toContain("dense 1 → binaryCrossEntropyWithLogits");
  });

  it("of 0 and 1 is a number where the loss says so", async () => {
    const { said } = await target((row) => Number(row < 15), ["--loss", "huber"]);
    expect(said).toContain("y: a number");
    expect(said).not.toContain("learned as two classes");
  });

  it("of few whole numbers is a number, and it is said", async () => {
    const { said } = await target((row) => row % 5);
    expect(said).toContain('"y" holds 5 whole numbers, and is learned as a number; --loss crossEntropy learns them as classes');
  });

  it("of dates is a number of days", async () => {
    const { said } = await target((row) => `2020-01-${10 + (row % 20)}`);
    expect(said).toContain("y: a date");
    expect(said).toMatch(/days; guessing the mean, 2020-01-\d\d: /);
  });

  it("of many classes", async () => {
    const rows = Array.from({ length: 900 }, (_, i) => `${i % 300},class ${i % 300}`);
    const { code, said } = await learn(`x,y\n${rows.join("\n")}`, ["--target", "y", "--metrics"]);
    expect(code).toBe(0);
    expect(said).toContain("y: one of 300 classes");
    expect(said).toContain("precision recall F1 rows class 0 ");
  });
});
