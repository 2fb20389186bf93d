// A formula of the table, set as in a book; in words where it is words.

import katex from "katex";
import "katex/dist/katex.min.css";
import { h } from "../elements/dom.js";
import { parseFormula } from "./parse.js";
import { texOf } from "./tex.js";

export function formula(text: string, prefix = ""): HTMLElement {
  const parsed = parseFormula(text);
  if (!parsed) return h("p", { class: "formula in-words" }, text);
  const element = h("div", { class: "formula", title: text, tabindex: 0, role: "group", "aria-label": `formula: ${text}` });
  katex.render(prefix + texOf(parsed), element, { displayMode: true, throwOnError: false, output: "htmlAndMathml" });
  return element;
}
