// Arithmetic of two tensors with broadcasting. All are single float32 instructions: correctly rounded.

import { divide } from "../math/divide";
import { Exp } from "../math/exp";
import { binary } from "./binary";

@final
class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

@final
class Subtract {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

@final
class Multiply {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

@final
class Divide {
  @inline of(a: v128, b: v128): v128 {
    return divide<f32>(a, b);
  }
}

/** NaN if one of them is NaN. */
@final
class Maximum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

/** NaN if one of them is NaN. */
@final
class Minimum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

@final
class SquaredDifference {
  @inline of(a: v128, b: v128): v128 {
    const difference = f32x4.sub(a, b);
    return f32x4.mul(difference, difference);
  }
}

/** a · e^b: the gradient of the exponential. */
@final
class ExponentialGradient {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, Exp.of<f32>(b));
  }
}

export function add(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Add>(a, b, out, layout);
}

export function subtract(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Subtract>(a, b, out, layout);
}

export function multiply(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Multiply>(a, b, out, layout);
}

export function divideBy(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Divide>(a, b, out, layout);
}

export function maximum(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Maximum>(a, b, out, layout);
}

export function minimum(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Minimum>(a, b, out, layout);
}

export function squaredDifference(a: usize, b: usize, out: usize, layout: usize): void {
  binary<SquaredDifference>(a, b, out, layout);
}

export function exponentialGradient(a: usize, b: usize, out: usize, layout: usize): void {
  binary<ExponentialGradient>(a, b, out, layout);
}
