// Losses: of numbers, of two classes, of several, by the task that each spec names; and two distributions compared.

import { segments } from "../../elements/controls.js";
import { h } from "../../elements/dom.js";
import type { State } from "../../shell/state.js";
import type { Mounted } from "../../shell/view.js";
import { lossSpecs, type Task } from "./curve.js";
import { mountCurves } from "./curves.js";
import { mountDistributions } from "./distributions.js";

const LABELS: Readonly<Record<Task, string>> = {
  regression: "A number",
  binary: "One of two classes",
  multiclass: "One of several",
};
const DISTRIBUTIONS = "distributions";
const tasks = [...new Set(lossSpecs.map(({ task }) => task))];
const choices = [
  ...tasks.map((value) => ({ value: value as string, label: LABELS[value] ?? value })),
  { value: DISTRIBUTIONS, label: "Two distributions: KL" },
];

export function mount(root: HTMLElement, state: State): Mounted {
  const first = tasks[0] as string;
  const read = () =>
    state.choice(
      "of",
      choices.map(({ value }) => value),
      first,
    );
  const chooser = segments("What is predicted", choices, read(), (of) => state.set({ of: of === first ? undefined : of }));
  const place = h("div", { class: "stack" });
  root.classList.add("stack");
  root.append(chooser.element, place);
  let shown: { of: string; mounted: Mounted } | undefined;
  return {
    update() {
      const of = read();
      if (shown?.of !== of) {
        shown?.mounted.close?.();
        place.replaceChildren();
        chooser.set(of);
        shown = { of, mounted: of === DISTRIBUTIONS ? mountDistributions(place, state) : mountCurves(place, state, of as Task) };
      }
      shown.mounted.update();
    },
    close: () => shown?.mounted.close?.(),
  };
}
