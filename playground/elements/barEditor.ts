// Bars that can be dragged: a distribution to edit, with a pointer or with the arrow keys.

import { followPointer } from "../charts/pointer.js";
import { h } from "./dom.js";
import { short } from "./numbers.js";

export interface BarEditor {
  readonly element: HTMLElement;
  /** @param values heights from 0 to `full` */
  set(values: ArrayLike<number>): void;
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowUp: 0.02,
  ArrowRight: 0.02,
  ArrowDown: -0.02,
  ArrowLeft: -0.02,
  PageUp: 0.1,
  PageDown: -0.1,
};

export function barEditor(name: string, colour: string, size: number, full: number, tell: (values: number[]) => void): BarEditor {
  let now: number[] = [];
  const change = (index: number, value: number) =>
    tell(now.map((each, i) => (i === index ? Math.min(Math.max(value, 0), full) : each)));
  const columns = Array.from({ length: size }, (_, i) => {
    const fill = h("div", { class: "column-fill", style: `background: var(${colour})` });
    const text = h("span");
    const element = h(
      "div",
      {
        class: "column",
        role: "slider",
        tabindex: 0,
        "aria-label": `${name} of ${i + 1}`,
        "aria-valuemin": 0,
        "aria-valuemax": full,
        "aria-orientation": "vertical",
      },
      h("div", { class: "column-track" }, fill),
      text,
    );
    element.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      change(i, (now[i] ?? 0) + step);
    });
    return { element, fill, text };
  });
  const element = h("div", { class: "columns", role: "group", "aria-label": name }, ...columns.map((column) => column.element));
  // One pointer may draw over several bars.
  followPointer(
    element,
    (left, top) => {
      const track = columns[0]?.element.firstElementChild?.clientHeight ?? 1;
      const index = Math.min(Math.max(Math.floor((left / element.clientWidth) * size), 0), size - 1);
      change(index, (1 - top / track) * full);
    },
    "drag",
  );
  element.style.touchAction = "none";
  return {
    element,
    set(values) {
      now = Array.from(values);
      columns.forEach(({ element: column, fill, text }, i) => {
        fill.style.height = `${Math.min(100, (100 * (now[i] ?? 0)) / full)}%`;
        text.textContent = short(Number((now[i] ?? 0).toFixed(2)));
        column.setAttribute("aria-valuenow", String(Number((now[i] ?? 0).toFixed(3))));
      });
    },
  };
}
