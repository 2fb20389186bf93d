// log(1 + w) for w in [0, 1], with full relative accuracy at 0.
//
// float32 lanes: w + w² P(w). float64 lanes: log((1 + s) / (1 − s)), s = w / (2 + w), z = s².
//
// Worst seen: float32 lanes 1.53 ulp, float64 lanes rounded to float32 0.5018.

import { madd, two } from "../lanes";

// log((1 + s) / (1 − s)) ≈ 2s + s z L(z) for z in [0, 1/9], relative error ≤ 2^-33.09; own Remez.
const L0 = memory.data<f64>([0.6666667550027082]);
const L1 = memory.data<f64>([0.39998888363060114]);
const L2 = memory.data<f64>([0.2861659650783076]);
const L3 = memory.data<f64>([0.21430743346560832]);
const L4 = memory.data<f64>([0.2428954816640532]);

// log(1 + w) ≈ w + w² P(w) for w in [0, 1], relative error ≤ 2^-27.49; own Remez, coefficients rounded one after the other.
const P0 = memory.data<f32>([-0.4999993145465851]);
const P1 = memory.data<f32>([0.33330464363098145]);
const P2 = memory.data<f32>([-0.24958018958568573]);
const P3 = memory.data<f32>([0.19692102074623108]);
const P4 = memory.data<f32>([-0.15344880521297455]);
const P5 = memory.data<f32>([0.10661128163337708]);
const P6 = memory.data<f32>([-0.05745723098516464]);
const P7 = memory.data<f32>([0.020086241886019707]);
const P8 = memory.data<f32>([-0.003290468594059348]);

@final
export class Log1p01 {
  @inline static of<T>(w: v128): v128 {
    return sizeof<T>() == 4 ? Log1p01.narrow(w) : Log1p01.wide(w);
  }

  @inline static narrow(w: v128): v128 {
    let p = madd<f32>(v128.load32_splat(P8), w, v128.load32_splat(P7));
    p = madd<f32>(p, w, v128.load32_splat(P6));
    p = madd<f32>(p, w, v128.load32_splat(P5));
    p = madd<f32>(p, w, v128.load32_splat(P4));
    p = madd<f32>(p, w, v128.load32_splat(P3));
    p = madd<f32>(p, w, v128.load32_splat(P2));
    p = madd<f32>(p, w, v128.load32_splat(P1));
    p = madd<f32>(p, w, v128.load32_splat(P0));
    return madd<f32>(p, f32x4.mul(w, w), w);
  }

  @inline static wide(w: v128): v128 {
    const s = f64x2.div(w, f64x2.add(w, two<f64>()));
    const z = f64x2.mul(s, s);
    let p = madd<f64>(v128.load64_splat(L4), z, v128.load64_splat(L3));
    p = madd<f64>(p, z, v128.load64_splat(L2));
    p = madd<f64>(p, z, v128.load64_splat(L1));
    p = madd<f64>(p, z, v128.load64_splat(L0));
    return madd<f64>(f64x2.mul(s, z), p, f64x2.add(s, s));
  }
}
