// Adam, one step of one variable in place, in a single pass. Kingma, Ba: Adam: A Method for Stochastic Optimization (2015).
//
// As tf.train.adam computes it, in float32: m and v decay towards the gradient and its square, both are corrected for their
// start at zero, and the variable moves by learningRate · m / (√v + epsilon).

import { divide } from "../math/divide";

/** firstCorrection = 1 − beta1^t, secondCorrection = 1 − beta2^t. */
export function adam(
  variable: usize,
  gradient: usize,
  firstMoment: usize,
  secondMoment: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  firstCorrection: f64,
  secondCorrection: f64,
  epsilon: f64,
  learningRate: f64,
): void {
  const keepFirst = f32x4.splat(<f32>beta1);
  const keepSecond = f32x4.splat(<f32>beta2);
  const takeFirst = f32x4.splat(<f32>(1 - beta1));
  const takeSecond = f32x4.splat(<f32>(1 - beta2));
  const correctFirst = f32x4.splat(<f32>firstCorrection);
  const correctSecond = f32x4.splat(<f32>secondCorrection);
  const floor = f32x4.splat(<f32>epsilon);
  const rate = f32x4.splat(<f32>learningRate);
  for (let at: usize = 0; at < (<usize>count) << 2; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(f32x4.mul(v128.load(firstMoment + at), keepFirst), f32x4.mul(g, takeFirst));
    const v = f32x4.add(f32x4.mul(v128.load(secondMoment + at), keepSecond), f32x4.mul(f32x4.mul(g, g), takeSecond));
    v128.store(firstMoment + at, m);
    v128.store(secondMoment + at, v);
    const root = f32x4.add(f32x4.sqrt(divide<f32>(v, correctSecond)), floor);
    const move = f32x4.mul(divide<f32>(divide<f32>(m, correctFirst), root), rate);
    v128.store(variable + at, f32x4.sub(v128.load(variable + at), move));
  }
}
