// Trains every loss and every hidden activation of the table on the iris flowers; one line of JSON for each. Run by
// table.test.ts in a single process, for a process each would take minutes.

import { load } from "lanewise";
import { activations, losses, trainable } from "../../examples/catalogue.mjs";
import { irisTasks } from "../../examples/demonstration.mjs";
import { makeExperiment } from "../../examples/experiment.mjs";
import { readCommand } from "../../examples/options.mjs";
import { train } from "../../examples/train.mjs";

const lw = await load({ backend: process.argv[2] });
const [species, two, , petalWidth] = irisTasks();
const dataOf = { multiclass: species.data, binary: two.data, regression: petalWidth.data };
const settings = readCommand([]).settings;

function report(loss, activation, task) {
  const experiment = makeExperiment(dataOf[task], { loss, activation, hidden: 16, seed: 0 });
  const silent = { onStep() {}, onEpoch() {} };
  const { costs, train: trained, test, parameters } = train(lw, experiment, settings, silent);
  const cost = { first: costs.train[0], last: trained.cost };
  console.log(JSON.stringify({ loss, activation, task, cost, test: test.score, parameters: parameters.flat().length }));
}

for (const { name, task } of trainable) report(name, "swish", task);
for (const { name } of activations) report("crossEntropy", name, "multiclass");
const untrainable = losses.filter((loss) => !trainable.includes(loss)).map(({ name }) => name);
console.log(JSON.stringify({ untrainable, tensors: lw.memory().tensors }));
