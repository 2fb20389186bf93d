// Element-wise driver: forward, derivative and the two backward passes of an activation.
//
// Buffers are 64-byte aligned and padded, so the loop runs over whole vectors: there is no scalar tail, and equal inputs
// give equal bits wherever they stand. Op classes have no fields, so the null receiver changetype<F>(0) is legal and
// every lane method is inlined.

import { demote, one, promoteHigh, promoteLow, splat } from "../lanes";

/** Mirrors Pass in src/runtime/abi.ts. */
export enum Pass {
  Forward = 0,
  Derivative = 1,
  Backward = 2,
  BackwardFromOutput = 3,
}

// A pass is a class and not a number: asc does not fold a constant argument of an inlined function, and Binaryen would
// merge the four loops into one with a branch in it.

// What an op does in float32 lanes before and after the widening (contracts.d.ts), where it does.

class Shell {
  @inline static forwardInput<F extends ActivationLanes>(x: v128): v128 {
    if (isDefined(changetype<F>(0).forwardInput)) return changetype<F>(0).forwardInput(x);
    return x;
  }

  @inline static widenedForwardInput<F extends ActivationLanes>(x: v128): v128 {
    if (isDefined(changetype<F>(0).widenedForwardInput)) return changetype<F>(0).widenedForwardInput(x);
    return Shell.forwardInput<F>(x);
  }

  @inline static forwardOutput<F extends ActivationLanes>(x: v128, y: v128): v128 {
    if (isDefined(changetype<F>(0).forwardOutput)) return changetype<F>(0).forwardOutput(x, y);
    return y;
  }

  @inline static slopeInput<F extends ActivationLanes>(x: v128): v128 {
    if (isDefined(changetype<F>(0).slopeInput)) return changetype<F>(0).slopeInput(x);
    return x;
  }

  @inline static widenedInput<F extends ActivationLanes>(x: v128): v128 {
    if (isDefined(changetype<F>(0).widenedInput)) return changetype<F>(0).widenedInput(x);
    return Shell.slopeInput<F>(x);
  }

  @inline static widenedGradient<F extends ActivationLanes>(x: v128, dy: v128): v128 {
    if (isDefined(changetype<F>(0).widenedGradient)) return changetype<F>(0).widenedGradient(x, dy);
    return dy;
  }

  @inline static slopeOutput<F extends ActivationLanes>(x: v128, dy: v128, dx: v128): v128 {
    if (isDefined(changetype<F>(0).slopeOutput)) return changetype<F>(0).slopeOutput(x, dy, dx);
    return dx;
  }
}

@final
class Forward {
  @inline narrow<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    return Shell.forwardOutput<F>(vx, changetype<F>(0).forward<f32>(Shell.forwardInput<F>(vx), a, b));
  }

  @inline wide<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    const input = Shell.widenedForwardInput<F>(vx);
    const low = changetype<F>(0).forward<f64>(promoteLow(input), a, b);
    const high = changetype<F>(0).forward<f64>(promoteHigh(input), a, b);
    return Shell.forwardOutput<F>(vx, demote(low, high));
  }
}

@final
class Derivative {
  @inline narrow<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    return Shell.slopeOutput<F>(vx, one<f32>(), changetype<F>(0).derivative<f32>(Shell.slopeInput<F>(vx), a, b));
  }

  @inline wide<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    const input = Shell.widenedInput<F>(vx);
    const low = changetype<F>(0).derivative<f64>(promoteLow(input), a, b);
    const high = changetype<F>(0).derivative<f64>(promoteHigh(input), a, b);
    const slope = Shell.widenedGradient<F>(vx, demote(low, high));
    return Shell.slopeOutput<F>(vx, one<f32>(), slope);
  }
}

@final
class Backward {
  @inline narrow<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    const vdy = v128.load(dy);
    const slope = changetype<F>(0).derivative<f32>(Shell.slopeInput<F>(vx), a, b);
    return Shell.slopeOutput<F>(vx, vdy, f32x4.mul(vdy, slope));
  }

  @inline wide<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128 {
    const vx = v128.load(x);
    const vdy = v128.load(dy);
    const input = Shell.widenedInput<F>(vx);
    const gradient = Shell.widenedGradient<F>(vx, vdy);
    const low = f64x2.mul(promoteLow(gradient), changetype<F>(0).derivative<f64>(promoteLow(input), a, b));
    const high = f64x2.mul(promoteHigh(gradient), changetype<F>(0).derivative<f64>(promoteHigh(input), a, b));
    return Shell.slopeOutput<F>(vx, vdy, demote(low, high));
  }
}

