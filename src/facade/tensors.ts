// What makes tensors by hand: lw.tensor, lw.zeros; and scopes.

import type { Backend, Input } from "../backend/backend.js";
import { dataOf } from "../backend/operands.js";
import { copyOf, isTypedArray, setInto } from "../runtime/arrays.js";
import { tagOf } from "../runtime/objects.js";
import { type Tensor, type TensorStore, viewOf } from "../runtime/tensor.js";
import { numberOf } from "../runtime/tensorForms.js";
import { checkInput, describe, ownShape } from "./arguments.js";
import { released } from "./outputs.js";
import { mainShape } from "./shapes.js";

export function makeTensors(backend: Backend, store: TensorStore) {
  /** A new tensor, once it is filled. */
  const filled = (shape: readonly number[], fill: (view: Float32Array) => void): Tensor => {
    const tensor = store.create(shape);
    try {
      fill(viewOf(tensor));
      return tensor;
    } catch (error) {
      throw released(error, undefined, tensor);
    }
  };
  return {
    tensor: (given: unknown, givenShape?: unknown): Tensor => {
      const { data, shape = givenShape } = opened(given);
      const own = shape === undefined ? undefined : ownShape("tensor", shape);
      const input = heldApart(checkInput("tensor", "data", data, { backend, store }), backend);
      // A tensor's numbers may take another shape.
      const whole = mainShape("tensor", own, "data", own ? dataOf(input) : input);
      return filled(whole, (view) => setInto(view, dataOf(input)));
    },
    zeros: (shape: unknown): Tensor => filled(ownShape("zeros", shape), (view) => view.fill(0)),
    scope: <R>(body: () => R): R => {
      if (typeof body !== "function") throw new TypeError(`scope: the argument is ${describe(body)}, expected a function`);
      // Its promise could not be stopped from computing on.
      if (tagOf(body) === "AsyncFunction") {
        throw new TypeError("scope: the function must not be async");
      }
      return store.scope(body);
    },
  };
}

/** The numbers and the shape, of what JSON made of a tensor; of anything else the value itself and no shape. */
function opened(given: unknown): { readonly data: unknown; readonly shape: unknown } {
  if (tagOf(given) === "Object") {
    const { data, shape } = given as { readonly data?: unknown; readonly shape?: unknown };
    if (Array.isArray(data) && shape !== undefined)
      return { data: Array.from({ length: data.length }, (_, i) => numberOf(data[i])), shape };
  }
  return { data: given, shape: undefined };
}

/** Apart from memory that may grow, which takes its numbers away from a view where it is not shared. */
function heldApart(data: Input, { storage }: Backend): Input {
  return isTypedArray(data) && storage.holds(data.buffer) ? copyOf(data) : data;
}
