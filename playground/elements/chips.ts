// Ops to choose from, a chip each: any number of them, each with the colour of its curve.

import { seriesColour } from "../shell/theme.js";
import { h } from "./dom.js";

export interface Chips {
  readonly element: HTMLElement;
  /** In the order in which they were chosen, which is that of the colours. */
  set(chosen: readonly string[]): void;
}

interface Group {
  readonly title: string;
  readonly names: readonly string[];
}

export function chips(groups: readonly Group[], tell: (chosen: string[]) => void): Chips {
  let now: readonly string[] = [];
  const buttons = new Map<string, HTMLElement>();
  const toggle = (name: string) => tell(now.includes(name) ? now.filter((each) => each !== name) : [...now, name]);
  const element = h("div", { class: "stack" });
  for (const { title, names } of groups) {
    const row = h("div", { class: "chips", role: "group", "aria-label": title });
    for (const name of names) {
      const chip = h("button", { type: "button", class: "chip", "data-op": name }, h("span", { class: "swatch" }), name);
      chip.addEventListener("click", () => toggle(name));
      buttons.set(name, chip);
      row.append(chip);
    }
    element.append(h("div", { class: "chip-group" }, groups.length > 1 && h("h3", {}, title), row));
  }
  return {
    element,
    set(chosen) {
      now = chosen;
      for (const [name, chip] of buttons) {
        const index = chosen.indexOf(name);
        chip.setAttribute("aria-pressed", String(index >= 0));
        chip.style.setProperty("--chip", index >= 0 ? `var(${seriesColour(index)})` : "");
      }
    },
  };
}

export const swatch = (index: number): HTMLElement =>
  h("span", { class: "swatch", style: `--chip: var(${seriesColour(index)})` });
