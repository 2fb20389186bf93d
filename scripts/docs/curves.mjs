// What there is to draw of an op: its value and its slope over one number, from the spec's own functions. Row ops are drawn over the
// first of two entries, losses over the prediction for one target.

const REAL = [-5, 5];
const SHARE = [0.004, 0.996];

const defaultsOf = ({ options }) =>
  Object.fromEntries(Object.entries(options).map(([name, { default: usual }]) => [name, usual]));
const row = (...values) => Float64Array.from(values);

/**
 * @typedef {object} Curves
 * @property {string} horizontal what the x axis is
 * @property {readonly [number, number]} from its ends
 * @property {string} value what the solid curve is
 * @property {string} slope what the dashed one is
 * @property {(x: number) => number} f
 * @property {(x: number) => number} g
 */

function lossCurves(spec, options) {
  const { domain, targetDomain = domain } = spec;
  const target = spec.labels ? spec.labels(options)[1] : spec.task === "binary" || targetDomain ? 1 : 0;
  const [low, high] = domain ?? REAL;
  const from = high === 1 ? SHARE : [Math.max(low + 1e-3, REAL[0]), REAL[1]];
  // The root of the mean of one loss.
  const f = (x) => (spec.root ? Math.sqrt(spec.loss(x, target, options)) : spec.loss(x, target, options));
  const g = (x) => (spec.root ? Math.sign(x - target) : spec.gradient(x, target, options));
  return { horizontal: `prediction (target ${target})`, from, value: "loss", slope: "gradient", f, g };
}

const ROW_LOSSES = {
  logits: { from: REAL, row: (x) => row(x, 0), horizontal: "first of two logits" },
  probabilities: { from: SHARE, row: (p) => row(p, 1 - p), horizontal: "first of two probabilities" },
  logProbabilities: {
    from: [-5, -0.004],
    row: (l) => row(l, Math.log1p(-Math.exp(l))),
    horizontal: "first of two log-probabilities",
  },
};

function rowLossCurves(spec, options) {
  const { from, row: rowOf, horizontal } = ROW_LOSSES[spec.predictions];
  const target = spec.targets === "probabilities" ? { probabilities: row(0.7, 0.3) } : { index: 0 };
  const words = spec.targets === "probabilities" ? "target 0.7, 0.3" : "target class 0";
  return {
    horizontal: `${horizontal} (${words})`,
    from,
    value: "loss",
    slope: "gradient",
    f: (x) => spec.loss(rowOf(x), target, options, [1, 1]),
    g: (x) => spec.gradient(rowOf(x), target, options, [1, 1])[0],
  };
}

const DRAWN = {
  activation: (spec, options) => ({
    horizontal: "x",
    from: REAL,
    value: "f(x)",
    slope: "f′(x)",
    f: (x) => spec.forward(x, options),
    g: (x) => spec.derivative(x, options),
  }),
  channelActivation: (spec) => ({
    horizontal: "x (alpha 0.25)",
    from: REAL,
    value: "f(x)",
    slope: "f′(x)",
    f: (x) => spec.forward(x, 0.25),
    g: (x) => spec.derivative(x, 0.25),
  }),
  groupActivation: (spec) => ({
    horizontal: "x, in the group (x, −x / 2)",
    from: REAL,
    value: "f",
    slope: "∂f / ∂ first",
    f: (x) => spec.forward(row(x, -x / 2)),
    g: (x) => Number(spec.chosen(row(x, -x / 2)) === 0),
  }),
  row: (spec, options) => ({
    horizontal: "x, in the row (x, 0)",
    from: REAL,
    value: spec.reduces ? "f" : "f, first entry",
    slope: "∂f / ∂x",
    f: (x) => spec.forward(row(x, 0), options)[0],
    g: (x) => spec.backward(spec.reduces ? row(1) : row(1, 0), row(x, 0), options)[0],
  }),
  loss: lossCurves,
  rowLoss: rowLossCurves,
  penalty: (spec, options) => ({
    horizontal: "weight",
    from: REAL,
    value: "penalty",
    slope: "gradient",
    f: (x) => spec.penalty(x, options),
    g: (x) => spec.gradient(x, options),
  }),
};

/** @returns {Curves | undefined} nothing for what is no curve, as a layer */
export const curvesOf = (spec) => DRAWN[spec.kind]?.(spec, defaultsOf(spec));
