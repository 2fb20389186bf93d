// The pages that are made of the table of ops: what each op is, how exact it is, and where its conventions lie.

import { ops } from "lanewise";
import { curvesOf } from "./curves.mjs";
import { readMeanings } from "./meanings.mjs";
import { overview, plot } from "./plot.mjs";

const KINDS = {
  activation: "Activations",
  channelActivation: "Activations with learnable slopes",
  groupActivation: "Group activations",
  row: "Rows: the softmax family",
  loss: "Losses, element by element",
  rowLoss: "Losses of rows",
  penalty: "Penalties",
  layer: "Layers",
};

const specs = Object.values(ops);
const cell = (text) => text.replaceAll("|", "\\|");

const unknown = specs.find(({ kind }) => !(kind in KINDS));
if (unknown) throw new Error(`scripts/docs/ops.mjs has no title for ops of the kind ${unknown.kind}`);

/** Kinds that have ops, each with its title. */
const groups = Object.entries(KINDS)
  .map(([kind, title]) => ({ kind, title, members: specs.filter((spec) => spec.kind === kind) }))
  .filter(({ members }) => members.length > 0);

/** Of the options of each op. */
export const meanings = readMeanings();

const optionList = ({ name, options }) =>
  Object.entries(options).map(([option, { expected, default: usual }]) => {
    const limits = `${expected}${usual === undefined ? "" : `; ${JSON.stringify(usual)} unless given`}`;
    return `\`${option}\`: ${meanings.get(name).get(option)} (${limits})`;
  });

const interval = ([low, high]) =>
  `${Number.isFinite(low) ? "[" : "("}${words(low)}, ${words(high)}${Number.isFinite(high) ? "]" : ")"}`;
const words = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : value < 0 ? "−∞" : "∞");

const defaultsOf = ({ options }) =>
  Object.fromEntries(Object.entries(options).map(([name, { default: usual }]) => [name, usual]));

function factsOf(spec) {
  const facts = [];
  if (spec.range) facts.push(`range ${interval(spec.range(defaultsOf(spec)))}`);
  if (spec.monotonic !== undefined) facts.push(spec.monotonic ? "monotonic" : "not monotonic");
  const kinks = spec.kind === "activation" ? (spec.kinks?.(defaultsOf(spec)) ?? []) : [];
  if (kinks.length > 0) facts.push(`kinks at ${kinks.map(words).join(", ")}`);
  if (spec.predictions) facts.push(`predictions are ${PREDICTIONS[spec.predictions]}`);
  if (spec.targets) facts.push(`targets are ${TARGETS[spec.targets]}`);
  return facts;
}

const PREDICTIONS = { logits: "logits", probabilities: "probabilities", logProbabilities: "log-probabilities" };
const TARGETS = {
  classes: "class indices, one for each row",
  probabilities: "probabilities, one for each class",
  either: "class indices or probabilities",
};

function sectionOf(spec) {
  const picture = curvesOf(spec) ? [`![${spec.name}](pictures/${spec.name}.svg)`, ""] : [];
  return [
    `### ${spec.name}`,
    "",
    spec.summary,
    "",
    ...picture,
    `- \`${spec.formula}\``,
    ...optionList(spec).map((option) => `- ${option}`),
    ...factsOf(spec).map((fact) => `- ${fact}`),
    ...(spec.notes ?? []).map((note) => `- ${note}`),
    `- ${spec.source}`,
  ].join("\n");
}

const WRITTEN = "<!-- `npm run docs` writes this page from the table of ops. -->";

export function opsPage() {
  const index = groups.map(
    ({ title, members }) => `- ${title}: ${members.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(", ")}`,
  );
  const sections = groups.map(({ title, members }) => [`## ${title}`, ...members.map(sectionOf)].join("\n\n"));
  return `${WRITTEN}

# All ops

Solid is the value, dashed the derivative or gradient, both with the default options. [Accuracy](accuracy.md) has the bounds, and
[Conventions](conventions.md) says where libraries differ. At run time all of this is in \`lw.ops\`.

${index.join("\n")}

${sections.join("\n\n")}
`;
}

export function conventionsPage() {
  const lines = specs.filter(({ notes = [] }) => notes.length > 0).map(({ name, notes }) => `- \`${name}\`: ${notes.join(" ")}`);
  return `${WRITTEN}

# Conventions

Libraries differ in defaults, in what happens at kinks, and in how losses become a cost. This is what Lanewise does, op by op.
[Coming from PyTorch, Keras, TensorFlow.js](coming-from.md) has the differences by library.

- Special values: NaN in gives NaN out, ±∞ gives the limit. Wherever the true limit is finite, value and gradient are finite.
- Empty input: \`reduction: "none"\` gives an empty array, \`"sum"\` 0, \`"mean"\` NaN (0 with \`emptyMean: "zero"\`).
- \`mean\` divides by the number of losses; with \`normalize: "weights"\` by the sum of the weights.
${lines.join("\n")}
`;
}

/** The largest error that the sweep has seen, of all the op's functions; and of how many floats, where its options are the defaults. */
function measuredOf({ measured, domain }) {
  if (!measured) return "";
  const largest = (precision) => Math.max(...Object.values(measured).map((each) => each[precision]));
  const inputs = Math.max(...Object.values(measured).map((each) => each.inputs));
  const floats = inputs === 2 ** 32 ? "all floats" : `${domain ? "all " : ""}${Math.round(inputs / 1e6)} million floats`;
  return `${largest("fast")} / ${largest("high")} over ${floats}`;
}

/** For the page on accuracy. */
export function accuracyTable() {
  const rows = specs.map((spec) => {
    const { fast, high, reason = "" } = spec.bound;
    return `| \`${spec.name}\` | ${fast === 0 ? "exact" : `${fast} / ${high}`} | ${measuredOf(spec)} | ${cell(reason)} |`;
  });
  return `| op | bound in ulp, fast / high | largest seen, fast / high | why |\n|---|---|---|---|\n${rows.join("\n")}`;
}

/** By file name. */
export function pictures() {
  const drawn = specs.flatMap((spec) => {
    const curves = curvesOf(spec);
    return curves ? [{ name: spec.name, kind: spec.kind, curves }] : [];
  });
  const activations = drawn.filter(({ kind }) => kind.endsWith("ctivation"));
  return new Map([
    ["activations.svg", overview("Activations f (solid) and their derivatives f′ (dashed)", activations, 7)],
    ...drawn.map(({ name, curves }) => [`${name}.svg`, plot(name, curves)]),
  ]);
}
