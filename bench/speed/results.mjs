// A run's results as JSON: one row a line, three or four figures, since more is noise.

import { readFileSync, renameSync, writeFileSync } from "node:fs";

const round = (value) => Number(value.toPrecision(4));
const roundAll = (_, value) => (typeof value === "number" && !Number.isInteger(value) ? round(value) : value);

export function writeResults(file, { environment, startup, rows }) {
  const head = JSON.stringify({ environment, startup }, roundAll, 2).slice(0, -2);
  const body = rows.map((row) => `    ${JSON.stringify(row, roundAll)}`).join(",\n");
  // A run that is cut off must not leave half a file.
  writeFileSync(`${file}.part`, `${head},\n  "rows": [\n${body}\n  ]\n}\n`);
  renameSync(`${file}.part`, file);
}

/** What a file holds of a run of the same code under the same conditions. */
export function readResults(file, environment) {
  const results = JSON.parse(readFileSync(file, "utf8"));
  for (const name of ["commit", "node", "cpu", "simd", "threads"]) {
    if (results.environment[name] !== environment[name]) {
      const [then, now] = [results.environment[name], environment[name]];
      throw new Error(`${file} was measured with ${name} ${then}, this is ${now}: measure all of it anew, without --resume`);
    }
  }
  return results;
}

/** Any file of results. */
export const loadResults = (file) => JSON.parse(readFileSync(file, "utf8"));
