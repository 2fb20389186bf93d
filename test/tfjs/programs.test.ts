// Random programs of TensorFlow.js on mixed types, some of whose steps run on its CPU backend: the same tensors as there alone.
//
// Numbers are quarters and few, so that every result is exact and nothing depends on rounding.

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { start, useOurs } from "./sideBySide.js";

beforeAll(start);

type Step = (x: tf.Tensor, y: tf.Tensor, n: number) => tf.Tensor;

const LARGEST = 8;
/** Keeps numbers exact in float32, through any number of steps. */
const bounded = (x: tf.Tensor) => (x.dtype === "bool" ? x : tf.clipByValue(tf.cast(x, x.dtype), -LARGEST, LARGEST));
const quarters = (x: tf.Tensor) => tf.div(tf.floor(tf.mul(x.toFloat(), 4)), 4);
const axisOf = (x: tf.Tensor, n: number) => n % x.rank;
const fitting = (x: tf.Tensor, y: tf.Tensor) =>
  tf.reshape(tf.tile(tf.reshape(y, [-1]), [Math.ceil(x.size / y.size)]).slice(0, x.size), x.shape);
const matrix = (x: tf.Tensor) => tf.reshape(x, [-1, x.shape.at(-1) as number]).toFloat();
const limited = (x: tf.Tensor) => tf.slice(tf.reshape(x, [-1]), 0, Math.min(x.size, 64));
const number = (x: tf.Tensor) => (x.dtype === "bool" ? x.toInt() : x);

const steps: Readonly<Record<string, Step>> = {
  abs: (x) => tf.abs(number(x)),
  add: (x, y) => bounded(tf.add(x, fitting(x, y))),
  addN: (x, y) => bounded(tf.addN([x.toFloat(), fitting(x, y).toFloat()])),
  argMax: (x, _, n) => tf.argMax(number(x), axisOf(x, n)),
  argMin: (x, _, n) => tf.argMin(number(x), axisOf(x, n)),
  bool: (x) => x.toBool(),
  broadcast: (x, y) =>
    bounded(tf.add(tf.reshape(limited(x), [-1, 1]), tf.reshape(limited(y).slice(0, Math.min(y.size, 5)), [1, -1]))),
  clip: (x) => tf.clipByValue(number(x), -2, 3),
  concat: (x, y, n) =>
    tf.slice(tf.reshape(tf.concat([x.toFloat(), fitting(x, y).toFloat()], axisOf(x, n)), [-1]), 0, Math.min(2 * x.size, 60)),
  concatSameType: (x, y, n) => tf.gather(tf.concat([x, fitting(x, y).cast(x.dtype)], axisOf(x, n)), [0], axisOf(x, n)),
  cumsum: (x, _, n) => bounded(tf.cumsum(number(x), axisOf(x, n))),
  equal: (x, y) => tf.equal(x, fitting(x, y)),
  float: (x) => x.toFloat(),
  gather: (x, y, n) =>
    tf.gather(
      x,
      tf
        .clipByValue(number(limited(y)).toInt(), 0, (x.shape[axisOf(x, n)] as number) - 1)
        .toInt()
        .slice(0, 1),
      axisOf(x, n),
    ),
  greater: (x, y) => tf.greater(x, fitting(x, y)),
  int: (x) => x.toInt(),
  leakyRelu: (x) => bounded(quarters(tf.leakyRelu(number(x), 0.5))),
  lessEqual: (x, y) => tf.lessEqual(x, fitting(x, y)),
  logicalAnd: (x, y) => tf.logicalAnd(x.toBool(), fitting(x, y).toBool()),
  logicalNot: (x) => tf.logicalNot(x.toBool()),
  logicalOr: (x, y) => tf.logicalOr(x.toBool(), fitting(x, y).toBool()),
  matMul: (x, y) => {
    const [a, b] = [matrix(x), matrix(fitting(x, y))];
    return bounded(quarters(tf.matMul(a, b, true, false)));
  },
  max: (x, _, n) => tf.max(number(x), axisOf(x, n), true),
  maximum: (x, y) => tf.maximum(number(x), number(fitting(x, y))),
  // A mean is rounded: its sum is the nearest quarter.
  mean: (x, _, n) => {
    const size = x.shape[axisOf(x, n)] as number;
    return bounded(tf.div(tf.round(tf.mul(tf.mean(x.toFloat(), axisOf(x, n), true), 4 * size)), 4));
  },
  min: (x, _, n) => tf.min(number(x), axisOf(x, n), true),
  minimum: (x, y) => tf.minimum(number(x), number(fitting(x, y))),
  mul: (x, y) => bounded(quarters(tf.mul(x, fitting(x, y)))),
  neg: (x) => tf.neg(number(x)),
  notEqual: (x, y) => tf.notEqual(x, fitting(x, y)),
  oneHot: (x) => tf.oneHot(tf.clipByValue(number(limited(x).slice(0, Math.min(x.size, 9))), 0, 4).toInt(), 5),
  onesLike: (x) => tf.onesLike(x),
  pad: (x, _, n) =>
    tf.slice(
      tf.reshape(
        tf.pad(
          number(x),
          x.shape.map((__, i): [number, number] => (i === axisOf(x, n) ? [1, 2] : [0, 0])),
          1,
        ),
        [-1],
      ),
      0,
      x.size,
    ),
  prelu: (x, y) => bounded(quarters(tf.prelu(number(x), fitting(x, y).toFloat()))),
  relu: (x) => tf.relu(number(x)),
  relu6: (x) => tf.relu6(number(x)),
  reshape: (x) => tf.reshape(x, [-1]),
  reverse: (x, _, n) => tf.reverse(x, axisOf(x, n)),
  slice: (x, _, n) =>
    tf.slice(
      x,
      x.shape.map((size, i) => (i === axisOf(x, n) && size > 1 ? 1 : 0)),
    ),
  split: (x, _, n) => tf.split(x, x.shape[axisOf(x, n)] as number, axisOf(x, n)).at(-1) as tf.Tensor,
  square: (x) => bounded(quarters(tf.square(number(x)))),
  squaredDifference: (x, y) => bounded(quarters(tf.squaredDifference(number(x), number(fitting(x, y))))),
  stack: (x, y) =>
    tf
      .stack([x, fitting(x, y).cast(x.dtype)], 1)
      .slice(new Array(x.rank + 1).fill(0), [...x.shape.slice(0, 1), 1, ...x.shape.slice(1)])
      .reshape(x.shape),
  step: (x) => tf.step(number(x), 0.5),
  sub: (x, y) => bounded(tf.sub(x, fitting(x, y))),
  sum: (x, _, n) => bounded(tf.sum(x, axisOf(x, n), true)),
  tile: (x, _, n) =>
    tf.tile(
      x,
      x.shape.map((__, i) => (i === axisOf(x, n) && x.size < 40 ? 2 : 1)),
    ),
  transpose: (x) => tf.transpose(x),
  unstack: (x) => tf.unstack(x)[0]?.reshape([1, ...x.shape.slice(1)]) as tf.Tensor,
  where: (x, y) => tf.where(tf.greater(x, fitting(x, y)), number(x), number(fitting(x, y)).cast(number(x).dtype)),
  zerosLike: (x) => tf.zerosLike(x),
  "gradient of relu": (x) => tf.grad((each) => tf.sum(tf.relu(each).toFloat()))(number(x)),
  "gradient of leakyRelu": (x) => tf.grad((each) => tf.sum(tf.leakyRelu(each, 0.25).toFloat()))(number(x)),
  "gradient of a product": (x, y) => bounded(tf.grad((each) => tf.sum(tf.mul(each, fitting(x, y).toFloat())))(x.toFloat())),
  "gradient of a cast": (x, y) => bounded(tf.grad((each) => tf.sum(tf.mul(each.toFloat(), fitting(x, y).toFloat())))(number(x))),
};

