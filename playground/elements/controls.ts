// Controls with their labels. Each tells its new value; `set` shows another one without telling.

import type { Interval } from "../library/options.js";
import { freshId, h } from "./dom.js";
import { short } from "./numbers.js";

export interface Control<T> {
  readonly element: HTMLElement;
  set(value: T): void;
}

interface SliderSettings {
  readonly label: string;
  readonly interval: Interval;
  readonly value: number;
  readonly show?: (value: number) => string;
  readonly hint?: string;
}

export function slider(
  { label, interval, value, show = short, hint }: SliderSettings,
  tell: (value: number) => void,
): Control<number> {
  const id = freshId("slider");
  const { low, high, step } = interval;
  const input = h("input", { type: "range", id, min: low, max: high, step });
  const output = h("output", { for: id });
  const display = (now: number) => {
    output.textContent = show(now);
    input.setAttribute("aria-valuetext", show(now));
    input.style.setProperty("--share", String((now - low) / (high - low || 1)));
  };
  const set = (now: number) => {
    input.value = String(now);
    display(now);
  };
  input.addEventListener("input", () => {
    display(input.valueAsNumber);
    tell(input.valueAsNumber);
  });
  set(value);
  return { element: h("div", { class: "slider", title: hint }, h("label", { for: id }, label), output, input), set };
}

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly group?: string;
}

export const choicesOf = <T extends string>(values: readonly T[]): Choice<T>[] =>
  values.map((value) => ({ value, label: value }));

/** A list to choose one from. */
export function select<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  tell: (value: T) => void,
): Control<T> {
  const id = freshId("select");
  const list = h("select", { id });
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const { value: each, label: text, group } of choices) {
    const option = h("option", { value: each }, text);
    if (group && !groups.has(group)) {
      const made = h("optgroup", { label: group });
      groups.set(group, made);
      list.append(made);
    }
    (groups.get(group ?? "") ?? list).append(option);
  }
  list.value = value;
  list.addEventListener("change", () => tell(list.value as T));
  return {
    element: h("div", { class: "field" }, h("label", { for: id }, label), list),
    set: (now) => {
      list.value = now;
    },
  };
}

/** A few words side by side, of which one holds. */
export function segments<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  value: T,
  tell: (value: T) => void,
): Control<T> {
  const name = freshId("segments");
  const inputs = choices.map(({ value: each }) => {
    const input = h("input", { type: "radio", name, value: each, checked: each === value });
    input.addEventListener("change", () => tell(each));
    return input;
  });
  const labels = choices.map(({ label: text }, i) => h("label", {}, inputs[i], h("span", {}, text)));
  return {
    element: h("fieldset", { class: "segments" }, h("legend", {}, label), h("div", {}, ...labels)),
    set: (now) => {
      for (const input of inputs) input.checked = input.value === now;
    },
  };
}

export function checkbox(label: string, value: boolean, tell: (value: boolean) => void): Control<boolean> {
  const input = h("input", { type: "checkbox", checked: value });
  input.addEventListener("change", () => tell(input.checked));
  return {
    element: h("label", { class: "checkbox" }, input, h("span", {}, label)),
    set: (now) => {
      input.checked = now;
    },
  };
}

export function button(label: string, act: () => void, kind = ""): HTMLButtonElement {
  const element = h("button", { type: "button", class: `button ${kind}` }, label);
  element.addEventListener("click", act);
  return element;
}
