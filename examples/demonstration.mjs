// Fisher's iris flowers (1936), embedded here, and the four things learned from them where nothing else is asked for.

import { fileURLToPath } from "node:url";
import { readTable } from "./csv.mjs";
import { makeDataset, rowsWhere } from "./data.mjs";

export function readIris() {
  return { ...readTable(fileURLToPath(new URL("iris.csv", import.meta.url))), file: "iris.csv" };
}

/** @returns {{ data: import("./data.mjs").Dataset, loss: string }[]} */
export function irisTasks() {
  const table = readIris();
  const species = makeDataset(table, "species");
  const two = rowsWhere(species, (name) => name !== "setosa");
  return [
    { data: species, loss: "crossEntropy" },
    { data: two, loss: "hinge" },
    { data: two, loss: "binaryCrossEntropyWithLogits" },
    { data: makeDataset(table, "petal width", { ignored: ["species"] }), loss: "huber" },
  ];
}
