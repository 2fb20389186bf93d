// Which loss, which output activation: three questions, an answer with its reasons, and code that runs.

import { button, segments } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { factList } from "../../elements/facts.js";
import { long } from "../../elements/numbers.js";
import { formula } from "../../formula/formula.js";
import { lw, specNamed } from "../../library/library.js";
import type { Mount } from "../../shell/view.js";
import { advise, questionsFor } from "./advise.js";
import { bodyOf, HEAD } from "./snippet.js";

export const mount: Mount = (root, state) => {
  const questions = h("div", { class: "stack" });
  const answer = h("div", { class: "stack" });
  const code = h("pre", { class: "code", tabindex: 0, role: "group", "aria-label": "code" });
  const output = h("pre", { class: "code output", role: "status", "data-role": "output" });
  let body = "";
  const run = button(
    "Run it",
    () => {
      output.textContent = runHere(body);
    },
    "primary",
  );
  const copy = button("Copy", () => void navigator.clipboard?.writeText(`${HEAD}\n\n${body}\n`));
  root.append(
    h(
      "div",
      { class: "split even" },
      h("div", { class: "stack" }, panel("Three questions", {}, questions), panel("The answer", {}, answer)),
      panel("In code", {}, code, h("div", { class: "buttons" }, run, copy), output),
    ),
  );
  let shown = "";
  return {
    update() {
      const what = state.choice("what", ["number", "class", "distribution"], "number");
      const asked = questionsFor(what);
      const answers = Object.fromEntries(
        asked.map(({ key, answers: all }) => [
          key,
          state.choice(
            key,
            all.map(({ value }) => value),
            all[0]?.value ?? "",
          ),
        ]),
      );
      const key = JSON.stringify(answers);
      if (key === shown) return;
      // What was clicked keeps the focus where the questions stay the same.
      if (!shown.startsWith(`{"what":"${what}"`))
        questions.replaceChildren(
          ...asked.map(
            (question) =>
              segments(question.text, question.answers, answers[question.key] ?? "", (value) =>
                state.set({ [question.key]: value }),
              ).element,
          ),
        );
      shown = key;
      const advice = advise(answers);
      const [loss, activation] = [specNamed(advice.loss), specNamed(advice.activation)];
      const link = (view: string, name: string) => h("a", { href: `#${view}`, "data-value": view.split("?")[0] ?? "" }, name);
      const task = loss && "task" in loss ? loss.task : "";
      answer.replaceChildren(
        factList([
          [
            "Loss",
            h(
              "strong",
              {},
              link(`losses?of=${task}&${task === "regression" ? "ops" : `ops.${task}`}=${advice.loss}`, advice.loss),
            ),
          ],
          ["", loss?.summary ?? ""],
          [
            "Output",
            h(
              "strong",
              {},
              link(
                activation?.kind === "row"
                  ? `activations?kind=rows&row=${advice.activation}`
                  : `activations?ops=${advice.activation}`,
                advice.activation,
              ),
            ),
          ],
          ["", advice.output],
        ]),
        ...(loss ? [formula(loss.formula)] : []),
        h("p", {}, advice.why),
        h("p", { class: "note" }, advice.also),
      );
      body = bodyOf(advice);
      code.textContent = `${HEAD}\n\n${body}`;
      output.textContent = "";
    },
  };
};

/** Runs the code's body with this page's library; gives what it has logged. */
function runHere(body: string): string {
  const lines: string[] = [];
  const show = (value: unknown) =>
    typeof value === "number"
      ? long(value)
      : ArrayBuffer.isView(value)
        ? `[${Array.from(value as Float32Array, long).join(", ")}]`
        : String(value);
  const log = (...values: unknown[]) => lines.push(values.map(show).join(" "));
  try {
    lw.scope(() => new Function("lw", "console", body)(lw, { log }));
  } catch (error) {
    // Where a content security policy forbids code that is made from text.
    lines.push(String(error));
  }
  return lines.join("\n");
}
