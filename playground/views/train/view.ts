// A small network that learns before the reader's eyes: what it says everywhere, its cost by step, and what a step takes.

import { LineChart } from "../../charts/lineChart.js";
import { around, thinned } from "../../charts/range.js";
import { moons } from "../../data/moons.js";
import { DataPicker } from "../../data/picker.js";
import { iris } from "../../data/tables.js";
import { swatch } from "../../elements/chips.js";
import { button, choicesOf, segments, select, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { duration, long } from "../../elements/numbers.js";
import { timeBars } from "../../elements/timeBars.js";
import { Frames, prefersStill } from "../../shell/frames.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { type Axes, Regions } from "./regions.js";
import { Run } from "./run.js";
import { activationNames, type Choices, choicesFrom, type Input, inputsOf, lossesFor, prepare } from "./setup.js";

const SPEEDS = ["1", "5", "20"] as const;
const MOST_STEPS = 3000;
const MOST_SHOWN = 400;
/** By then the engine has compiled what it will compile. */
const TIMED_AFTER = 40;

export function mount(root: HTMLElement, state: State): Mounted {
  const regions = new Regions();
  const costs = new LineChart({
    label: "The cost by step, of the rows it learns from and of those held out",
    xLabel: "step",
    yLabel: "cost",
  });
  const picker = new DataPicker(state, [moons, iris], ["target", "loss", "fx", "fy"]);
  const status = h("p", { class: "message steady", "data-role": "training" });
  const timing = h("div", { class: "timing" });
  const legend = h("div", { class: "legend" });
  const targetPlace = h("div", { class: "stack" });
  let run: Run | undefined;
  const frames = new Frames(() => {
    run?.step(Number(state.choice("speed", SPEEDS, "5")));
    if (!run || run.failed || run.steps >= MOST_STEPS) frames.stop();
    if (run && run !== timed && run.steps > TIMED_AFTER) {
      timed = run;
      time(run);
    }
    show();
  });
  const pause = button(
    "Run",
    () => {
      if (frames.running) frames.stop();
      else frames.start();
      show();
    },
    "primary",
  );
  let timed: Run | undefined;
  const step = button("Step", () => {
    frames.stop();
    run?.step(1);
    show();
  });
  const reset = button("Reset", () => {
    if (run) begin(run.experiment, choicesFrom(state, picker.table));
    frames.stop();
    show();
  });
  const reseed = button("New seed", () => state.set({ seed: (state.number("seed", 1, 0, 9999) + 1) % 10000 }));
  const time = (run: Run) => {
    const { ours, plain } = run.time();
    timing.replaceChildren(
      timeBars([
        { label: "Lanewise", seconds: ours, colour: seriesColour(0) },
        { label: "plain JavaScript", seconds: plain, colour: seriesColour(7) },
      ]),
      h(
        "p",
        { class: "note" },
        `The same step of the same network in lanewise/reference (plain JavaScript, float64) takes ${(plain / ours).toPrecision(2)} times as long as ${duration(ours)}.`,
      ),
    );
  };

  const activation = select("Activation", choicesOf(activationNames), "tanh", (name) => state.set({ activation: name }));
  const hidden = slider({ label: "Hidden units", interval: { low: 1, high: 64, step: 1 }, value: 12 }, (units) =>
    state.set({ hidden: units }),
  );
  const rate = slider(
    {
      label: "Learning rate of Adam",
      interval: { low: -4, high: 0, step: 0.05 },
      value: -1.5,
      show: (power) => (10 ** power).toPrecision(2),
    },
    (power) => state.set({ rate: Number((10 ** power).toPrecision(2)) }),
  );
  const speed = segments("Steps a frame", choicesOf(SPEEDS), "5", (value) => state.set({ speed: value }));
  root.append(
    h(
      "div",
      { class: "split" },
      h(
        "div",
        { class: "stack" },
        panel(
          "What the network says",
          {},
          regions.element,
          legend,
          h("div", { class: "buttons" }, pause, step, reset, reseed),
          status,
        ),
        h(
          "div",
          { class: "pair" },
          panel(
            "Cost by step",
            {},
            costs.element,
            h(
              "p",
              { class: "legend" },
              h("span", { class: "name" }, swatch(0), "learned from"),
              h("span", { class: "name" }, swatch(1), "held out"),
            ),
          ),
          panel("What a step takes", {}, timing),
        ),
      ),
      h(
        "div",
        { class: "stack" },
        panel("Data", {}, picker.element, targetPlace),
        panel("Network", {}, activation.element, hidden.element, rate.element, speed.element),
      ),
    ),
  );

  function begin(experiment: Run["experiment"], choices: Choices): void {
    run = new Run(experiment, choices.rate);
    timing.replaceChildren(h("p", { class: "note" }, "Of the whole step: forward, loss, backward and Adam's update."));
    const names = (experiment.classes ?? []).slice(0, 8).map((name, i) => h("span", { class: "name" }, swatch(i), name));
    legend.replaceChildren(...(names.length > 0 ? names : [h("span", {}, `The darker, the larger ${choices.target}`)]));
  }

  function show(): void {
    if (!run) return;
    const {
      experiment,
      trainer,
      costs: { train, test },
    } = run;
    regions.show(experiment, trainer, axesOf(state, experiment));
    const [shownTrain, shownTest] = [thinned(train, MOST_SHOWN), thinned(test, MOST_SHOWN)];
    costs.draw({
      x: shownTrain.x,
      curves: [
        { label: "learned from", colour: seriesColour(0), values: shownTrain.values },
        { label: "held out", colour: seriesColour(1), values: shownTest.values },
      ],
      xRange: [0, Math.max(50, train.length - 1)],
      yRange: around([...shownTrain.values, ...shownTest.values], [0, 0]),
    });
    const score = run.score();
    const asText = (value: number) => (experiment.task.metric === "accuracy" ? `${(100 * value).toFixed(1)} %` : long(value));
    status.textContent = run.failed
      ? `The cost became ${train.at(-1)} at step ${run.steps}: choose a smaller rate, or another loss.`
      : `Step ${run.steps}: cost ${long(train.at(-1) ?? Number.NaN)}, ${experiment.task.metric} ${asText(score.train)} learned from, ${asText(score.test)} held out. ${experiment.inputs} inputs.`;
    status.classList.toggle("error", run.failed);
    status.dataset.steps = String(run.steps);
    status.dataset.cost = String(train.at(-1));
    status.dataset.frame = String(frames.median);
    pause.textContent = frames.running ? "Pause" : "Run";
  }

  let [shown, shownTarget] = ["", ""];
  return {
    update() {
      const table = picker.table;
      const choices = choicesFrom(state, table);
      activation.set(choices.activation);
      hidden.set(choices.hidden);
      rate.set(Math.log10(choices.rate));
      speed.set(state.choice("speed", SPEEDS, "5"));
      const key = JSON.stringify([table.file, table.rows, choices]);
      if (key !== shown) {
        try {
          begin(prepare(table, choices), choices);
          picker.describe();
          if (shown !== "" || !prefersStill()) frames.start();
        } catch (error) {
          frames.stop();
          picker.complain(error);
        }
      }
      shown = key;
      const targetKey = JSON.stringify([
        table.file,
        table.columns,
        choices.target,
        choices.loss,
        run && inputsOf(run.experiment),
        state.raw("fx"),
        state.raw("fy"),
      ]);
      if (targetKey !== shownTarget)
        targetPlace.replaceChildren(
          ...targetControls(state, table.columns, choices, lossesFor(table, choices.target), run?.experiment),
        );
      shownTarget = targetKey;
      show();
    },
    close() {
      picker.close();
      frames.stop();
      regions.close();
      costs.close();
    },
  };
}

/** The last two numbers, unless the address names others. */
function axesOf(state: State, experiment: Run["experiment"]): Axes {
  const inputs = inputsOf(experiment);
  const numbers = inputs.filter(({ kind }) => kind !== "text");
  const usual = numbers.length > 1 ? numbers : inputs;
  const find = (key: string, otherwise: Input | undefined) =>
    inputs.find(({ name }) => name === state.raw(key)) ?? otherwise ?? (inputs[0] as Input);
  return [find("fx", usual.at(-2)), find("fy", usual.at(-1))];
}

function targetControls(
  state: State,
  columns: readonly string[],
  choices: Choices,
  losses: readonly string[],
  experiment: Run["experiment"] | undefined,
): HTMLElement[] {
  const names = experiment ? inputsOf(experiment).map(({ name }) => name) : [];
  const axes = experiment && names.length > 2 ? axesOf(state, experiment) : undefined;
  const axis = (key: "fx" | "fy", label: string, { name }: Input) =>
    select(label, choicesOf(names), name, (chosen) => state.set({ [key]: chosen })).element;
  return [
    select("Target", choicesOf(columns), choices.target, (target) =>
      state.set({ target, loss: undefined, fx: undefined, fy: undefined }),
    ).element,
    select("Loss", choicesOf(losses), choices.loss, (loss) => state.set({ loss })).element,
    ...(axes
      ? [h("div", { class: "pair tight" }, axis("fx", "Shown across", axes[0]), axis("fy", "Shown upwards", axes[1]))]
      : []),
  ];
}
