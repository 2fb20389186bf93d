// An op as a plain JavaScript loop over Float32Arrays, with the formula that the table has. Each is compiled from its own source, so that
// the engine sees a loop of its own for each op, as if it stood in the user's file.

/** Bodies of the loop, by kind and pass; `f` and `g` are the spec's two functions. */
const LOOPS = {
  activation: {
    names: ["forward", "derivative"],
    forward: "out[i] = f(x[i], o)",
    backward: "out[i] = dy[i] * g(x[i], o)",
  },
  loss: {
    names: ["loss", "gradient"],
    forward: "sum += f(x[i], t[i], o)",
    valueAndGrad: "sum += f(x[i], t[i], o); out[i] = g(x[i], t[i], o) / n",
  },
  penalty: {
    names: ["penalty", "gradient"],
    forward: "sum += f(x[i], o)",
    valueAndGrad: "sum += f(x[i], o); out[i] = g(x[i], o)",
  },
};

/**
 * @param {any} spec
 * @param {string} pass
 * @param {Record<string, import("./draw.mjs").Input>} inputs
 * @returns {(() => unknown) | undefined} nothing for ops that work on rows or matrices
 */
export function plainLoop(spec, pass, inputs) {
  const kind = /** @type {any} */ (LOOPS)[spec.kind];
  if (!kind?.[pass]) return undefined;
  const [first, second] = Object.values(inputs).map(({ data }) => data);
  const count = Number(first?.length);
  const body = `let sum = 0; for (let i = 0; i < n; i++) { ${kind[pass]}; } return sum / n;`;
  const loop = new Function("x", "t", "dy", "out", "n", "o", "f", "g", body);
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([name, each]) => [name, /** @type {any} */ (each).default]),
  );
  const [f, g] = kind.names.map((/** @type {string} */ name) => spec[name]);
  const [dy, out] = [new Float32Array(count).fill(0.5), new Float32Array(count)];
  return () => loop(first, second, dy, out, count, options, f, g);
}
