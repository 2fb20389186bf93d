// The chain rule, term by term, at one x: x → y = f(x) → L = (y − t)²; each factor from the library, and their product checked
// against a difference quotient of the float64 reference.

import katex from "katex";
import { slider } from "../../elements/controls.js";
import { h } from "../../elements/dom.js";
import { factList } from "../../elements/facts.js";
import { long, short } from "../../elements/numbers.js";
import { at, floats } from "../../library/calls.js";
import { lw } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import type { Curve } from "./curve.js";

const STEP = 1e-5;

export class ChainRule {
  readonly element: HTMLElement;
  readonly #terms = h("div", { class: "stack chain" });
  readonly #target;
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
    const interval = { low: -2, high: 2, step: 0.05 };
    this.#target = slider({ label: "target t", interval, value: 1 }, (t) => state.set({ t }));
    const rule = h("div", { class: "formula", tabindex: 0, role: "group", "aria-label": "the chain rule" });
    katex.render("\\frac{\\partial L}{\\partial x} = \\frac{\\partial L}{\\partial y} \\cdot f'(x), \\quad L = (y - t)^2", rule, {
      displayMode: true,
    });
    this.element = h("div", { class: "stack" }, rule, this.#target.element, this.#terms);
  }

  show(curve: Curve | undefined, x: number): void {
    const t = this.#state.number("t", 1, -2, 2);
    this.#target.set(t);
    this.#terms.hidden = !curve;
    if (!curve) return;
    const y = curve.value(floats(x));
    const { value: loss, grad: dy } = lw.meanSquaredError.valueAndGrad(y, floats(t));
    const slope = at(curve.derivative(floats(x)));
    const dx = at(curve.backward(dy, floats(x)));
    this.#terms.replaceChildren(
      factList([
        ["y = f(x)", long(at(y))],
        ["L = (y − t)²", long(loss)],
        ["∂L/∂y", long(at(dy))],
        ["f′(x)", long(slope)],
        ["∂L/∂x, their product", h("strong", { "data-value": "dx" }, long(dx))],
      ]),
      h("p", { class: "note" }, check(curve, Math.fround(x), Math.fround(t), dx)),
    );
  }
}

/** The gradient against a central difference; beside a kink the two sides differ, and there is no derivative to compare with. */
function check({ reference, kinks }: Curve, x: number, t: number, dx: number): Node {
  const loss = (at: number) => (reference(at) - t) ** 2;
  if (kinks.some((kink) => Math.abs(x - kink) <= STEP)) {
    const [left, right] = [(loss(x) - loss(x - STEP)) / STEP, (loss(x + STEP) - loss(x)) / STEP];
    return document.createTextNode(
      `At a kink: the slope is ${short(left)} on the left, ${short(right)} on the right. The library takes ${short(dx)}.`,
    );
  }
  const quotient = (loss(x + STEP) - loss(x - STEP)) / (2 * STEP);
  const distance = Math.abs(quotient - dx);
  const agrees = distance <= 1e-4 * Math.max(1, Math.abs(quotient));
  return h(
    "span",
    {},
    "Gradient check: (L(x + h) − L(x − h)) / 2h in float64 gives ",
    h("span", { "data-value": "quotient" }, long(quotient)),
    `, ${short(distance)} away `,
    h("span", { class: agrees ? "good" : "bad" }, agrees ? "✓" : "✗ it disagrees"),
  );
}
