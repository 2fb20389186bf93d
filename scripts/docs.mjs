// Writes the README's tables, the chart, and the tables of docs/ from the table of ops and the recorded benchmarks. `--check` only tells whether they
// are up to date.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ops } from "lanewise";
import { chart } from "../bench/speed/chart.mjs";
import { speedSection } from "../bench/speed/markdown.mjs";
import { loadResults } from "../bench/speed/results.mjs";
import { tfjsSection } from "../bench/tfjs/markdown.mjs";
import { programsSection } from "../bench/tfjs/programsTable.mjs";

const KINDS = {
  activation: "Activations",
  channelActivation: "Activations with learnable slopes",
  groupActivation: "Group activations",
  row: "Rows",
  loss: "Losses, element by element",
  rowLoss: "Losses of rows",
  penalty: "Penalties",
  layer: "Layers",
};

const cell = (text) => text.replaceAll("|", "\\|");

function optionsOf({ options }) {
  return Object.entries(options)
    .map(([name, option]) => `\`${name}\` ${option.choices ? option.expected : (option.default ?? "none")}`)
    .join(", ");
}

/** The largest error that the sweep has seen, of all the op's functions; and of how many floats, where its options are the defaults. */
function measuredOf({ measured, domain }) {
  if (!measured) return "";
  const largest = (precision) => Math.max(...Object.values(measured).map((each) => each[precision]));
  const inputs = Math.max(...Object.values(measured).map((each) => each.inputs));
  const floats = inputs === 2 ** 32 ? "all floats" : `${domain ? "all " : ""}${Math.round(inputs / 1e6)} million floats`;
  return `${largest("fast")} / ${largest("high")} over ${floats}`;
}

function opsTable() {
  const specs = Object.values(ops);
  return Object.entries(KINDS)
    .map(([kind, title]) => {
      const rows = specs
        .filter((spec) => spec.kind === kind)
        .map((spec) => {
          const bound = spec.bound.fast === 0 ? "exact" : `${spec.bound.fast} / ${spec.bound.high}`;
          return `| \`${spec.name}\` | ${cell(spec.summary)} | ${cell(spec.formula)} | ${cell(optionsOf(spec))} | ${bound} | ${measuredOf(spec)} |`;
        });
      return `**${title}**\n\n| op | what it is | formula | options and defaults | bound in ulp, fast / high | largest seen |\n|---|---|---|---|---|---|\n${rows.join("\n")}`;
    })
    .join("\n\n");
}

function conventions() {
  return Object.values(ops)
    .map(({ name, notes = [], bound }) => ({ name, sentences: bound.reason ? [...notes, `In \`fast\` ${bound.reason}`] : notes }))
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ name, sentences }) => `- \`${name}\`: ${sentences.join(" ")}`)
    .join("\n");
}

function fill(text, name, content) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`there is no ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}

const readme = new URL("../README.md", import.meta.url);
const results = loadResults(new URL("../bench/results/speed.json", import.meta.url));
const models = loadResults(new URL("../bench/results/tfjs.json", import.meta.url));
const page = new URL("../docs/coming-from-tfjs-node.md", import.meta.url);
const programs = loadResults(new URL("../bench/results/tfjs-node.json", import.meta.url));
const CHART = "bench/results/speed.svg";

/** What each file should hold. */
function written() {
  const text = readFileSync(readme, "utf8");
  const sections = {
    ops: opsTable(),
    conventions: conventions(),
    speed: speedSection(results, CHART),
    tfjs: tfjsSection(models),
  };
  const filled = Object.entries(sections).reduce((all, [name, content]) => fill(all, name, content), text);
  return new Map([
    [readme, filled],
    [page, fill(readFileSync(page, "utf8"), "programs", programsSection(programs))],
    [new URL(`../${CHART}`, import.meta.url), chart(results)],
  ]);
}

for (const [file, content] of written()) {
  if (!process.argv.includes("--check")) writeFileSync(file, content);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== content) {
    console.error(`${file.pathname} is not what the op table and the recorded results give: run \`npm run docs\``);
    process.exitCode = 1;
  }
}
