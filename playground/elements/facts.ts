// What the table says of an op, in words.

import type { Spec } from "lanewise";
import { formula } from "../formula/formula.js";
import { h } from "./dom.js";
import { short } from "./numbers.js";

type Fact = readonly [name: string | Node, value: string | Node];

export function factList(facts: readonly Fact[]): HTMLElement {
  return h("dl", { class: "facts" }, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

/** Summary and formula; notes and source come at the end, folded away. */
export const introduction = (spec: Spec): HTMLElement[] => [h("p", {}, spec.summary), formula(spec.formula)];

export function notesOf(spec: Spec): HTMLElement {
  const notes = (spec.notes ?? []).map((note) => h("li", {}, note));
  return h(
    "details",
    {},
    h("summary", {}, "Conventions and source"),
    h("ul", { class: "notes" }, ...notes, h("li", {}, `Source: ${spec.source}`)),
  );
}

/** "from 0 to ∞" */
export const rangeInWords = ([low, high]: readonly [number, number]): string => `from ${short(low)} to ${short(high)}`;
