// The functions of one variable that the sweep checks, made from the table of ops: what the kernels compute, and the float64
// truth of it.

import { ops } from "lanewise";

/**
 * @typedef {object} SweptFunction
 * @property {string} op name in the table
 * @property {string} what "value" or "derivative", with the target it was taken at
 * @property {{ fast: number, high: number }} bound ulp
 * @property {(x: number) => number} exact float64
 * @property {[number, number]} domain inputs outside are passed over
 * @property {(lw: import("lanewise").Lanewise, x: Float32Array, out: Float32Array) => void} run
 */

const EVERYWHERE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function defaultsOf(spec) {
  return Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default]));
}

/** The defaults, and each other value of an option that is a choice. */
function formsOf(spec) {
  const forms = Object.entries(spec.options).flatMap(([name, { default: first, choices = [] }]) =>
    choices.filter((each) => each !== first).map((each) => ({ given: { [name]: each }, label: `, ${name} ${each}` })),
  );
  return [{ given: {}, label: "" }, ...forms];
}

function fromActivation(spec) {
  const common = { op: spec.name, bound: spec.bound, domain: EVERYWHERE };
  return formsOf(spec).flatMap(({ given, label }) => {
    const options = { ...defaultsOf(spec), ...given };
    return [
      {
        ...common,
        what: `value${label}`,
        exact: (x) => spec.forward(x, options),
        run: (lw, x, out) => lw[spec.name](x, { ...given, out }),
      },
      {
        ...common,
        what: `derivative${label}`,
        exact: (x) => spec.derivative(x, options),
        run: (lw, x, out) => lw[spec.name].derivative(x, { ...given, out }),
      },
    ];
  });
}

/** Targets that a loss is swept at: both labels, or a number that is no power of two. */
function targetsOf(spec, options) {
  if (spec.labels) return spec.labels(options);
  return spec.task === "binary" ? [0, 1] : [0.7];
}

function fromLoss(spec) {
  // A root is a function of all losses at once.
  if (spec.root) return [];
  const options = defaultsOf(spec);
  const common = { op: spec.name, bound: spec.bound, domain: spec.domain ?? EVERYWHERE };
  return targetsOf(spec, options).flatMap((given) => {
    const target = Math.fround(given);
    let targets = new Float32Array(0);
    const targetsFor = (x) => {
      // Made once for all modules and blocks: new ones cost as much as the kernels.
      if (targets.length !== x.length) targets = new Float32Array(x.length).fill(target);
      return targets;
    };
    return [
      {
        ...common,
        what: `value, target ${given}`,
        exact: (x) => spec.loss(x, target, options),
        run: (lw, x, out) => lw[spec.name](x, targetsFor(x), { reduction: "none", out }),
      },
      {
        ...common,
        what: `derivative, target ${given}`,
        exact: (x) => spec.gradient(x, target, options),
        run: (lw, x, out) => lw[spec.name].grad(x, targetsFor(x), { reduction: "none", out }),
      },
    ];
  });
}

function fromPenalty(spec) {
  const options = defaultsOf(spec);
  return [
    {
      op: spec.name,
      bound: spec.bound,
      domain: EVERYWHERE,
      what: "derivative",
      exact: (x) => spec.gradient(x, options),
      run: (lw, x, out) => lw[spec.name].grad(x, { out }),
    },
  ];
}

const MAKERS = { activation: fromActivation, loss: fromLoss, penalty: fromPenalty };

/** @returns {SweptFunction[]} of one op; none for ops that are no functions of one number */
export function functionsOf(name) {
  const spec = ops[name];
  return MAKERS[spec.kind]?.(spec) ?? [];
}

/** Ops that the sweep covers. */
export const sweptOps = Object.keys(ops).filter((name) => functionsOf(name).length > 0);
