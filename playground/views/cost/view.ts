// The bowl: the cost of a one-feature regression over weight and bias, and gradient descent rolling down in it.

import { DataPicker } from "../../data/picker.js";
import { iris, numericColumns, pointsOf } from "../../data/tables.js";
import { button, type Control, checkbox, choicesOf, segments, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { optionControls, optionsFrom } from "../../elements/optionControls.js";
import { formula } from "../../formula/formula.js";
import { Frames, prefersStill } from "../../shell/frames.js";
import type { State } from "../../shell/state.js";
import type { Mounted } from "../../shell/view.js";
import { Bowl } from "./bowl.js";
import { Descent } from "./descent.js";
import { optimizers } from "./optimizers.js";
import { costLosses, type Place, Problem, penalties } from "./problem.js";
import { Readings } from "./readings.js";

const RULES = Object.keys(optimizers);
const SPEEDS = ["5", "20", "60"] as const;
const NONE = "none";
/** Where descents begin, as shares of the window. */
const START = { weight: 0.12, bias: 0.85 };

export function mount(root: HTMLElement, state: State): Mounted {
  const bowl = new Bowl(({ weight, bias }) => state.set({ w: Number(weight.toPrecision(4)), b: Number(bias.toPrecision(4)) }));
  const readings = new Readings();
  const picker = new DataPicker(state, [iris], ["x", "y", "w", "b"]);
  let problem: Problem | undefined;
  let descent: Descent | undefined;
  let due = 0;
  const frames = new Frames((seconds) => {
    due += seconds * Number(speedOf(state));
    for (; due >= 1; due--) descent?.step();
    if (descent?.done) frames.stop();
    show();
  });
  const show = () => {
    if (!descent || !problem) return;
    bowl.showPath(descent.path);
    readings.show(problem, descent, state.choice("section", ["weight", "bias"], "weight"), frames.median);
    run.textContent = frames.running ? "Pause" : "Run";
    run.disabled = descent.done;
  };
  /** The same as dragging on the bowl, for who has no pointer. */
  let starts: Record<keyof Place, Control<number>> | undefined;
  const startPlace = h("div", { class: "pair tight" });
  const makeStarts = ({ window }: Problem) => {
    const control = (part: keyof Place) => {
      const [low, high] = window[part];
      const interval = { low, high, step: (high - low) / 200 };
      const tell = (value: number) => state.set({ [part === "weight" ? "w" : "b"]: Number(value.toPrecision(4)) });
      return slider({ label: `Start: ${part}`, interval, value: low }, tell);
    };
    starts = { weight: control("weight"), bias: control("bias") };
    startPlace.replaceChildren(starts.weight.element, starts.bias.element);
  };
  const restart = () => {
    if (!problem) return;
    const { weight, bias } = problem.window;
    const share = ([low, high]: readonly [number, number], part: number) => low + (high - low) * part;
    const start = { weight: state.number("w", share(weight, START.weight)), bias: state.number("b", share(bias, START.bias)) };
    descent = new Descent(problem, (optimizers[ruleOf(state)] as () => never)(), rateOf(state), start);
    starts?.weight.set(start.weight);
    starts?.bias.set(start.bias);
    due = 0;
    show();
  };
  const run = button(
    "Run",
    () => {
      if (frames.running) frames.stop();
      else frames.start();
      show();
    },
    "primary",
  );
  const step = button("Step", () => {
    frames.stop();
    descent?.step();
    show();
  });
  const again = button("Start again", () => {
    restart();
    frames.start();
    show();
  });

  const columns = h("div", { class: "pair tight" });
  const lossPlace = h("div", { class: "stack" });
  const penaltyPlace = h("div", { class: "stack" });
  const rate = slider(
    {
      label: "Learning rate",
      interval: { low: -3, high: 1, step: 0.05 },
      value: -1,
      show: (power) => (10 ** power).toPrecision(2),
    },
    (power) => state.set({ rate: Number((10 ** power).toPrecision(2)) }),
  );
  const rule = select("Optimizer", choicesOf(RULES), ruleOf(state), (name) => state.set({ optimizer: name }));
  const loss = select("Loss", choicesOf(costLosses.map(({ name }) => name)), lossOf(state).name, (name) =>
    state.set({ loss: name }),
  );
  const penalty = select("Penalty", choicesOf([NONE, ...penalties.map(({ name }) => name)]), NONE, (name) =>
    state.set({ penalty: name }),
  );
  const speed = segments("Steps a second", choicesOf(SPEEDS), speedOf(state), (value) => state.set({ speed: value }));
  const scaled = checkbox("Standardise both columns", true, (on) =>
    state.set({ raw: on ? undefined : 1, w: undefined, b: undefined }),
  );
  const section = segments("Section along", choicesOf(["weight", "bias"] as const), "weight", (along) =>
    state.set({ section: along }),
  );
  root.append(
    h(
      "div",
      { class: "split" },
      h(
        "div",
        { class: "stack" },
        panel(
          "Cost over weight and bias: drag to choose where to start",
          {},
          bowl.element,
          h("div", { class: "buttons spread" }, run, step, again),
          readings.status,
        ),
        h(
          "div",
          { class: "pair" },
          panel("Section", {}, readings.section.element, section.element),
          panel("Cost by step", {}, readings.costs.element),
        ),
      ),
      h(
        "div",
        { class: "stack" },
        panel("Descent", {}, rule.element, rate.element, speed.element, startPlace),
        panel("Cost", {}, loss.element, lossPlace, penalty.element, penaltyPlace),
        panel("Data", {}, columns, scaled.element, readings.fit.element, picker.element),
      ),
    ),
  );

  let [shownProblem, shownDescent, shownControls, shownColumns] = ["", "", "", ""];
  return {
    update() {
      const numeric = numericColumns(picker.table);
      const [x, y] = columnsOf(state, numeric);
      const columnKey = `${picker.table.file} ${numeric} ${x} ${y}`;
      if (columnKey !== shownColumns)
        columns.replaceChildren(
          ...(["x", "y"] as const).map(
            (axis) =>
              select(axis === "x" ? "Feature x" : "Target y", choicesOf(numeric), axis === "x" ? x : y, (name) =>
                state.set({ [axis]: name, w: undefined, b: undefined }),
              ).element,
          ),
        );
      shownColumns = columnKey;
      const lossSpec = lossOf(state);
      const penaltySpec = penalties.find(({ name }) => name === state.text("penalty", NONE));
      const controlKey = `${lossSpec.name} ${penaltySpec?.name}`;
      if (controlKey !== shownControls) {
        lossPlace.replaceChildren(formula(lossSpec.formula), ...optionControls(lossSpec, state));
        penaltyPlace.replaceChildren(
          ...(penaltySpec ? [formula(penaltySpec.formula), ...optionControls(penaltySpec, state)] : []),
        );
      }
      shownControls = controlKey;
      rule.set(ruleOf(state));
      rate.set(Math.log10(rateOf(state)));
      loss.set(lossSpec.name);
      penalty.set(penaltySpec?.name ?? NONE);
      scaled.set(!state.has("raw"));
      speed.set(speedOf(state));
      const options = { loss: optionsFrom(state, lossSpec), penalty: penaltySpec && optionsFrom(state, penaltySpec) };
      const problemKey = JSON.stringify([columnKey, controlKey, options, state.has("raw")]);
      if (problemKey !== shownProblem) {
        try {
          const chosenPenalty = penaltySpec && { spec: penaltySpec, options: options.penalty ?? {} };
          problem = new Problem(
            pointsOf(picker.table, x, y),
            !state.has("raw"),
            { spec: lossSpec, options: options.loss },
            chosenPenalty,
          );
          bowl.show(problem);
          makeStarts(problem);
          readings.name(x, y, !state.has("raw"));
          picker.describe();
        } catch (error) {
          frames.stop();
          picker.complain(error);
        }
      }
      const descentKey = JSON.stringify([problemKey, ruleOf(state), rateOf(state), state.raw("w"), state.raw("b")]);
      const first = shownDescent === "";
      if (descentKey !== shownDescent) {
        restart();
        if (!first || !prefersStill()) frames.start();
      }
      shownProblem = problemKey;
      shownDescent = descentKey;
      show();
    },
    close() {
      picker.close();
      frames.stop();
      bowl.close();
      readings.close();
    },
  };
}

const ruleOf = (state: State) => state.choice("optimizer", RULES, RULES[0] as string);
const rateOf = (state: State) => state.number("rate", 0.1, 1e-3, 10);
const speedOf = (state: State) => state.choice("speed", SPEEDS, "20");
const lossOf = (state: State) =>
  costLosses.find(({ name }) => name === state.text("loss", "meanSquaredError")) ??
  (costLosses[0] as (typeof costLosses)[number]);

/** The first numeric column unless the address names another; the target is the last. */
function columnsOf(state: State, numeric: readonly string[]): [string, string] {
  const named = (key: string, otherwise: string | undefined) =>
    numeric.find((name) => name === state.raw(key)) ?? otherwise ?? "";
  const y = named("y", numeric.at(-1));
  return [
    named(
      "x",
      numeric.toReversed().find((name) => name !== y),
    ),
    y,
  ];
}