@final
class BackwardFromOutput {
  @inline narrow<F extends ActivationLanes>(y: usize, dy: usize, a: v128, b: v128): v128 {
    const vy = v128.load(y);
    const vdy = v128.load(dy);
    return Shell.slopeOutput<F>(vy, vdy, f32x4.mul(vdy, changetype<F>(0).derivativeFromOutput<f32>(vy, a, b)));
  }

  @inline wide<F extends ActivationLanes>(y: usize, dy: usize, a: v128, b: v128): v128 {
    const vy = v128.load(y);
    const vdy = v128.load(dy);
    const low = f64x2.mul(promoteLow(vdy), changetype<F>(0).derivativeFromOutput<f64>(promoteLow(vy), a, b));
    const high = f64x2.mul(promoteHigh(vdy), changetype<F>(0).derivativeFromOutput<f64>(promoteHigh(vy), a, b));
    return Shell.slopeOutput<F>(vy, vdy, demote(low, high));
  }
}

class Loop {
  /** Four float32 lanes at a time, two vectors an iteration to hide latency. */
  @inline static narrow<F extends ActivationLanes, P extends PassLanes>(
    x: usize,
    dy: usize,
    y: usize,
    count: i32,
    a: f64,
    b: f64,
  ): void {
    const va = splat<f32>(a);
    const vb = splat<f32>(b);
    const end = x + ((<usize>count) << 2);
    while (x < end) {
      const y0 = changetype<P>(0).narrow<F>(x, dy, va, vb);
      const y1 = changetype<P>(0).narrow<F>(x + 16, dy + 16, va, vb);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      x += 32;
      dy += 32;
      y += 32;
    }
  }

  /** Four floats at a time, widened to two pairs of doubles and rounded once at the end; two vectors an iteration (7–14 % in fixed SIMD). */
  @inline static wide<F extends ActivationLanes, P extends PassLanes>(
    x: usize,
    dy: usize,
    y: usize,
    count: i32,
    a: f64,
    b: f64,
  ): void {
    const va = splat<f64>(a);
    const vb = splat<f64>(b);
    const end = x + ((<usize>count) << 2);
    while (x < end) {
      const y0 = changetype<P>(0).wide<F>(x, dy, va, vb);
      const y1 = changetype<P>(0).wide<F>(x + 16, dy + 16, va, vb);
      v128.store(y, y0);
      v128.store(y, y1, 16);
      x += 32;
      dy += 32;
      y += 32;
    }
  }
}

/** In float32 lanes in `fast`, in float64 lanes in `high`. */
export function map<F extends ActivationLanes>(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (HIGH) mapWide<F>(pass, x, dy, y, count, a, b);
  else mapNarrow<F>(pass, x, dy, y, count, a, b);
}

/** In float32 lanes in both precisions: for ops whose float32 result is already correctly rounded. */
export function mapNarrow<F extends ActivationLanes>(
  pass: Pass,
  x: usize,
  dy: usize,
  y: usize,
  count: i32,
  a: f64,
  b: f64,
): void {
  if (pass == Pass.Forward) Loop.narrow<F, Forward>(x, dy, y, count, a, b);
  else if (pass == Pass.Derivative) Loop.narrow<F, Derivative>(x, dy, y, count, a, b);
  else if (pass == Pass.Backward) Loop.narrow<F, Backward>(x, dy, y, count, a, b);
  else if (isDefined(changetype<F>(0).derivativeFromOutput)) Loop.narrow<F, BackwardFromOutput>(x, dy, y, count, a, b);
}

/** In float64 lanes in both precisions: for ops that float32 cannot hold within the bound. */
export function mapWide<F extends ActivationLanes>(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (pass == Pass.Forward) Loop.wide<F, Forward>(x, dy, y, count, a, b);
  else if (pass == Pass.Derivative) Loop.wide<F, Derivative>(x, dy, y, count, a, b);
  else if (pass == Pass.Backward) Loop.wide<F, Backward>(x, dy, y, count, a, b);
  else if (isDefined(changetype<F>(0).derivativeFromOutput)) Loop.wide<F, BackwardFromOutput>(x, dy, y, count, a, b);
}
