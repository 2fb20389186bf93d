// Losses: of numbers, of two classes, of several, by the task that each spec names; and two distributions compared.

import { mountSubviews, type Subview } from "../../elements/subviews.js";
import type { Mount } from "../../shell/view.js";
import { lossSpecs, type Task } from "./curve.js";
import { mountCurves } from "./curves.js";
import { mountDistributions } from "./distributions.js";

const LABELS: Readonly<Record<Task, string>> = {
  regression: "A number",
  binary: "One of two classes",
  multiclass: "One of several",
};
const tasks = [...new Set(lossSpecs.map(({ task }) => task))];

const parts: Subview[] = tasks.map((task) => ({
  value: task,
  label: LABELS[task] ?? task,
  mount: (root, state) => mountCurves(root, state, task),
}));

export const mount: Mount = (root, state) =>
  mountSubviews(root, state, "of", "What is predicted", [
    ...parts,
    { value: "distributions", label: "Two distributions: KL", mount: mountDistributions },
  ]);
