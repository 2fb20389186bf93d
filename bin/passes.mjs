// The ways an op can be called, found at the function itself: forward, and the methods it has.

import { ops } from "lanewise";
import { inputsOf } from "./draw.mjs";

/**
 * @typedef {object} Pass
 * @property {string} op
 * @property {string} name forward, or that of the method
 * @property {number} elements of the first input
 * @property {() => unknown} call
 */

/**
 * All passes of an op, on tensors of their own. What they need lives until the scope around ends.
 * @param {import("lanewise").Lanewise} lw
 * @param {string} name
 * @param {number} size
 * @param {import("./draw.mjs").Draw} draw
 * @returns {Pass[]}
 */
export function passesOf(lw, name, size, draw) {
  const spec = ops[/** @type {keyof typeof ops} */ (name)];
  const op = /** @type {any} */ (lw[/** @type {keyof typeof ops} */ (name)]);
  const { dy, ...main } = inputsOf(spec, size, draw);
  const inputs = Object.entries(main);
  // Class indices stay what they are.
  const given = inputs.map(([, { data, shape }]) => (data instanceof Float32Array ? lw.tensor(data, shape) : data));
  const elements = Number(inputs[0]?.[1].data.length);
  const pass = (/** @type {string} */ method, /** @type {() => unknown} */ call) => ({ op: name, name: method, elements, call });
  const gradient = () => lw.tensor(/** @type {Float32Array} */ (dy?.data), dy?.shape);
  // A bias takes no part in its own gradient.
  const behind = given.filter((_, i) => inputs[i]?.[0] !== "bias");
  const methods = Object.keys(op).map((method) => {
    if (method === "backwardFromOutput") {
      const [upstream, y] = [gradient(), op(...given)];
      return pass(method, () => op[method](upstream, y));
    }
    if (method === "backward") {
      const upstream = gradient();
      return pass(method, () => op[method](upstream, ...behind));
    }
    return pass(method, () => op[method](...given));
  });
  return [pass("forward", () => op(...given)), ...methods];
}
