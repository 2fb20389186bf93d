// The self-check: every op and pass in verify mode, which repeats each call with the float64 reference and compares.

import { type Lanewise, load } from "lanewise";
import { h } from "../../elements/dom.js";
import { Job } from "../../elements/job.js";
import { short } from "../../elements/numbers.js";
import { type Spec, specs } from "../../library/library.js";
import { callIn, fromAllFloats, passNames, problem } from "./inputs.js";

const SIZE = 10_000;

interface Found {
  worst: number;
  pass: string;
  calls: number;
  wrong: string;
}

export class SelfCheck {
  readonly element: HTMLElement;
  readonly #rows = h("tbody");
  readonly #verdict = h(
    "p",
    { class: "message", "data-role": "check" },
    "Each op on 10,000 inputs, activations on floats of every size.",
  );
  readonly #job: Job<Spec>;
  #library: Lanewise | undefined;
  #found: Found = { worst: 0, pass: "", calls: 0, wrong: "" };
  #wrong = 0;
  #checked = 0;

  constructor() {
    this.#job = new Job(
      "Check every op",
      () => specs,
      ({ name }) => `checking ${name} …`,
      () => this.#begin(),
      (spec) => this.#check(spec),
    );
    const head = ["op", "worst, in ulp", "seen in", "bound", ""].map((text, i) =>
      h("th", i === 1 || i === 3 ? { class: "number" } : {}, text),
    );
    this.element = h(
      "div",
      { class: "stack" },
      this.#job.element,
      this.#verdict,
      h(
        "div",
        { class: "scroll tall", tabindex: 0, role: "group", "aria-label": "results of the check" },
        h("table", {}, h("thead", {}, h("tr", {}, ...head)), this.#rows),
      ),
    );
  }

  close(): void {
    this.#job.stop();
    void this.#library?.close();
  }

  async #begin(): Promise<void> {
    this.#rows.replaceChildren();
    [this.#wrong, this.#checked] = [0, 0];
    this.#library ??= await load({
      verify: {
        onChecked: (_op, pass, ulp) => {
          this.#found.calls++;
          if (ulp > this.#found.worst) Object.assign(this.#found, { worst: ulp, pass });
        },
        onMismatch: ({ pass, got, expected, ulp }) => {
          this.#found.wrong ||= `${pass} gave ${got}, expected ${expected}`;
          Object.assign(this.#found, { worst: Math.max(ulp, this.#found.worst), pass });
        },
      },
    });
  }

  #check(spec: Spec): void {
    const library = this.#library as Lanewise;
    this.#found = { worst: 0, pass: "", calls: 0, wrong: "" };
    for (const [seed, pass] of passNames(spec.name).entries()) {
      library.scope(() => callIn(library, fromAllFloats(problem(spec.name, pass, SIZE), seed + 1)).call());
    }
    const { worst, pass, calls, wrong } = this.#found;
    if (calls > 0) this.#checked++;
    if (wrong) this.#wrong++;
    const bound = spec.bound[library.info.precision];
    this.#rows.append(
      h(
        "tr",
        { "data-op": spec.name },
        h("th", { scope: "row" }, spec.name),
        h("td", { class: "number", "data-value": "ulp" }, calls > 0 ? short(worst) : "–"),
        h("td", {}, worst > 0 ? pass : ""),
        h("td", { class: "number" }, bound === 0 ? "exact" : short(bound)),
        h("td", { class: wrong ? "bad" : "good" }, calls === 0 ? "not checked here" : wrong ? `✗ ${wrong}` : "✓"),
      ),
    );
    this.#verdict.textContent = `${this.#checked} ops checked against the float64 reference: ${this.#wrong === 0 ? "all within their bounds" : `${this.#wrong} beyond their bounds`}. A product with an upstream gradient, and a sum, round once more; where terms cancel, ulp are theirs.`;
    this.#verdict.classList.toggle("error", this.#wrong > 0);
  }
}
