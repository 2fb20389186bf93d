// Puts what the table says of each op into the declarations of the built package, where editors show it: TypeScript itself cannot
// make comments out of values.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { ops } from "lanewise/reference";

const dist = new URL("../dist/", import.meta.url);
const TABLE = "declare const ops: {\n";

function optionsOf({ options }) {
  const each = Object.entries(options).map(
    ([name, { expected, default: usual }]) => `\`${name}\`: ${expected}, ${JSON.stringify(usual) ?? "none"} unless given`,
  );
  return each.length > 0 ? [`Options: ${each.join("; ")}.`] : [];
}

const paragraphs = (spec) => [
  spec.summary,
  `\`${spec.formula}\``,
  ...optionsOf(spec),
  ...(spec.notes ?? []),
  `Source: ${spec.source}`,
];

const comment = (spec) =>
  `    /**\n${paragraphs(spec)
    .map((each) => `     * ${each.replaceAll("*/", "*\\/")}\n`)
    .join("     *\n")}     */\n`;

const files = readdirSync(dist).filter(
  (name) => /\.d\.c?ts$/.test(name) && readFileSync(new URL(name, dist), "utf8").includes(TABLE),
);
if (files.length === 0) throw new Error(`no declarations in dist/ hold "${TABLE.trim()}"`);

for (const name of files) {
  const [before, table] = readFileSync(new URL(name, dist), "utf8").split(TABLE);
  const documented = Object.entries(ops).reduce((text, [op, spec]) => {
    const line = `    readonly ${op}: `;
    if (!text.includes(line)) throw new Error(`dist/${name} has no line "${line.trim()}"`);
    return text.replace(line, () => comment(spec) + line);
  }, table);
  writeFileSync(new URL(name, dist), before + TABLE + documented);
}
