// The fully connected layer.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeDense(spec: SpecOf<"layer">, { backend, store }: Context): object {
  const runner = backend.dense(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const readBackward = settingsReader(spec, ["shape"]);

  /** x[…, k] as m rows, weights[k, n]. */
  const layout = (x: Input, weights: Input, given: ShapeOption | undefined) => {
    checkInput(spec.name, "x", x, store);
    checkInput(spec.name, "weights", weights, store);
    const shape = shapeOf(spec.name, "x", x, given?.shape);
    const k = shape.at(-1) ?? 1;
    const m = shape.slice(0, -1).reduce((all, length) => all * length, 1);
    const n = weights instanceof Tensor && weights.shape.length === 2 ? (weights.shape[1] as number) : sizeOf(weights) / k;
    if (sizeOf(weights) !== k * n || !Number.isInteger(n)) {
      throw new RangeError(
        `${spec.name}: weights has ${sizeOf(weights)} elements, expected ${k} (the last axis of x) times the outputs`,
      );
    }
    return { shape, m, k, n };
  };

  const api = (x: Input, weights: Input, bias?: Input | null, given?: OutOptions) => {
    read(given);
    const { shape, m, k, n } = layout(x, weights, given);
    if (bias !== undefined && bias !== null) {
      checkInput(spec.name, "bias", bias, store);
      checkSize(spec.name, "bias", bias, n, "one for each output");
    }
    const out = outputFor(spec.name, given?.out, x, [...shape.slice(0, -1), n], m * n, store);
    for (const [name, input] of Object.entries({ x, weights, bias })) {
      if (out === input) throw new TypeError(`${spec.name}: out must not be ${name}`);
    }
    runner.forward(apart(x, out), apart(weights, out), apart(bias ?? undefined, out), out, m, k, n);
    return out;
  };
  api.backward = (dy: Input, x: Input, weights: Input, given?: ShapeOption) => {
    readBackward(given);
    const { shape, m, k, n } = layout(x, weights, given);
    checkInput(spec.name, "dy", dy, store);
    checkSize(spec.name, "dy", dy, m * n, `shape [${[...shape.slice(0, -1), n].join(", ")}]`);
    const gradients = {
      x: outputFor(spec.name, undefined, dy, shape, m * k, store),
      weights: outputFor(spec.name, undefined, dy, [k, n], k * n, store),
      bias: outputFor(spec.name, undefined, dy, [n], n, store),
    };
    runner.backward(dy, x, weights, gradients, m, k, n);
    return gradients;
  };
  return api;
}
