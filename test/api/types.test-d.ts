// What the compiler promises and refuses: results of the kind that went in, options of the op alone.

import { describe, expectTypeOf, it } from "vitest";
import type { ApiOfKind } from "../../src/facade/types.js";
import { type Lanewise, load, type Numbers, type Numeric, type OpName, type Tensor } from "../../src/index.js";
import type { DescribedOps } from "../../src/signatures/index.js";
import { loadSync } from "../../src/sync.js";

declare const lw: Lanewise;
declare const tensor: Tensor;
declare const numeric: Numeric;
const array = new Float32Array(4);
type Floats = Float32Array<ArrayBuffer>;

describe("what goes in comes out", () => {
  it("arrays of any kind give a Float32Array", () => {
    expectTypeOf(lw.relu(array)).toEqualTypeOf<Floats>();
    expectTypeOf(lw.relu([1, 2])).toEqualTypeOf<Floats>();
    expectTypeOf(lw.relu(new Float64Array(2))).toEqualTypeOf<Floats>();
    expectTypeOf(lw.relu(new Int32Array(2), { shape: [2, 1] })).toEqualTypeOf<Floats>();
    expectTypeOf(lw.softmax(array, { axis: 0 })).toEqualTypeOf<Floats>();
    expectTypeOf(lw.maxout(array, { pieces: 2 })).toEqualTypeOf<Floats>();
    expectTypeOf(lw.dense(array, tensor)).toEqualTypeOf<Floats>();
    expectTypeOf(
      lw.relu([
        [1, 2],
        [3, 4],
      ]),
    ).toEqualTypeOf<Floats>();
    expectTypeOf(
      lw.relu([
        [[1], [2]],
        [new Float64Array(1), [4]],
      ]),
    ).toEqualTypeOf<Floats>();
    expectTypeOf(
      lw.tensor([
        [1, 2],
        [3, 4],
      ]),
    ).toEqualTypeOf<Tensor>();
  });

  it("a tensor gives a tensor", () => {
    expectTypeOf(lw.relu(tensor)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.relu.derivative(tensor)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.softmax(tensor)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.logSumExp.backward(tensor, array)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.dense(tensor, array, array)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.l2Penalty.grad(tensor)).toEqualTypeOf<Tensor>();
  });

  it("what may be either gives either", () => {
    expectTypeOf(lw.relu(numeric)).toEqualTypeOf<Floats | Tensor>();
    expectTypeOf(lw.relu(numeric)).toExtend<Numbers>();
  });

  it("backward follows dy", () => {
    expectTypeOf(lw.relu.backward(array, tensor)).toEqualTypeOf<Floats>();
    expectTypeOf(lw.sigmoid.backwardFromOutput(tensor, array)).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.prelu.backward(array, array, [0.1])).toEqualTypeOf<{ x: Floats; alpha: Floats }>();
    expectTypeOf(lw.dense.backward(tensor, tensor, tensor)).toEqualTypeOf<{ x: Tensor; weights: Tensor; bias: Tensor }>();
  });

  it("strings, bigints and nothing do not go in", () => {
    // @ts-expect-error a string is no array of numbers
    lw.relu("1");
    // @ts-expect-error bigints are no numbers
    lw.relu(new BigInt64Array(2));
    // @ts-expect-error nor are they probabilities
    lw.klDivergence(array, new BigInt64Array(2));
    // But they may be classes.
    lw.crossEntropy(array, new BigInt64Array(1));
    lw.negativeLogLikelihood.valueAndGrad(array, new BigUint64Array(1));
    // @ts-expect-error an array of arrays of strings
    lw.relu([["1"]]);
    // @ts-expect-error an array of strings
    lw.relu(["1"]);
    // @ts-expect-error nothing
    lw.relu(undefined);
    // @ts-expect-error the slopes are missing
    lw.prelu(array);
    // @ts-expect-error the target is missing
    lw.huber(array);
  });
});

describe("methods", () => {
  it("exist where the op has them", () => {
    expectTypeOf(lw.tanh).toHaveProperty("backwardFromOutput");
    expectTypeOf(lw.softmax).toHaveProperty("backwardFromOutput");
    expectTypeOf(lw.silu).not.toHaveProperty("backwardFromOutput");
    expectTypeOf(lw.softplus).not.toHaveProperty("backwardFromOutput");
    expectTypeOf(lw.logSumExp).not.toHaveProperty("backwardFromOutput");
    expectTypeOf(lw.softmax).not.toHaveProperty("derivative");
    expectTypeOf(lw.huber).not.toHaveProperty("backward");
    expectTypeOf(lw.relu).not.toHaveProperty("grad");
    // @ts-expect-error the output of silu does not tell its derivative
    lw.silu.backwardFromOutput(array, array);
  });

  it("are those of every op of the table", () => {
    expectTypeOf<keyof Lanewise>().toEqualTypeOf<OpName | "info" | "ops" | "tensor" | "zeros" | "scope" | "memory" | "close">();
    expectTypeOf<Lanewise[OpName]>().toBeCallableWith(array as never, array as never);
  });
});

