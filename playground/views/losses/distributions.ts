// The Kullback–Leibler divergence: of two distributions that the reader draws, and of a single peak fitted to two.

import { LineChart } from "../../charts/lineChart.js";
import { barEditor } from "../../elements/barEditor.js";
import { button, slider } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { factList, introduction, notesOf } from "../../elements/facts.js";
import { long, short } from "../../elements/numbers.js";
import { lw, ops } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import type { Mounted } from "../../shell/view.js";
import { BINS, fit, twoPeaks } from "./fit.js";

const FIRST = { p: [0.1, 0.4, 0.2, 0.05, 0.05, 0.2], q: [0.2, 0.15, 0.15, 0.2, 0.2, 0.1] };
const SIZE = FIRST.p.length;

/** Heights as shares of 1. */
function normalised(heights: readonly number[]): Float32Array<ArrayBuffer> {
  const total = heights.reduce((sum, each) => sum + each, 0);
  return Float32Array.from(heights, (each) => (total > 0 ? each / total : 1 / heights.length));
}

/** D(target‖prediction) */
const divergence = (target: Float32Array<ArrayBuffer>, prediction: Float32Array<ArrayBuffer>) =>
  lw.klDivergence(prediction, target, { shape: [1, target.length] });

export function mountDistributions(root: HTMLElement, state: State): Mounted {
  const heights = (key: "p" | "q") => FIRST[key].map((first, i) => Math.max(0, state.numbers(key, FIRST[key])[i] ?? first));
  const keep = (key: "p" | "q") => (values: number[]) =>
    state.set({ [key]: Array.from(normalised(values), (each) => each.toFixed(3)).join(",") });
  const editors = {
    p: barEditor("P", seriesColour(0), SIZE, 0.8, keep("p")),
    q: barEditor("Q", seriesColour(1), SIZE, 0.8, keep("q")),
  };
  const numbers = h("div");
  const same = button("Make Q = P", () => state.set({ q: heights("p").join(",") }));
  const swap = button("Swap them", () => state.set({ p: heights("q").join(","), q: heights("p").join(",") }));
  const chart = new LineChart({
    label: "A distribution of two peaks, and a single peak fitted to it both ways",
    xLabel: "x",
    yLabel: "probability of a bin",
  });
  const distance = slider({ label: "Distance of the peaks", interval: { low: 0, high: 5, step: 0.1 }, value: 4 }, (apart) =>
    state.set({ apart }),
  );
  const weight = slider(
    { label: "Share of the right peak", interval: { low: 0.05, high: 0.95, step: 0.05 }, value: 0.4 },
    (share) => state.set({ share }),
  );
  const start = slider({ label: "Where the fits start", interval: { low: -3, high: 3, step: 0.1 }, value: 1 }, (from) =>
    state.set({ from }),
  );
  const found = h("div");
  root.append(
    h(
      "div",
      { class: "split" },
      h(
        "div",
        { class: "stack" },
        panel(
          "P and Q: drag the bars",
          {},
          h(
            "div",
            { class: "pair" },
            h("div", {}, h("h3", {}, "P"), editors.p.element),
            h("div", {}, h("h3", {}, "Q"), editors.q.element),
          ),
          h("div", { class: "buttons" }, same, swap),
        ),
        panel(
          "One peak fitted to two",
          {},
          chart.element,
          h("div", { class: "pair" }, h("div", { class: "stack" }, distance.element, weight.element), start.element),
          found,
        ),
      ),
      h(
        "div",
        { class: "stack" },
        panel("It is no distance", {}, numbers),
        panel("In detail", {}, ...introduction(ops.klDivergence), notesOf(ops.klDivergence)),
      ),
    ),
  );
  return {
    update() {
      const [p, q] = [normalised(heights("p")), normalised(heights("q"))];
      editors.p.set(p);
      editors.q.set(q);
      const value = (name: string, of: number) => h("strong", { "data-value": name }, long(of));
      numbers.replaceChildren(
        factList([
          ["D(P‖Q)", value("pq", divergence(p, q))],
          ["D(Q‖P)", value("qp", divergence(q, p))],
          ["D(P‖P)", value("pp", divergence(p, p))],
        ]),
        h(
          "p",
          { class: "note" },
          "The order matters: D(P‖Q) punishes Q for giving little to what P does often; a class that P has and Q lacks costs ∞.",
        ),
      );
      const settings = {
        apart: state.number("apart", 4, 0, 5),
        share: state.number("share", 0.4, 0.05, 0.95),
        from: state.number("from", 1, -3, 3),
      };
      distance.set(settings.apart);
      weight.set(settings.share);
      start.set(settings.from);
      const target = twoPeaks(settings.apart, settings.share);
      const [forward, reverse] = [fit("forward", target, settings.from), fit("reverse", target, settings.from)];
      const fitted = [forward, reverse].map(({ probabilities }, i) => ({
        label: i === 0 ? "forward" : "reverse",
        colour: seriesColour(i + 1),
        values: probabilities,
      }));
      const highest = Math.max(...target, ...forward.probabilities, ...reverse.probabilities);
      chart.draw({
        x: BINS,
        curves: [{ label: "P", colour: seriesColour(0), values: target, width: 3 }, ...fitted],
        xRange: [-5, 5],
        yRange: [0, highest * 1.1],
      });
      const line = ({ mean, deviation, cost }: ReturnType<typeof fit>) =>
        `mean ${short(mean)}, deviation ${short(deviation)}, divergence ${long(cost)}`;
      found.replaceChildren(
        factList([
          [legend(0, "P"), "two peaks"],
          [legend(1, "forward, D(P‖Q)"), line(forward)],
          [legend(2, "reverse, D(Q‖P)"), line(reverse)],
        ]),
        h(
          "p",
          { class: "note" },
          "Forward spreads over all that P does; reverse would rather keep to one peak than give mass to what P does not.",
        ),
      );
    },
    close: () => chart.close(),
  };
}

const legend = (index: number, text: string) =>
  h("span", { class: "name" }, h("span", { class: "swatch", style: `--chip: var(${seriesColour(index)})` }), text);
