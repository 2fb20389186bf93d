// Arrays of arrays: their rows must be of one length, and tell a shape.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { uniform } from "../inputs.js";
import { nested } from "./nesting.js";

type Shape = readonly number[];

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);
const product = (shape: Shape) => shape.reduce((all, length) => all * length, 1);

describe.each(instances)("%s", (_, lw) => {
  it("says of ragged arrays where they are so", () => {
    const relu = lw.relu as unknown as (x: unknown) => Float32Array;
    for (const [x, message] of [
      [[[1, 2], [3]], "relu: x[1] is an array of 1, expected an array of 2"],
      [[[1, 2], 3], "relu: x[1] is 3, expected an array of 2"],
      [[1, [2]], "relu: x[1] is an array of 1, expected a number"],
      [
        [
          [[1], [2]],
          [[3], [4, 5]],
        ],
        "relu: x[1][1] is an array of 2, expected an array of 1",
      ],
      [[[], [1]], "relu: x[1] is an array of 1, expected an array of 0"],
    ] as const) {
      expect(() => relu(x), JSON.stringify(x)).toThrow(new RangeError(message));
    }
    expect(() => relu([[1, "2"]])).toThrow(new TypeError('relu: x[0][1] is "2", expected a number'));
    expect(() => relu([[1, null]])).toThrow(new TypeError("relu: x[0][1] is null, expected a number"));
  });

  it("makes tensors of nested arrays", () => {
    const tensor = lw.tensor as unknown as (data: unknown, shape?: Shape) => Tensor;
    lw.scope(() => {
      for (const shape of [
        [2, 3],
        [1, 1],
        [2, 0],
        [3, 2, 4],
        [1, 2, 1, 3],
      ]) {
        const values = uniform(product(shape), 3, -1, 1);
        const made = tensor(nested(values, shape));
        expect([made.shape, made.toArray()]).toEqual([shape, values]);
      }
      expect(tensor([Float64Array.of(1, 2), Float64Array.of(3, 4)])).toMatchObject({ shape: [2, 2] });
      expect(
        tensor(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
        ).shape,
      ).toEqual([2, 2]);
      expect(() =>
        tensor(
          [
            [1, 2],
            [3, 4],
          ],
          [4],
        ),
      ).toThrow(new RangeError("tensor: data has shape [2, 2], expected [4] (the given shape)"));
      expect(tensor([]).shape).toEqual([0]);
    });
  });
});
