// Writes the README's tables from the table of ops. `--check` only tells whether they are up to date.

import { readFileSync, writeFileSync } from "node:fs";
import { ops } from "lanewise";

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

/** The largest error that the sweep has seen, of all the op's functions. */
function measuredOf({ measured }) {
  if (!measured) return "";
  const largest = (precision) => Math.max(...Object.values(measured).map((each) => each[precision]));
  const inputs = Math.min(...Object.values(measured).map((each) => each.inputs));
  return `${largest("fast")} / ${largest("high")} over ${inputs === 2 ** 32 ? "all floats" : `${Math.round(inputs / 1e6)} million`}`;
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
    .filter((spec) => spec.notes?.length)
    .map((spec) => `- \`${spec.name}\`: ${spec.notes.join(" ")}`)
    .join("\n");
}

function fill(text, name, content) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`README.md has no ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}

const file = new URL("../README.md", import.meta.url);
const before = readFileSync(file, "utf8");
const after = fill(fill(before, "ops", opsTable()), "conventions", conventions());
if (process.argv.includes("--check")) {
  if (after !== before) {
    console.error("README.md's tables are not those of the op table: run `npm run docs`");
    process.exit(1);
  }
} else {
  writeFileSync(file, after);
}
