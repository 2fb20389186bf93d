// New rows through a model that was saved: the rows come back as CSV, with the prediction behind each.

import Papa from "papaparse";
import { readTable } from "./csv.mjs";
import { fail, indexOf, missingCell, readValues } from "./data.mjs";
import { writeDate } from "./dates.mjs";
import { encode } from "./encode.mjs";
import { CommandError } from "./errors.mjs";
import { count, percent, significant } from "./format.mjs";
import { isMissing, isNumber, readMeasure } from "./kinds.mjs";
import { makeModel } from "./model.mjs";
import { loadModel } from "./modelFile.mjs";
import { scoreOf } from "./task.mjs";

/** Rows of a call: the model's outputs of all rows might not fit into memory. */
const CHUNK = 65536;

/** @typedef {import("./table.mjs").Table} Table */
/** @typedef {import("./experiment.mjs").Plan} Plan */

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {{ file: string, model: string, missing: import("./data.mjs").Missing, header: boolean | undefined }} command
 * @returns {{ csv: string, remarks: string[] }} the remarks are not for the file
 */
export function predict(lw, { file, model, missing, header }) {
  const { plan, parameters } = loadModel(model);
  const named = plan.encoders.some(({ name }) => !/^column \d+$/.test(name));
  const names = plan.encoders.map(({ name }) => name);
  const table = readTable(file, { header: header ?? (named ? undefined : false), ...(named && { names }) });
  const columns = plan.encoders.map((encoder) => readValues(table, indexOf(table, encoder.name), encoder, encoder.categories));
  const { rows, remarks } = chooseRows(table, plan, columns, missing);
  const predictions = run(lw, plan, parameters, columns, rows);
  const { csv, words } = written(table, plan, rows, predictions);
  return { csv, remarks: [...remarks, ...words] };
}

/**
 * @param {Table} table
 * @param {Plan} plan
 * @param {readonly Float64Array[]} columns
 * @param {import("./data.mjs").Missing} missing
 */
function chooseRows(table, { encoders }, columns, missing) {
  /** @type {string[]} */
  const remarks = [];
  /** @type {number[]} */
  const rows = [];
  let filled = 0;
  for (let row = 0; row < table.rows; row++) {
    const lacking = encoders.findIndex((_, i) => Number.isNaN(columns[i]?.[row]));
    const { name, kind } = encoders[lacking] ?? { name: "", kind: "text" };
    if (lacking >= 0 && missing === "error") {
      const cell = String(table.cells[indexOf(table, name)]?.[row]);
      fail(
        table,
        row,
        name,
        `${missingCell(cell, kind)}; --missing mean fills such cells in, --missing drop leaves their rows out`,
      );
    }
    if (lacking >= 0) filled++;
    if (lacking < 0 || missing === "mean") rows.push(row);
  }
  if (filled > 0) remarks.push(`${count(filled, "row")} with missing cells ${missing === "drop" ? "left out" : "filled in"}`);
  encoders.forEach(({ name, kind }, i) => {
    const unknown = kind === "text" ? (columns[i]?.findIndex((value) => value < 0) ?? -1) : -1;
    if (unknown < 0) return;
    const value = table.cells[indexOf(table, name)]?.[unknown];
    remarks.push(
      `${table.place(unknown)}, column "${name}": the model has not seen "${value}", and counts it as none of its values`,
    );
  });
  return { rows, remarks };
}

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {Plan} plan
 * @param {readonly number[][]} parameters
 * @param {readonly Float64Array[]} columns
 * @param {readonly number[]} rows
 * @returns {number[]}
 */
function run(lw, plan, parameters, columns, rows) {
  return lw.scope(() => {
    const model = makeModel(lw, plan, 0);
    model.parameters.forEach(({ value }, i) => {
      const learned = parameters[i] ?? [];
      if (learned.length !== value.size) throw new CommandError("the model's numbers do not fit its layers");
      value.data.set(learned);
    });
    /** @type {number[]} */
    const predictions = [];
    for (let start = 0; start < rows.length; start += CHUNK) {
      const some = rows.slice(start, start + CHUNK);
      lw.scope(() => {
        const outputs = model.forward(lw.tensor(encode(plan.encoders, columns, some), [some.length, plan.inputs])).data;
        some.forEach((_, row) => {
          predictions.push(plan.task.read(outputs, row));
        });
      });
    }
    return predictions;
  });
}

/**
 * @param {Table} table
 * @param {Plan} plan
 * @param {readonly number[]} rows
 * @param {readonly number[]} predictions
 */
function written({ cells, columns, header, delimiter }, plan, rows, predictions) {
  const { target, targetKind, classes } = plan;
  const words = (/** @type {number} */ value) => {
    if (classes) return String(classes[value]);
    return targetKind.kind === "date" ? writeDate(value) : String(Number(value.toPrecision(7)));
  };
  const lines = rows.map((row, i) => [...cells.map((column) => column[row]), words(Number(predictions[i]))]);
  const head = header ? [[...columns, `predicted ${target}`]] : [];
  const csv = Papa.unparse([...head, ...lines], { delimiter, newline: "\n" });
  return { csv: `${csv}\n`, words: compared(cells[columns.indexOf(target)], plan, rows, predictions) };
}

/**
 * How good the predictions are, where the rows tell the truth.
 * @param {readonly string[] | undefined} truth
 * @param {Plan} plan
 * @param {readonly number[]} rows
 * @param {readonly number[]} predictions
 * @returns {string[]}
 */
function compared(truth, { task, classes, targetKind }, rows, predictions) {
  const numeric = classes?.every(isNumber);
  const truthOf = (/** @type {string} */ cell) => {
    if (classes) return classes.indexOf(numeric ? String(Number(cell)) : cell);
    return readMeasure(cell, targetKind) ?? Number.NaN;
  };
  const known = rows.flatMap((row, i) => {
    const cell = truth?.[row] ?? "";
    return isMissing(cell) ? [] : [{ value: truthOf(cell), prediction: Number(predictions[i]) }];
  });
  if (known.length === 0) return [];
  const score = scoreOf(
    task,
    known.map(({ prediction }) => prediction),
    known.map(({ value }) => value),
  );
  const what = task.metric === "accuracy" ? `${percent(score)} right` : `RMSE ${significant(score)}`;
  return [`of ${count(known.length, "row")} whose target is known: ${what}`];
}