describe("options", () => {
  it("are those of the op, with their types", () => {
    lw.leakyRelu(array, { negativeSlope: 0.2, out: array, shape: [4] });
    lw.hinge(array, array, { labels: "zeroOne" });
    lw.meanSquaredError(array, array, { half: true });
    // @ts-expect-error relu has no slope
    lw.relu(array, { negativeSlope: 0.2 });
    // @ts-expect-error a misspelt option
    lw.leakyRelu(array, { negativSlope: 0.2 });
    // @ts-expect-error a slope is a number
    lw.leakyRelu(array, { negativeSlope: "0.2" });
    // @ts-expect-error no such labels
    lw.hinge(array, array, { labels: "twoThree" });
    // @ts-expect-error a flag is true or false
    lw.meanSquaredError(array, array, { half: 1 });
    // @ts-expect-error out is a Float32Array or a tensor
    lw.relu(array, { out: [1, 2] });
    // @ts-expect-error activations have no axis
    lw.relu(array, { axis: 0 });
    // @ts-expect-error an axis is a number
    lw.softmax(array, { axis: "0" });
  });

  it("of costs are shared by all losses", () => {
    lw.huber(array, array, { delta: 2, reduction: "sum", weights: array, normalize: "weights", emptyMean: "zero" });
    // @ts-expect-error no such reduction
    lw.huber(array, array, { reduction: "average" });
    // @ts-expect-error no such normalisation
    lw.huber(array, array, { normalize: "none" });
  });

  it("for classes belong to row losses that have them", () => {
    lw.crossEntropy(array, [1], { classWeights: array, ignoreIndex: -1, labelSmoothing: 0.1 });
    lw.negativeLogLikelihood(array, [1], { classWeights: [1, 2], ignoreIndex: 0 });
    // @ts-expect-error a divergence knows no classes to weigh
    lw.klDivergence(array, array, { classWeights: array });
    // @ts-expect-error nor to leave out
    lw.categoricalCrossEntropy(array, array, { ignoreIndex: 0 });
    // @ts-expect-error nor does a loss of single elements
    lw.huber(array, array, { classWeights: array });
  });
});

describe("the ops as editors describe them", () => {
  it("are what their kinds say, every one of them", () => {
    type Table = Lanewise["ops"];
    expectTypeOf<keyof DescribedOps>().toEqualTypeOf<OpName>();
    expectTypeOf<DescribedOps>().toExtend<{ readonly [K in OpName]: ApiOfKind<Table[K]> }>();
    expectTypeOf<{ readonly [K in OpName]: ApiOfKind<Table[K]> }>().toExtend<DescribedOps>();
  });
});

describe("reductions", () => {
  it("give a number, or with none the losses", () => {
    expectTypeOf(lw.huber(array, array)).toEqualTypeOf<number>();
    expectTypeOf(lw.huber(tensor, array, { delta: 2 })).toEqualTypeOf<number>();
    expectTypeOf(lw.huber(array, array, { reduction: "sum" })).toEqualTypeOf<number>();
    expectTypeOf(lw.huber(array, array, { reduction: "none" })).toEqualTypeOf<Floats>();
    expectTypeOf(lw.huber(tensor, array, { reduction: "none" })).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.crossEntropy(array, [1], { reduction: "none" })).toEqualTypeOf<Floats>();
    expectTypeOf(lw.crossEntropy(array, [1], { classWeights: array })).toEqualTypeOf<number>();
  });

  it("known only at run time give either", () => {
    const reduction = "mean" as "mean" | "sum" | "none";
    expectTypeOf(lw.huber(array, array, { reduction })).toEqualTypeOf<number | Floats>();
  });

  it("are carried into valueAndGrad", () => {
    expectTypeOf(lw.huber.grad(array, tensor)).toEqualTypeOf<Floats>();
    expectTypeOf(lw.huber.valueAndGrad(tensor, array)).toEqualTypeOf<{ value: number; grad: Tensor }>();
    expectTypeOf(lw.huber.valueAndGrad(array, array, { reduction: "none" })).toEqualTypeOf<{ value: Floats; grad: Floats }>();
    expectTypeOf(lw.l1Penalty(array)).toEqualTypeOf<number>();
    expectTypeOf(lw.l1Penalty.valueAndGrad(array, { lambda: 1 })).toEqualTypeOf<{ value: number; grad: Floats }>();
  });

  it("are not for a root, nor for penalties", () => {
    expectTypeOf(lw.rootMeanSquaredError(array, array, { weights: array })).toEqualTypeOf<number>();
    // @ts-expect-error a root of a mean has no other reduction
    lw.rootMeanSquaredError(array, array, { reduction: "sum" });
    // @ts-expect-error nor does it take the one it has
    lw.rootMeanSquaredError.grad(array, array, { reduction: "mean" });
    // @ts-expect-error a penalty is a sum
    lw.l2Penalty(array, { reduction: "mean" });
  });
});

describe("the library", () => {
  it("is loaded with what load knows", () => {
    expectTypeOf(load({ precision: "high", verify: { sample: 0.1 } })).resolves.toEqualTypeOf<Lanewise>();
    expectTypeOf(loadSync()).toEqualTypeOf<Lanewise>();
    // @ts-expect-error no such precision
    load({ precision: "low" });
    // @ts-expect-error a misspelt option
    load({ precison: "high" });
  });

  it("makes tensors, which nobody else can change the shape of", () => {
    expectTypeOf(lw.tensor([1, 2], [2])).toEqualTypeOf<Tensor>();
    expectTypeOf(lw.scope(() => ({ a: tensor, b: 3 }))).toEqualTypeOf<{ a: Tensor; b: number }>();
    // @ts-expect-error a shape is read only
    tensor.shape[0] = 3;
    // @ts-expect-error so is the size
    tensor.size = 3;
  });

  it("has a table whose options are typed", () => {
    expectTypeOf(lw.ops.leakyRelu.options.negativeSlope.default).toEqualTypeOf<number>();
    expectTypeOf(lw.ops.hinge.options.labels.default).toEqualTypeOf<"minusOneOne" | "zeroOne">();
    expectTypeOf(lw.ops.huber.kind).toEqualTypeOf<"loss">();
  });
});