const names = Object.keys(steps);
const line = fc.record({
  name: fc.constantFrom(...names),
  x: fc.nat({ max: 99 }),
  y: fc.nat({ max: 99 }),
  n: fc.nat({ max: 5 }),
  onCpu: fc.integer({ min: 0, max: 3 }).map((each) => each === 0),
});
const input = fc.record({
  dtype: fc.constantFrom("float32" as const, "int32" as const, "bool" as const),
  shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  seed: fc.nat({ max: 1000 }),
  onCpu: fc.boolean(),
});

type Line = typeof line extends fc.Arbitrary<infer T> ? T : never;
type Start = typeof input extends fc.Arbitrary<infer T> ? T : never;

interface Outcome {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: number[];
}

/** Runs a program, all of it on the CPU backend or as it says. */
function run(inputs: readonly Start[], program: readonly Line[], isMixed: boolean): Outcome[] {
  const use = (onCpu: boolean) => (isMixed && !onCpu ? void useOurs() : void tf.setBackend("cpu"));
  return tf.tidy(() => {
    const tensors = inputs.map(({ dtype, shape, seed, onCpu }) => {
      use(onCpu);
      const count = shape.reduce((a, b) => a * b, 1);
      const values = Array.from({ length: count }, (_, i) => ((i * 7 + seed * 13) % 23) - 11);
      if (dtype === "bool")
        return tf.tensor(
          values.map((each) => each > 0),
          shape,
          "bool",
        );
      return tf.tensor(dtype === "int32" ? values : values.map((each) => each / 4), shape, dtype);
    });
    for (const { name, x, y, n, onCpu } of program) {
      use(onCpu);
      const pick = (at: number) => tensors[at % tensors.length] as tf.Tensor;
      const made = (steps[name] as Step)(pick(x), pick(y), n);
      tensors.push(made.rank === 0 ? tf.reshape(made, [1]) : made);
    }
    use(false);
    return tensors.map((each) => ({
      shape: each.shape,
      dtype: each.dtype,
      values: Array.from(each.dataSync(), (value) => value + 0),
    }));
  });
}

it("random programs give what the CPU backend gives, bit by bit but for the sign of zero", () => {
  fc.assert(
    fc.property(
      fc.array(input, { minLength: 1, maxLength: 4 }),
      fc.array(line, { minLength: 1, maxLength: 12 }),
      (inputs, program) => {
        expect(run(inputs, program, true)).toEqual(run(inputs, program, false));
      },
    ),
    { seed: 20_261_130, numRuns: 300 },
  );
});
