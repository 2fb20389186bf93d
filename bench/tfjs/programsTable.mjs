// The table of the programs for Node: the page "Coming from tfjs-node", and what the suite prints.

import { describeEnvironment } from "../speed/environment.mjs";
import { figure } from "../speed/table.mjs";
import { publishedTitles } from "./published.mjs";

/** What they are, by the names in programs.mjs; and by those in published.mjs. */
const TITLES = {
  abalone: "abalone-node, batch 500",
  lstm: "lstm-text-generation, batch 16",
  mnist: "mnist-node, batch 4",
  mobilenet: "MobileNet 1.0, one image of 224 × 224, weights made up",
  ...publishedTitles,
};

const HEAD = `| program | work | lanewise | tfjs-wasm | tfjs-cpu |
|---|---|--:|--:|--:|`;

/** Milliseconds, and in brackets how many times lanewise's. */
function cell(times, column, work) {
  const [own, other] = [times.lanewise[work], times[column][work]];
  if (other === undefined) return "fails";
  return column === "lanewise" ? figure(other) : `${figure(other)} (${figure(other / own)}×)`;
}

const rowsOf = ({ model, times }) =>
  Object.entries({ step: "a training step", predict: "inference" })
    .filter(([work]) => times.lanewise[work] !== undefined)
    .map(
      ([work, name]) =>
        `| ${TITLES[model]} | ${name} | ${Object.keys(times)
          .map((column) => cell(times, column, work))
          .join(" | ")} |`,
    );

/** @param {{ environment: object, rows: readonly object[] }} results as bench/suites/tfjsNode.mjs records them */
export function programsSection({ environment, rows }) {
  const failures = rows.flatMap(({ model, times }) =>
    Object.entries(times).flatMap(([column, { error }]) => (error ? [`- ${TITLES[model]} on tfjs-${column}: ${error}`] : [])),
  );
  const differences = rows.flatMap(({ difference }) => (difference === undefined ? [] : [difference]));
  return [
    "Milliseconds, the quickest of all rounds, and how many times lanewise's:",
    [HEAD, ...rows.flatMap(rowsOf)].join("\n"),
    failures.join("\n"),
    differences.length > 0 &&
      `Outputs of the ${differences.length} published models differ from tfjs-cpu's by at most ${Math.max(...differences).toExponential(1)} of an output's largest number.`,
    `${describeEnvironment(environment)}; measured on ${environment.date}.`,
  ]
    .filter(Boolean)
    .join("\n\n");
}
