// Where libraries differ: at kinks, in defaults and in reductions. Ours is computed here; theirs are their documented or observed
// behaviour.

import { segments } from "../../elements/controls.js";
import { h, panel } from "../../elements/dom.js";
import { long } from "../../elements/numbers.js";
import { at } from "../../library/calls.js";
import { lw } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import type { Mounted } from "../../shell/view.js";

const LIBRARIES = ["PyTorch", "Keras", "JAX", "TensorFlow.js"] as const;
type Library = (typeof LIBRARIES)[number];

interface Convention {
  readonly what: string;
  ours(): number;
  /** What others give; a library without such a function is left out. */
  readonly theirs: Partial<Readonly<Record<Library, number>>>;
  readonly why: string;
}

const LN2 = Math.LN2;
const CLIPPED = -Math.log(1e-7);
const [P, Q] = [
  [0.5, 0.5],
  [0.25, 0.75],
];
const DIVERGENCE = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);

const CONVENTIONS: readonly Convention[] = [
  {
    what: "relu′(0)",
    ours: () => at(lw.relu.derivative([0])),
    theirs: { PyTorch: 0, Keras: 0, JAX: 0, "TensorFlow.js": 0 },
    why: "Every value from 0 to 1 is a subgradient.",
  },
  {
    what: "leakyRelu′(0), slope 0.1",
    ours: () => at(lw.leakyRelu.derivative([0], { negativeSlope: 0.1 })),
    theirs: { PyTorch: 0.1, Keras: 0.1, JAX: 1, "TensorFlow.js": 0.1 },
    why: "Whether 0 belongs to the left piece or to the right one.",
  },
  {
    what: "relu6′(6)",
    ours: () => at(lw.relu6.derivative([6])),
    theirs: { PyTorch: 0, Keras: 0, JAX: 0.5, "TensorFlow.js": 1 },
    why: "JAX shares a tie of min between both sides.",
  },
  {
    what: "hardTanh′(1)",
    ours: () => at(lw.hardTanh.derivative([1])),
    theirs: { PyTorch: 0, JAX: 1, "TensorFlow.js": 1 },
    why: "Clipping keeps the gradient at its ends, or does not.",
  },
  {
    what: "|prediction − target|′ at 0",
    ours: () => at(lw.meanAbsoluteError.grad([1], [1])),
    theirs: { PyTorch: 0, Keras: 0, "TensorFlow.js": -1 },
    why: "The sign of 0.",
  },
  {
    what: "gelu(−3) by default",
    ours: () => at(lw.gelu([-3])),
    theirs: { PyTorch: -0.00404969, Keras: -0.00404969, JAX: -0.00363739 },
    why: "JAX takes the approximation by tanh unless told otherwise.",
  },
  {
    what: "hardSigmoid(1)",
    ours: () => at(lw.hardSigmoid([1])),
    theirs: { PyTorch: 2 / 3, Keras: 2 / 3, JAX: 2 / 3, "TensorFlow.js": 0.7 },
    why: "A slope of 1/6, or of 0.2 as in Keras 2 and ONNX.",
  },
  {
    what: "leakyRelu(−1) by default",
    ours: () => at(lw.leakyRelu([-1])),
    theirs: { PyTorch: -0.01, Keras: -0.3, JAX: -0.01, "TensorFlow.js": -0.2 },
    why: "The default slope; that of Keras is its layer's.",
  },
  {
    what: "binary cross-entropy of p = 0, target 1",
    ours: () => lw.binaryCrossEntropy([0], [1]),
    theirs: { PyTorch: 100, Keras: CLIPPED, "TensorFlow.js": CLIPPED },
    why: "PyTorch stops each logarithm at −100; Keras and TensorFlow.js clip or shift p by 10⁻⁷.",
  },
  {
    what: "its gradient at p = 10⁻⁸",
    ours: () => at(lw.binaryCrossEntropy.grad([1e-8], [1])),
    theirs: { PyTorch: -1e8, Keras: 0 },
    why: "Where Keras has clipped, the gradient is 0.",
  },
  {
    what: "KL divergence of one row of two, mean",
    ours: () => lw.klDivergence(Q as number[], P as number[], { shape: [1, 2] }),
    theirs: { PyTorch: DIVERGENCE / 2, Keras: DIVERGENCE, "TensorFlow.js": DIVERGENCE },
    why: "PyTorch's mean divides by elements, not rows: it asks for batchmean.",
  },
  {
    what: "cross-entropy of two rows of loss ln 2, class weights 1 and 3, mean",
    ours: () => lw.crossEntropy([0, 0, 0, 0], [0, 1], { shape: [2, 2], classWeights: [1, 3] }),
    theirs: { PyTorch: LN2, Keras: 2 * LN2, "TensorFlow.js": 2 * LN2 },
    why: "The weights enter the divisor, or do not.",
  },
];

export function mountConventions(root: HTMLElement, state: State): Mounted {
  const read = () => state.choice("as", LIBRARIES, "PyTorch");
  const chooser = segments(
    "Beside",
    LIBRARIES.map((value) => ({ value, label: value })),
    read(),
    (as) => state.set({ as }),
  );
  const body = h("tbody");
  const heading = h("th", { class: "number" });
  const head = h("tr", {}, h("th", {}, "What"), h("th", { class: "number" }, "Lanewise"), heading);
  const summary = h("p", { class: "note" });
  root.append(
    panel(
      "Conventions",
      {},
      chooser.element,
      summary,
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": "table of conventions" },
        h("table", { class: "conventions" }, h("thead", {}, head), body),
      ),
    ),
  );
  return {
    update() {
      const library = read();
      chooser.set(library);
      heading.textContent = library;
      const rows = CONVENTIONS.map((each) => ({ ...each, value: each.ours(), other: each.theirs[library] }));
      const differs = ({ value, other }: (typeof rows)[number]) =>
        other !== undefined && Math.abs(value - other) > 1e-5 * Math.max(1, Math.abs(other));
      summary.textContent = `${rows.filter(differs).length} of ${rows.filter(({ other }) => other !== undefined).length} differ. Lanewise follows PyTorch where it follows anyone.`;
      body.replaceChildren(
        ...rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, row.what, h("div", { class: "note" }, row.why)),
            h("td", { class: "number" }, long(row.value)),
            h(
              "td",
              { class: `number ${differs(row) ? "bad" : ""}` },
              row.other === undefined ? "–" : `${long(row.other)}${differs(row) ? " ≠" : ""}`,
            ),
          ),
        ),
      );
    },
  };
}
