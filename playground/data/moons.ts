// Two moons that lie into each other: two classes that no straight line parts.

import { makeRandom, normal } from "../../examples/random.mjs";
import type { Table } from "./tables.js";

const ROWS = 240;
const NOISE = 0.12;

function makeMoons(): Table {
  const random = makeRandom(1);
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const upper = i % 2 === 0;
    const angle = Math.PI * random();
    const [x, y] = upper ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x + NOISE * normal(random), y + NOISE * normal(random)]
      .map((each) => each.toFixed(4))
      .concat(upper ? "upper" : "lower");
  });
  const columns = ["x", "y", "moon"];
  return {
    file: "two moons",
    columns,
    cells: columns.map((_, column) => rows.map((row) => row[column] ?? "")),
    rows: ROWS,
    place: (row) => `row ${row + 1}`,
    header: true,
    delimiter: ",",
    decimalComma: false,
  };
}

export const moons: Table = makeMoons();
