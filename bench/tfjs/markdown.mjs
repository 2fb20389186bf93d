// The table of models trained on the backends of TensorFlow.js: the README's section, and what the suite prints.

import { describeEnvironment } from "../speed/environment.mjs";
import { figure } from "../speed/table.mjs";

/** What the models are, by the names in models.mjs. */
const TITLES = {
  mlp: "784-256-10, batch 128",
  cnn: "convolutions of 8 and 16 channels, 28 × 28, batch 32",
  transformer: "transformer block, 8 × 128 × 256",
};

const HEAD = `| model | work | lanewise, its \`adam\` | lanewise, \`tf.train.adam\` | tfjs-wasm | tfjs-cpu |
|---|---|--:|--:|--:|--:|`;

/** Milliseconds, and in brackets how many times lanewise's. */
function cell(times, column, work) {
  const [own, other] = [times.lanewise[work], times[column][work]];
  if (other === undefined) return "fails";
  return column === "lanewise" ? figure(other) : `${figure(other)} (${figure(other / own)}×)`;
}

function rowsOf({ model, times }) {
  return [
    ["step", "a training step"],
    ["predict", "inference"],
  ].map(([work, name]) => {
    const cells = Object.keys(times).map((column) => cell(times, column, work));
    return `| ${TITLES[model]} | ${name} | ${cells.join(" | ")} |`;
  });
}

const rowsWith = (rows, work) => rows.filter((row) => row.work === work);

/** The table alone. */
export const tfjsTable = ({ rows }) => [HEAD, ...rowsWith(rows, "times").flatMap(rowsOf)].join("\n");

/** @param {{ environment: object, rows: readonly object[] }} results as bench/suites/tfjs.mjs records them */
export function tfjsSection({ environment, rows }) {
  const of = (work) => rowsWith(rows, work);
  const failures = of("times").flatMap(({ model, times }) =>
    Object.entries(times).flatMap(([column, { error }]) => (error ? [`- ${TITLES[model]} on ${column}: ${error}`] : [])),
  );
  const costs = of("costs").map(
    ({ model, steps, differences: { fast, high } }) =>
      `${fast.toExponential(1)} / ${high.toExponential(1)} (${TITLES[model]}, ${steps} steps)`,
  );
  const parts = [
    tfjsTable({ rows }),
    failures.join("\n"),
    costs.length > 0 && `Costs in training differ from tfjs-cpu's, in \`fast\` / \`high\`, by at most ${costs.join(", ")}.`,
    `${describeEnvironment(environment)}; measured on ${environment.date}.`,
  ];
  return parts.filter(Boolean).join("\n\n");
}
