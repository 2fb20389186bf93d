// Tables to learn from: iris, or the CSV file that the user drops on the page. It is read here, by the reader of `npm start`, and
// goes nowhere else.

import { makeDataset } from "../../examples/data.mjs";
import { decodeText } from "../../examples/encoding.mjs";
import { CommandError } from "../../examples/errors.mjs";
import irisText from "../../examples/iris.csv?raw";
import { kindOf } from "../../examples/kinds.mjs";
import { parseTable, type Table } from "../../examples/table.mjs";
import { readNumbers } from "../../examples/target.mjs";

export type { Table };

export const iris: Table = parseTable(irisText, "iris.csv");

/** What the user can mend, in words; anything else is a fault of the page. */
export const isUsersFault = (error: unknown): error is Error => error instanceof CommandError;

export async function readCsv(file: File): Promise<Table> {
  return parseTable(decodeText(await bytesOf(file), file.name).text, file.name);
}

/** A folder looks like a file until it is read; and a file may be gone by then. */
async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new CommandError(`${file.name}: cannot be read, expected a CSV file`);
  }
}

/** Columns of numbers. A few odd cells are told of when the column is used. */
export function numericColumns({ columns, cells }: Table): string[] {
  return columns.filter((_, column) => kindOf(cells[column] ?? []).kind === "number");
}

/** Every so many-th row, so that no more than `most` are left. */
export function thinnedTable(table: Table, most: number): Table {
  const every = Math.ceil(table.rows / most);
  if (every <= 1) return table;
  const cells = table.cells.map((column) => column.filter((_, row) => row % every === 0));
  return { ...table, cells, rows: cells[0]?.length ?? 0, place: (row) => table.place(row * every) };
}

export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Two columns as numbers; rows where either is missing are left out. @throws CommandError that names row and column */
export function pointsOf(table: Table, x: string, y: string): Points {
  const ignored = table.columns.filter((column) => column !== x && column !== y);
  const data = makeDataset(table, y, { ignored, missing: "drop" });
  return { x: data.features[0]?.values ?? new Float64Array(), y: readNumbers(data, "a regression", undefined).values };
}
