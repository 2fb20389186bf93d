// From a table and the reader's choices to something that can be trained: with the data preparation, the model and the trainer of
// `npm start`.

import { activations, trainable } from "../../../examples/catalogue.mjs";
import { makeDataset } from "../../../examples/data.mjs";
import { type Experiment, makeExperiment } from "../../../examples/experiment.mjs";
import { isMissing, kindOf } from "../../../examples/kinds.mjs";
import { makeTrainer, type Trainer } from "../../../examples/trainer.mjs";
import { type Table, thinnedTable } from "../../data/tables.js";
import type { Lanewise } from "../../library/library.js";
import type { State } from "../../shell/state.js";

export type { Experiment, Trainer };

/** More rows than this are thinned out, so that a step stays shorter than a frame. */
export const MOST_ROWS = 4000;
const FEW = 20;

export const activationNames: readonly string[] = activations.map(({ name }) => name);

export interface Choices {
  readonly target: string;
  readonly loss: string;
  readonly activation: string;
  readonly hidden: number;
  readonly seed: number;
  readonly rate: number;
}

/** The losses that a target column allows: a number has another kind of loss than a class. */
export function lossesFor(table: Table, target: string): string[] {
  const column = table.columns.indexOf(target);
  const cells = table.cells[column] ?? [];
  const classes = new Set(cells.filter((cell) => !isMissing(cell))).size;
  const numeric = kindOf(cells).kind !== "text";
  const measured = numeric && classes > FEW;
  const allowed = measured
    ? ["regression"]
    : [...(classes === 2 ? ["binary"] : []), "multiclass", ...(numeric ? ["regression"] : [])];
  return allowed.flatMap((task) => trainable.filter((spec) => spec.task === task).map(({ name }) => name as string));
}

const PREFERRED = ["binaryCrossEntropyWithLogits", "crossEntropy", "meanSquaredError"];

export function choicesFrom(state: State, table: Table): Choices {
  const target = table.columns.find((name) => name === state.raw("target")) ?? (table.columns.at(-1) as string);
  const losses = lossesFor(table, target);
  const preferred = PREFERRED.find((name) => losses.includes(name)) ?? losses[0] ?? "";
  return {
    target,
    loss: state.choice("loss", losses, preferred),
    activation: state.choice("activation", activationNames, "tanh"),
    hidden: Math.round(state.number("hidden", 12, 1, 64)),
    seed: Math.round(state.number("seed", 1, 0, 9999)),
    rate: state.number("rate", 0.03, 1e-4, 1),
  };
}

/** @throws CommandError that names what is wrong with the data, and where */
export function prepare(table: Table, choices: Choices): Experiment {
  return makeExperiment(makeDataset(thinnedTable(table, MOST_ROWS), choices.target, { missing: "mean" }), choices);
}

export interface Input {
  readonly name: string;
  /** Its place in a row of inputs. */
  readonly index: number;
  readonly kind: string;
}

/** What the network is given: a number for a column of numbers, one for each value of a column of text. */
export function inputsOf({ encoders }: Experiment): Input[] {
  const names = encoders.flatMap(({ name, kind, categories }): Omit<Input, "index">[] =>
    kind === "text" ? categories.map((each) => ({ name: `${name} = ${each}`, kind })) : [{ name, kind }],
  );
  return names.map((each, index) => ({ ...each, index }));
}

export const trainerOf = (library: Lanewise, experiment: Experiment, rate: number): Trainer =>
  makeTrainer(library, experiment, { rate, penalty: undefined });
