// --help: the options, and every activation, loss and penalty of the table.

import { wrap } from "../bin/terminal.mjs";
import { activations, canBeMinimised, losses, penalties, TASKS } from "./catalogue.mjs";
import { OPTIONS } from "./options.mjs";

/**
 * @param {import("../bin/terminal.mjs").Terminal} terminal
 * @returns {void}
 */
export function printHelp({ line, paint, width }) {
  const list = (/** @type {string} */ title, /** @type {[string, string][]} */ entries) => {
    const indent = Math.max(...entries.map(([name]) => name.length)) + 4;
    line();
    line(paint("bold", title));
    for (const [name, text] of entries) line(`  ${paint("green", name.padEnd(indent - 2))}${wrap(text, width, indent)}`);
  };
  const usage = (/** @type {string} */ command, /** @type {string} */ text) => {
    line(paint("bold", command));
    line(`    ${wrap(text, width, 4)}`);
  };
  usage("npm start", "learns Fisher's iris flowers in four ways");
  usage(
    "npm start -- data.csv --target COLUMN",
    "learns that column from the others: numbers, dates (as days), and text of up to 50 values (a column of 0 and 1 for each)",
  );
  usage("npm start -- --predict rows.csv --model model.json", "predicts that column for other rows, with a model of --save");
  list(
    "Options",
    Object.entries(OPTIONS).map(([name, { value, text, otherwise }]) => [
      value ? `--${name} ${value}` : `--${name}`,
      otherwise ? `${text} (${otherwise})` : text,
    ]),
  );
  list(
    "Activations",
    activations.map(({ name, summary }) => [name, summary]),
  );
  for (const [task, words] of Object.entries(TASKS)) {
    list(
      `Losses for ${words}`,
      losses
        .filter((spec) => spec.task === task)
        .map((spec) => [spec.name, canBeMinimised(spec) ? spec.summary : `${spec.summary} Cannot be minimised, so not trained.`]),
    );
  }
  list(
    "Penalties",
    penalties.map(({ name, summary, options }) => [`${name}:${Object.keys(options)}`, summary]),
  );
}
