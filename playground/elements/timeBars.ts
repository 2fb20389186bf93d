// Times as bars, from the shortest on.

import { h } from "./dom.js";
import { duration } from "./numbers.js";

export interface Timed {
  readonly label: string;
  readonly seconds: number;
  /** The name of a colour of the style sheet. */
  readonly colour: string;
}

export function timeBars(times: readonly Timed[], longest = Math.max(...times.map(({ seconds }) => seconds))): HTMLElement {
  const rows = times.map(({ label, seconds, colour }) =>
    h(
      "div",
      { class: "time" },
      h("span", {}, label),
      h(
        "div",
        { class: "track" },
        h("div", { class: "fill", style: `width: ${(100 * seconds) / longest}%; background: var(${colour})` }),
      ),
      h("span", { class: "number" }, duration(seconds)),
    ),
  );
  return h("div", { class: "times" }, ...rows);
}
