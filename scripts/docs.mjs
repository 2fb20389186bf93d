// Writes the pages of docs/ that come from the table of ops and the recorded benchmarks, the pictures, the README's figures, and the
// types of each op's calls (src/signatures).
// `--check` only tells whether they are up to date.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { chart } from "../bench/speed/chart.mjs";
import { speedSection, speedSentence } from "../bench/speed/markdown.mjs";
import { loadResults } from "../bench/speed/results.mjs";
import { tfjsSection, tfjsTable } from "../bench/tfjs/markdown.mjs";
import { programsSection } from "../bench/tfjs/programsTable.mjs";
import { callTypes } from "./docs/callTypes.mjs";
import { accuracyTable, conventionsPage, meanings, opsPage, pictures } from "./docs/ops.mjs";

const at = (path) => new URL(`../${path}`, import.meta.url);
const PICTURES = at("docs/pictures/");
const CALLS = at("src/signatures/");
const recorded = (name) => loadResults(at(`bench/results/${name}.json`));

function fill(text, name, content) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`there is no ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}

const filled = (path, sections) =>
  Object.entries(sections).reduce((text, [name, content]) => fill(text, name, content), readFileSync(at(path), "utf8"));

/** What each file should hold. */
function written() {
  const [speed, models] = [recorded("speed"), recorded("tfjs")];
  const drawn = new Map([...pictures(), ["speed.svg", chart(speed)]]);
  return new Map([
    [at("README.md"), filled("README.md", { speed: speedSentence(speed), tfjs: tfjsTable(models) })],
    [at("docs/ops.md"), opsPage()],
    [at("docs/conventions.md"), conventionsPage()],
    [at("docs/accuracy.md"), filled("docs/accuracy.md", { accuracy: accuracyTable() })],
    [at("docs/speed.md"), filled("docs/speed.md", { speed: speedSection(speed, "pictures/speed.svg") })],
    [at("docs/tensorflow.md"), filled("docs/tensorflow.md", { tfjs: tfjsSection(models) })],
    [
      at("docs/coming-from-tfjs-node.md"),
      filled("docs/coming-from-tfjs-node.md", { programs: programsSection(recorded("tfjs-node")) }),
    ],
    ...[...drawn].map(([name, content]) => [new URL(name, PICTURES), content]),
    ...[...callTypes(meanings)].map(([name, content]) => [new URL(name, CALLS), content]),
  ]);
}

const files = written();
/** Of ops that there are no more. */
const stale = [PICTURES, CALLS].flatMap((folder) => {
  const present = existsSync(folder) ? readdirSync(folder).filter((name) => /\.(svg|ts)$/.test(name)) : [];
  return present.map((name) => new URL(name, folder)).filter(({ href }) => ![...files.keys()].some((file) => file.href === href));
});

if (process.argv.includes("--check")) {
  const old = [...files].filter(([file, content]) => !existsSync(file) || readFileSync(file, "utf8") !== content);
  for (const { pathname } of [...old.map(([file]) => file), ...stale]) {
    console.error(`${pathname} is not what the op table and the recorded results give: run \`npm run docs\``);
    process.exitCode = 1;
  }
} else {
  for (const folder of [PICTURES, CALLS]) mkdirSync(folder, { recursive: true });
  for (const [file, content] of files) writeFileSync(file, content);
  for (const file of stale) rmSync(file);
}
