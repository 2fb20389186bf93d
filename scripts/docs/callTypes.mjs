// The types of the calls of each op, written from the table so that editors show of each what it is: TypeScript cannot make comments out
// of values. Types alone: nothing of this is in the JavaScript.

import { ops } from "lanewise";
import { readShared } from "./meanings.mjs";

const HEADER = "// Written by `npm run docs` from the table of ops.";

const capital = (name) => name[0].toUpperCase() + name.slice(1);

/** What the two kinds of targets are called. */
const ROW_TARGETS = {
  classes: "class indices, one for each row: the prediction's shape without its last axis",
  probabilities: "probabilities, one for each class: the prediction's shape",
  either:
    "class indices, one for each row (the prediction's shape without its last axis), or probabilities (the prediction's shape)",
};
const ROW_PREDICTIONS = {
  logits: "logits, `[… , classes]`",
  probabilities: "probabilities, `[… , classes]`",
  logProbabilities: "log-probabilities, `[… , classes]`",
};

const END = new Map([
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
]);
const range = ([low, high]) => `from ${END.get(low) ?? low} to ${END.get(high) ?? high}`;

function lossTarget({ labels, domain, targetDomain = domain }) {
  if (labels) return `−1 or 1 (\`labels: "zeroOne"\`: 0 or 1), of the prediction's shape`;
  return targetDomain ? `numbers ${range(targetDomain)}, of the prediction's shape` : "numbers, of the prediction's shape";
}

const COST = 'the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves';
const SAME = "a new Float32Array, or a tensor where `x` is one; of the shape of `x`";

/**
 * What a kind's call looks like: its parameters with their types and meanings, its result, what else it has, and what its options
 * extend. `R` is the reduction.
 */
const KINDS = {
  activation: (spec, options) => ({
    group: "Activations",
    parameters: [["x", "I", "any shape"]],
    result: ["Like<I>", SAME],
    bases: ["OutOptions"],
    methods: [`ActivationMethods<${options}>`, ...(spec.derivativeFromOutput ? [`OutputMethods<${options}>`] : [])],
  }),
  channelActivation: () => ({
    group: "Activations",
    parameters: [
      ["x", "I", "any shape"],
      ["alpha", "Numeric", "one slope, or one for each channel of the last axis"],
    ],
    result: ["Like<I>", SAME],
    bases: ["OutOptions"],
    methods: ["ChannelActivationMethods"],
  }),
  groupActivation: (_, options) => ({
    group: "Activations",
    parameters: [["x", "I", "`[… , n · group]`"]],
    result: ["Like<I>", "`[… , n]`: a new Float32Array, or a tensor where `x` is one"],
    bases: ["OutOptions"],
    methods: [`BackwardMethods<${options}>`],
  }),
  row: (spec, options) => ({
    group: "Rows",
    parameters: [["x", "I", "any shape; a row runs along `axis`"]],
    result: ["Like<I>", spec.reduces ? "one number for each row: the shape of `x` without `axis`" : SAME],
    bases: ["OutOptions", "AxisOption"],
    methods: [`BackwardMethods<${options}>`, ...(spec.backwardFromOutput ? [`OutputMethods<${options}>`] : [])],
  }),
  loss: (spec, options) => ({
    group: "Losses",
    parameters: [
      ["prediction", spec.root ? "Numeric" : "I", spec.domain ? `numbers ${range(spec.domain)}, any shape` : "any shape"],
      ["target", "Numeric", lossTarget(spec)],
    ],
    ...(spec.root
      ? { generics: "", result: ["number", "the cost"], bases: ["OutOptions", 'Omit<ReductionOptions, "reduction">'] }
      : { reduced: true, result: ["Cost<I, R>", COST], bases: ["OutOptions", "ReductionOptions<R>"] }),
    methods: [spec.root ? `RootLossMethods<${options}>` : `LossMethods<${options}>`],
  }),
  rowLoss: (spec, options) => ({
    group: "Losses",
    parameters: [
      ["prediction", "I", ROW_PREDICTIONS[spec.predictions]],
      ["target", spec.weighted ? "ClassTarget" : "Numeric", ROW_TARGETS[spec.targets]],
    ],
    reduced: true,
    result: ["Cost<I, R>", COST],
    bases: ["OutOptions", "ReductionOptions<R>", ...(spec.weighted ? ["ClassOptions"] : [])],
    methods: [`LossMethods<${options}${spec.weighted ? ", ClassTarget" : ""}>`],
  }),
  penalty: (_, options) => ({
    group: "Penalties",
    generics: "",
    // A number needs no place.
    omitted: "out",
    parameters: [["weights", "Numeric", "any shape"]],
    result: ["number", "the penalty"],
    bases: ["OutOptions"],
    methods: [`PenaltyMethods<${options}>`],
  }),
  layer: () => ({
    group: "Layers",
    parameters: [
      ["x", "I", "`[m, k]`: a tensor, an array of arrays, or a flat array with `shape`"],
      ["weights", "Numeric", "`[k, n]`"],
      ["bias?", "Numeric | undefined", "`[n]`; may be left out"],
    ],
    result: ["Like<I>", "`[m, n]`: a new Float32Array, or a tensor where `x` is one"],
    bases: ["OutOptions"],
    methods: ["DenseMethods"],
  }),
};

