// One activation in detail: what it is, its options, and what its gradient does.

import { slider } from "../../elements/controls.js";
import { h } from "../../elements/dom.js";
import { factList, introduction, notesOf, rangeInWords } from "../../elements/facts.js";
import { short } from "../../elements/numbers.js";
import { optionControls } from "../../elements/optionControls.js";
import { at } from "../../library/calls.js";
import type { State } from "../../shell/state.js";
import { type Curve, FIRST_SLOPE, slopeKey } from "./curve.js";
import { vanishing } from "./curves.js";

export class Detail {
  readonly element = h("div", { class: "stack" });
  readonly #state: State;
  readonly #facts = h("div");
  #shown = "";

  constructor(state: State) {
    this.#state = state;
  }

  show(curve: Curve | undefined, x: Float32Array<ArrayBuffer>): void {
    // What is dragged must not be made anew.
    if (curve && curve.spec.name !== this.#shown)
      this.element.replaceChildren(...introduction(curve.spec), ...this.#controls(curve), this.#facts, notesOf(curve.spec));
    if (!curve) this.element.replaceChildren(h("p", { class: "message" }, "Choose an activation above."));
    this.#shown = curve?.spec.name ?? "";
    if (curve) this.#facts.replaceChildren(factList(factsOf(curve, x)));
  }

  #controls({ spec }: Curve): HTMLElement[] {
    if (spec.kind === "activation") return optionControls(spec, this.#state);
    const key = slopeKey(spec);
    const value = this.#state.number(key, FIRST_SLOPE);
    const interval = { low: -1, high: 2, step: 0.01 };
    return [slider({ label: "alpha, learned", interval, value }, (now) => this.#state.set({ [key]: now })).element];
  }
}

function factsOf(curve: Curve, x: Float32Array<ArrayBuffer>): [string, string][] {
  const { spec, kinks, range } = curve;
  const [left, right] = [at(x), at(x, x.length - 1)];
  const vanished = vanishing(curve, x).map(([from, to]) => {
    if (from === left && to === right) return "everywhere in sight";
    if (from === left) return `x < ${short(to)}`;
    return to === right ? `x > ${short(from)}` : from === to ? `x = ${short(from)}` : `${short(from)} < x < ${short(to)}`;
  });
  return [
    ["Range", rangeInWords(range)],
    ["Monotonic", spec.monotonic ? "yes" : "no"],
    ["Kinks", kinks.length > 0 ? kinks.map((each) => `x = ${short(each)}`).join(", ") : "none: smooth, or straight"],
    ["Gradient vanishes", vanished.length > 0 ? vanished.join(", ") : "nowhere in sight"],
    ["Error bound", spec.bound.fast === 0 ? "exact" : `${spec.bound.fast} ulp (fast), ${spec.bound.high} ulp (high)`],
  ];
}
