// Two copies of one training run drift apart, live: the same network, data, start and rate, but another formula for the same loss.

import { LineChart } from "../../charts/lineChart.js";
import { around, thinned } from "../../charts/range.js";
import { swatch } from "../../elements/chips.js";
import { button, segments, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { long, short } from "../../elements/numbers.js";
import { Frames, prefersStill } from "../../shell/frames.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { clipped, drift, naive, ofLogits, Twin } from "./twin.js";

const FORMULAS = { naive, clipped } as const;
const NAMES = [
  { value: "naive", label: "As in the textbook" },
  { value: "clipped", label: "Clipped at 10⁻⁷" },
] as const;
const STEPS_A_FRAME = 2;
const MOST_STEPS = 2000;
const MOST_SHOWN = 400;
const SMALLEST = 1e-9;

export function mountTwins(root: HTMLElement, state: State): Mounted {
  const costs = new LineChart({ label: "The costs of both copies by step", xLabel: "step", yLabel: "cost" });
  const drifts = new LineChart({
    label: "The largest difference between their weights by step",
    xLabel: "step",
    yLabel: "largest difference of a weight (logarithmic)",
    logarithmic: true,
  });
  const status = h("p", { class: "message steady", "data-role": "twins" });
  let twins = { ours: new Twin(ofLogits, 1), theirs: new Twin(naive, 1) };
  let apart: number[] = [];
  const frames = new Frames(() => {
    for (let i = 0; i < STEPS_A_FRAME; i++) {
      twins.ours.step(rateOf(state));
      twins.theirs.step(rateOf(state));
      apart.push(drift(twins.ours, twins.theirs));
    }
    if (apart.length >= MOST_STEPS) frames.stop();
    show();
  });
  const run = button(
    "Run",
    () => {
      if (frames.running) frames.stop();
      else frames.start();
      show();
    },
    "primary",
  );
  const formulaNow = () => state.choice("formula", ["naive", "clipped"] as const, "clipped");
  const reset = () => {
    twins = { ours: new Twin(ofLogits, 1), theirs: new Twin(FORMULAS[formulaNow()], 1) };
    apart = [];
  };
  const again = button("Start again", () => {
    reset();
    frames.start();
  });
  const formula = segments("The twin's loss", NAMES, "clipped", (value) => state.set({ formula: value }));
  const rate = slider({ label: "Learning rate", interval: { low: 0.5, high: 20, step: 0.5 }, value: 10 }, (value) =>
    state.set({ rate: value }),
  );
  root.append(
    h(
      "div",
      { class: "split" },
      panel(
        "Two copies of one run",
        {},
        costs.element,
        drifts.element,
        h(
          "p",
          { class: "legend" },
          h("span", { class: "name" }, swatch(0), "loss of logits"),
          h("span", { class: "name" }, swatch(1), "its twin"),
        ),
      ),
      panel(
        "The twin",
        {},
        formula.element,
        rate.element,
        h("div", { class: "buttons" }, run, again),
        status,
        h(
          "p",
          { class: "note" },
          "A network of 8 hidden units learns two moons, of which every 40th row has the wrong label. Same start, same data, same rate. Where a probability rounds to 0 or 1 the textbook’s loss divides 0 by 0; the clipped one stays finite, but learns nothing more from the rows that it gets most wrong.",
        ),
      ),
    ),
  );

  function show(): void {
    const [ours, theirs] = [twins.ours.costs, twins.theirs.costs];
    const [mine, other, differences] = [thinned(ours, MOST_SHOWN), thinned(theirs, MOST_SHOWN), thinned(apart, MOST_SHOWN)];
    const xRange = [0, Math.max(100, ours.length - 1)] as const;
    costs.draw({
      x: mine.x,
      curves: [
        { label: "loss of logits", colour: seriesColour(0), values: mine.values, width: 3 },
        { label: "its twin", colour: seriesColour(1), values: other.values, dash: [6, 4] },
      ],
      xRange,
      yRange: around([...mine.values, ...other.values], [0, 0.7]),
    });
    drifts.draw({
      x: differences.x,
      curves: [
        { label: "difference", colour: seriesColour(3), values: differences.values.map((each) => Math.max(each, SMALLEST)) },
      ],
      xRange,
      yRange: [SMALLEST, Math.max(10, ...differences.values.filter(Number.isFinite)) * 2],
    });
    const dead = theirs.findIndex((cost) => !Number.isFinite(cost));
    const now = `Step ${ours.length}: cost ${long(ours.at(-1) ?? Number.NaN)}, its twin's ${long(theirs.at(-1) ?? Number.NaN)}; weights differ by ${short(apart.at(-1) ?? 0)} at most.`;
    status.textContent = dead >= 0 ? `${now} The twin died at step ${dead}: its cost is no number any more.` : now;
    status.classList.toggle("error", dead >= 0);
    run.textContent = frames.running ? "Pause" : "Run";
  }

  let shown = "";
  return {
    update() {
      const key = `${formulaNow()} ${rateOf(state)}`;
      formula.set(formulaNow());
      rate.set(rateOf(state));
      if (key !== shown) {
        reset();
        if (shown !== "" || !prefersStill()) frames.start();
      }
      shown = key;
      show();
    },
    close() {
      frames.stop();
      costs.close();
      drifts.close();
    },
  };
}

const rateOf = (state: State) => state.number("rate", 10, 0.1, 20);
