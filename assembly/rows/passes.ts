// The lane formulas that the row kernels share. Addresses are those of the vector at hand.

import { atLeast, half, loadLanes, nmadd, one, select, splat } from "../lanes";
import { Exp } from "../math/exp";

// z is where the row's exponentials e are kept (exponentials.ts): whole vectors, KEPT_STEP bytes each.

/** Bytes of a vector of kept exponentials, of either lane type. */
export const KEPT_STEP: usize = 16;

/** a · e */
@final
export class KeptScaled {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(a, v128.load(z));
  }
}

/** a · e · ((x − b) − c), b and c as in Centred */
@final
export class KeptCentred {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(v128.mul<T>(a, v128.load(z)), v128.sub<T>(v128.sub<T>(loadLanes<T>(x), b), c));
  }
}

/** 1 / lift; a global, since a row has three numbers only. Each thread has its own. */
let unlift: f64 = 1;

export class Lift {
  static set(lift: f64): void {
    unlift = 1 / lift;
  }
}

/** The same, where e is lifted. */
@final
export class LiftedCentred {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(changetype<KeptCentred>(0).of<T>(x, y, z, a, b, c), splat<T>(unlift));
  }
}

/** x − a · e */
@final
export class LessKept {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return nmadd<T>(a, v128.load(z), loadLanes<T>(x));
  }
}

/** 1 where x > ½, else x */
@final
export class OneAboveHalf {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const value = loadLanes<T>(x);
    return select(one<T>(), value, v128.gt<T>(value, half<T>()));
  }
}

/** a · x · ((y − b) − c): b + c is one number in two parts, so that y − (b + c) keeps what float32 would cancel. */
@final
export class Centred {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(v128.mul<T>(a, loadLanes<T>(x)), v128.sub<T>(v128.sub<T>(loadLanes<T>(y), b), c));
  }
}

/** (x − a) − b */
@final
export class Shifted {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.sub<T>(v128.sub<T>(loadLanes<T>(x), a), b);
  }
}

/** y − a · e^x, x ≤ 0. In float32 lanes e^x is lifted by `c`, and 0 below `b` (origins.ts). */
@final
export class LessProbability {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const vx = loadLanes<T>(x);
    const e = sizeof<T>() == 8 ? Exp.ofNegative<T>(vx) : Exp.inside<f32>(atLeast<f32>(vx, b), c);
    return nmadd<T>(a, e, loadLanes<T>(y));
  }
}

/** x */
@final
export class Itself {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return loadLanes<T>(x);
  }
}

/** x · y */
@final
export class Product {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(loadLanes<T>(x), loadLanes<T>(y));
  }
}

// A sum besides that of the exponentials.

/** Σ e · y, the exponentials kept */
@final
export class KeptProjected {
  keep(): void {}

  @inline first<T>(e: v128, difference: v128, y: usize, z: usize, a: v128, b: v128): v128 {
    return v128.mul<T>(e, loadLanes<T>(y));
  }
}
