// Tables to learn from: iris, or the CSV file that the user drops on the page. It is read here, by the reader of `npm start`, and
// goes nowhere else.

import { makeDataset, readNumbers } from "../../examples/data.mjs";
import { CommandError } from "../../examples/errors.mjs";
import irisText from "../../examples/iris.csv?raw";
import { parseTable, type Table } from "../../examples/table.mjs";

export type { Table };

export const iris: Table = parseTable(irisText, "iris.csv");

/** What the user can mend, in words; anything else is a fault of the page. */
export const isUsersFault = (error: unknown): error is Error => error instanceof CommandError;

export const readCsv = async (file: File): Promise<Table> => parseTable(await file.text(), file.name);

const looksNumeric = (cell: string) => cell !== "" && Number.isFinite(Number(cell));

/** Columns of which most cells are numbers. A cell that is none is told of when the column is used. */
export function numericColumns({ columns, rows }: Table): string[] {
  return columns.filter((_, column) => rows.filter((cells) => looksNumeric(cells[column] ?? "")).length * 2 > rows.length);
}

export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Two columns as numbers. @throws CommandError that names row and column */
export function pointsOf(table: Table, x: string, y: string): Points {
  const others = table.columns.filter((column) => column !== x && column !== y);
  const data = makeDataset(table, y, others);
  return { x: Float64Array.from(data.x, (row) => row[0] ?? Number.NaN), y: readNumbers(data, "a regression", undefined).values };
}