const usual = (value) => JSON.stringify(value);

function optionWords({ expected, default: value }, meaning) {
  return `${meaning} ${capital(expected)}; ${usual(value)} unless given.`;
}

/** The type of an option's values. */
function optionType({ choices, default: value }) {
  return choices ? choices.map(usual).join(" | ") : typeof value;
}

const comment = (indent, lines) =>
  [`${indent}/**`, ...lines.map((line) => `${indent} * ${line.replaceAll("*/", "*\\/")}`.trimEnd()), `${indent} */`].join("\n");

function fileOf(spec, meanings) {
  const name = capital(spec.name);
  const own = Object.entries(spec.options);
  const kind = KINDS[spec.kind];
  // Ops without options of their own take what their kind takes, under the op's own name where that has parts.
  const named = own.length > 0 || kind(spec, "").bases.length > 1;
  const optionsName = named ? `${name}Options` : "OutOptions";
  const { group, parameters, generics, reduced, omitted, result, bases, methods } = kind(spec, optionsName);
  const typeParameters = generics ?? (reduced ? '<I extends Numeric, R extends Reduction = "mean">' : "<I extends Numeric>");
  const optionsType = reduced ? `${optionsName}<R>` : omitted ? `Omit<${optionsName}, "${omitted}">` : optionsName;

  const shared = sharedOptions(bases).filter(([option]) => option !== omitted);
  const described = [
    ...own.map(([option, each]) => `- \`${option}\`: ${optionWords(each, meanings.get(option))}`),
    ...shared.map(([option, meaning]) => `- \`${option}\`: ${meaning}`),
  ];
  const call = comment("  ", [
    spec.summary,
    "",
    `\`${spec.formula}\``,
    "",
    "Options:",
    ...described,
    "",
    ...(spec.notes ?? []).flatMap((note) => [note, ""]),
    ...parameters.map(([parameter, , words]) => `@param ${parameter.replace("?", "")} ${words}`),
    `@param options ${[...own, ...shared].map(([option]) => `\`${option}\``).join(", ")}`,
    `@returns ${result[1]}`,
    "@throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass",
    `@see ${spec.source}`,
  ]);
  const list = [...parameters.map(([parameter, type]) => `${parameter}: ${type}`), `options?: ${optionsType}`];
  const fields = own.map(
    ([option, each]) =>
      `${comment("  ", [optionWords(each, meanings.get(option))])}\n  readonly ${option}?: ${optionType(each)};`,
  );
  const optionsInterface = `/**
 * Options of \`${spec.name}\`.
 * @group Options
 */
export interface ${name}Options${reduced ? "<R extends Reduction = Reduction>" : ""} extends ${bases.join(", ")} {${fields.length > 0 ? `\n${fields.join("\n")}\n` : ""}}

`;
  const body = `${named ? optionsInterface : ""}${comment("", [spec.summary, "", `\`${spec.formula}\``, `@group ${group}`])}
export interface ${name} extends ${methods.join(", ")} {
${call}
  ${typeParameters}(
${list.map((each) => `    ${each},`).join("\n")}
  ): ${result[0]};
}
`;
  const imports = KNOWN.filter((each) => new RegExp(`\\b${each}\\b`).test(body.replaceAll(/\/\*\*[\s\S]*?\*\//g, "")));
  return `${HEADER}

import type { ${imports.join(", ")} } from "../facade/types.js";

${body}`;
}

/** The shared options that a call takes, with their meanings, from the interfaces that its options extend. */
function sharedOptions(bases) {
  return bases.toReversed().flatMap((base) => {
    const [, omitting, left] = /^Omit<(\w+), "(\w+)">$/.exec(base) ?? [];
    return [...readShared(omitting ?? base.replace(/<.*/, ""))].filter(([option]) => option !== left);
  });
}

/** What a call may name, in the order of the import. */
const KNOWN = [
  "ActivationMethods",
  "AxisOption",
  "BackwardMethods",
  "ChannelActivationMethods",
  "ClassOptions",
  "ClassTarget",
  "Cost",
  "DenseMethods",
  "Like",
  "LossMethods",
  "Numeric",
  "OutOptions",
  "OutputMethods",
  "PenaltyMethods",
  "Reduction",
  "ReductionOptions",
  "RootLossMethods",
];

/** By file name: one for each op of a kind that is known here, and their index. Ops of others have the types of their kind alone. */
export function callTypes(meanings) {
  const specs = Object.values(ops).filter(({ kind }) => kind in KINDS);
  const names = specs.map(({ name }) => name);
  const index = `${HEADER}

${names
  .map((name) => `import type { ${capital(name)} } from "./${name}.js";`)
  .toSorted()
  .join("\n")}

${names
  .map((name) => `export type * from "./${name}.js";`)
  .toSorted()
  .join("\n")}

/** The ops as editors describe them, by name. */
export interface DescribedOps {
${names.map((name) => `  readonly ${name}: ${capital(name)};`).join("\n")}
}
`;
  return new Map([["index.ts", index], ...specs.map((spec) => [`${spec.name}.ts`, fileOf(spec, meanings.get(spec.name))])]);
}
