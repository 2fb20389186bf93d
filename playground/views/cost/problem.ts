// A regression of one feature: the cost as a function of weight and bias, and its gradient. Prediction, loss, penalty and all their
// gradients are the library's.

import { canBeMinimised } from "../../../examples/catalogue.mjs";
import { scaleOf } from "../../../examples/split.mjs";
import type { Points } from "../../data/tables.js";
import { at, callOf, floats, type Options } from "../../library/calls.js";
import type { SpecOf } from "../../library/library.js";
import { lw, specsOf } from "../../library/library.js";

/** Losses of any number that have a minimum. */
export const costLosses = specsOf("loss").filter(
  (spec) => spec.task === "regression" && !spec.domain && canBeMinimised(spec as never),
);
export const penalties = specsOf("penalty");

/** More rows than this are thinned out: each point of the surface is a cost over all rows. */
export const MOST_ROWS = 400;

export interface Chosen<S> {
  readonly spec: S;
  readonly options: Options;
}

export interface Place {
  readonly weight: number;
  readonly bias: number;
}

export interface Slope extends Place {
  readonly cost: number;
}

export class Problem {
  readonly x: Float32Array<ArrayBuffer>;
  readonly y: Float32Array<ArrayBuffer>;
  /** The part of the plane to be shown. */
  readonly window: { readonly weight: readonly [number, number]; readonly bias: readonly [number, number] };
  readonly #loss: Chosen<SpecOf<"loss">>;
  readonly #penalty: Chosen<SpecOf<"penalty">> | undefined;

  constructor(
    points: Points,
    standardised: boolean,
    loss: Chosen<SpecOf<"loss">>,
    penalty: Chosen<SpecOf<"penalty">> | undefined,
  ) {
    const every = Math.ceil(points.x.length / MOST_ROWS);
    const prepare = (values: Float64Array) => {
      const { mean, deviation } = scaleOf(values);
      const kept = values.filter((_, row) => row % every === 0);
      return Float32Array.from(kept, (value) => (standardised ? (value - mean) / deviation : value));
    };
    [this.x, this.y] = [prepare(points.x), prepare(points.y)];
    this.#loss = loss;
    this.#penalty = penalty;
    this.window = windowAround(this.x, this.y);
  }

  predict({ weight, bias }: Place): Float32Array<ArrayBuffer> {
    return lw.dense(this.x, floats(weight), floats(bias), { shape: [this.x.length, 1] });
  }

  cost(place: Place): number {
    const { spec, options } = this.#loss;
    return callOf(spec)(this.predict(place), this.y, options) + this.#penaltyOf(place.weight);
  }

  /** The cost, and its derivatives by weight and bias. */
  slope(place: Place): Slope {
    const { spec, options } = this.#loss;
    const { value, grad } = callOf(spec).valueAndGrad(this.predict(place), this.y, options);
    const back = lw.dense.backward(grad, this.x, floats(place.weight), { shape: [this.x.length, 1] });
    const weight =
      at(back.weights) + (this.#penalty ? at(callOf(this.#penalty.spec).grad(floats(place.weight), this.#penalty.options)) : 0);
    return { cost: value + this.#penaltyOf(place.weight), weight, bias: at(back.bias) };
  }

  #penaltyOf(weight: number): number {
    return this.#penalty ? callOf(this.#penalty.spec)(floats(weight), this.#penalty.options) : 0;
  }
}

/** Around the line of least squares, as far as the spread of the data goes. */
function windowAround(x: Float32Array, y: Float32Array): Problem["window"] {
  const [ofX, ofY] = [scaleOf([...x]), scaleOf([...y])];
  const covariance = x.reduce((sum, each, row) => sum + (each - ofX.mean) * (at(y, row) - ofY.mean), 0) / x.length;
  const weight = covariance / ofX.deviation ** 2;
  const bias = ofY.mean - weight * ofX.mean;
  const reach = (middle: number, spread: number) => [middle - spread, middle + spread] as const;
  return {
    weight: reach(weight, (2.5 * ofY.deviation) / ofX.deviation),
    bias: reach(bias, 2.5 * ofY.deviation * Math.max(1, Math.abs(ofX.mean) / ofX.deviation / 2)),
  };
}
