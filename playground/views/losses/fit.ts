// A single peak fitted to a distribution by gradient descent on a divergence. Divergence, softmax and their gradients are the
// library's; mean and deviation of the peak follow by the chain rule.

import { between } from "../../charts/range.js";
import { at } from "../../library/calls.js";
import { lw } from "../../library/library.js";

export const BINS = between(-5, 5, 101);
const PEAK = 0.6;
/** Keeps the logarithm of a bin that no peak reaches finite. */
const FLOOR = 1e-9;
const STEPS = 300;
const RATE = 0.05;

/** Two normal peaks, so far apart, the right one with a share of the whole. */
export function twoPeaks(apart: number, share: number): Float32Array<ArrayBuffer> {
  const peak = (x: number, middle: number) => Math.exp(-((x - middle) ** 2) / (2 * PEAK ** 2));
  const heights = BINS.map((x) => (1 - share) * peak(x, -apart / 2) + share * peak(x, apart / 2) + FLOOR);
  const total = heights.reduce((sum, each) => sum + each, 0);
  return heights.map((each) => each / total);
}

export interface Fit {
  readonly mean: number;
  readonly deviation: number;
  readonly cost: number;
  readonly probabilities: Float32Array;
}

export function fit(direction: "forward" | "reverse", target: Float32Array<ArrayBuffer>, from: number): Fit {
  const shape = [1, BINS.length];
  let [mean, logDeviation] = [from, Math.log(PEAK)];
  const moments = [0, 0, 0, 0];
  const peak = () => {
    const variance = Math.exp(2 * logDeviation);
    const logits = BINS.map((x) => -((x - mean) ** 2) / (2 * variance));
    return { variance, logits, probabilities: lw.softmax(logits) };
  };
  for (let step = 1; step <= STEPS; step++) {
    const { variance, logits, probabilities } = peak();
    const upstream = lw.klDivergence.grad(probabilities, target, { direction, shape });
    const slopes = lw.softmax.backward(upstream, logits);
    let [ofMean, ofDeviation] = [0, 0];
    BINS.forEach((x, i) => {
      ofMean += (at(slopes, i) * (x - mean)) / variance;
      ofDeviation += (at(slopes, i) * (x - mean) ** 2) / variance;
    });
    mean -= adam(moments, 0, ofMean, step);
    logDeviation -= adam(moments, 2, ofDeviation, step);
  }
  const { probabilities } = peak();
  return {
    mean,
    deviation: Math.exp(logDeviation),
    cost: lw.klDivergence(probabilities, target, { direction, shape }),
    probabilities,
  };
}

/** Adam's step for one number, whose two moments stand from `place` on. */
function adam(moments: number[], place: number, gradient: number, step: number): number {
  const first = 0.9 * at(moments, place) + 0.1 * gradient;
  const second = 0.999 * at(moments, place + 1) + 0.001 * gradient ** 2;
  moments[place] = first;
  moments[place + 1] = second;
  return (RATE * first) / (1 - 0.9 ** step) / (Math.sqrt(second / (1 - 0.999 ** step)) + 1e-8);
}
