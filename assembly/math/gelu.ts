// gelu(x) = x Φ(x) = max(x, 0) − a Φ(−a) with a = |x|, and its derivative Φ(−a) − a φ(a) for x ≤ 0, one minus that above.
// Φ(−a) = m(a) e^(−a²/2): m, Mills' ratio over √(2π), falls slowly from ½, and the tail loses nothing.
//
// Float64 lanes: a² is exact, m a quotient of polynomials. The root a₀ of the derivative is factored out:
// m(a) − a / √(2π) = (a₀ − a) D(a), where D falls from 0.67 to 0.40.
//
// Float32 lanes: a² / 2 is carried as a sum of two floats, since rounding it alone would cost up to 80 ulp. m = 1 / (a √(2π) + H):
// far out what H is off by hardly counts. H and D are polynomials in t = a / (a + c), whose own error vanishes with a.
//
// Worst of all floats: gelu 3.44 ulp and gelu′ 3.62 in float32 lanes, 0.5025 and 0.5041 in float64 lanes.

import { abs, atLeast, atMost, madd, one, select, signMask, zero } from "../lanes";
import { Exp } from "./exp";
import { Reduction } from "./reduction";

// 1 / (Φ(−a) e^(a²/2)) − 2.50662827 a ≈ H(t) for t in [0, 27/37], relative error ≤ 2^-27.52;
// t = a / (a + 5), own Remez, coefficients rounded one after the other.
const H0 = memory.data<f32>([2.0]);
const H1 = memory.data<f32>([-4.55429316]);
const H2 = memory.data<f32>([2.27644444]);
const H3 = memory.data<f32>([3.12201858]);
const H4 = memory.data<f32>([-2.45012021]);
const H5 = memory.data<f32>([-3.37384081]);
const H6 = memory.data<f32>([-2.91980696]);
const H7 = memory.data<f32>([23.6069508]);
const H8 = memory.data<f32>([-33.4358978]);
const H9 = memory.data<f32>([20.7767334]);
const H10 = memory.data<f32>([-5.05203915]);
const H_SHIFT = memory.data<f32>([5.0]);
const ROOT_TWO_PI = memory.data<f32>([2.50662827]);

// (Φ(−a) e^(a²/2) − a / √(2π)) / (a₀ − a) ≈ D(t) for t in [0, 27/31], relative error ≤ 2^-25.85;
// t = a / (a + 2), own Remez, coefficients rounded one after the other.
const D0 = memory.data<f32>([0.665077984]);
const D1 = memory.data<f32>([-0.353306592]);
const D2 = memory.data<f32>([0.0369549803]);
const D3 = memory.data<f32>([0.0499687865]);
const D4 = memory.data<f32>([0.0170885455]);
const D5 = memory.data<f32>([-0.0167836156]);
const D6 = memory.data<f32>([0.0218294226]);
const D7 = memory.data<f32>([-0.0423192419]);
const D8 = memory.data<f32>([0.0234039724]);
const D9 = memory.data<f32>([-0.00296490802]);
const D_SHIFT = memory.data<f32>([2.0]);
const ROOT_F32 = memory.data<f32>([0.7517915368080139]);
// What ROOT_F32 lacks, (a₀ − ROOT_F32) D e^(−a²/2) at a₀.
const ROOT_F32_TERM = memory.data<f32>([-5.22731216e-9]);

const HEAD = memory.data<u32>([0xfffff000]); // 12 bits, whose square is a float
const MINUS_HALF = memory.data<f32>([-0.5]);
const TOP = memory.data<f32>([13.25]); // e^(−a²/2) is 0 in float32 lanes, and gelu below 2^-126
const LIFTED_TOP = memory.data<f32>([14.457]); // 2^24 e^(−a²/2) is 0
const LIFTED = memory.data<f32>([12583063.0]); // biased + 24, Reduction.biased<f32>() being 12583039
const UNLIFT = memory.data<f32>([5.9604644775390625e-8]);

// Φ(−a) e^(a²/2) ≈ P(a) / Q(a) for a in [0, 14.5], relative error ≤ 2^-33.49; own fit of a quotient.
const P0 = memory.data<f64>([0.49999999995883626]);
const P1 = memory.data<f64>([0.5072634818443221]);
const P2 = memory.data<f64>([0.25032902442379895]);
const P3 = memory.data<f64>([0.07120581769216511]);
const P4 = memory.data<f64>([0.011620093152256351]);
const P5 = memory.data<f64>([0.0008871179524637497]);
const Q1 = memory.data<f64>([1.8124115166004995]);
const Q2 = memory.data<f64>([1.4467533373663302]);
const Q3 = memory.data<f64>([0.6565088158613771]);
const Q4 = memory.data<f64>([0.1807158350634012]);
const Q5 = memory.data<f64>([0.029127065010122317]);
const Q6 = memory.data<f64>([0.002223677763112019]);

// (Φ(−a) e^(a²/2) − a / √(2π)) / (a₀ − a) ≈ U(a) / V(a) for a in [0, 20], relative error ≤ 2^-32.34; own fit of a quotient.
const U0 = memory.data<f64>([0.6650779952515421]);
const U1 = memory.data<f64>([0.8731280104270805]);
const U2 = memory.data<f64>([0.5236193452187103]);
const U3 = memory.data<f64>([0.1740416893139105]);
const U4 = memory.data<f64>([0.032078289885860804]);
const U5 = memory.data<f64>([0.0026654998515661266]);
const V1 = memory.data<f64>([1.57843362277416]);
const V2 = memory.data<f64>([1.0598645705569523]);
const V3 = memory.data<f64>([0.3824925543838443]);
const V4 = memory.data<f64>([0.07538519813618975]);
const V5 = memory.data<f64>([0.00668141892611624]);

const MINUS_HALF_F64 = memory.data<f64>([-0.5]);
const TOP_F64 = memory.data<f64>([15.0]); // beyond, gelu is −0 or x in float32
const TAIL_TOP_F64 = memory.data<f64>([20.0]); // beyond, gelu′ times the largest float is 0 in float32
// a₀ as a sum of two numbers. mpmath, 40 digits: 0.75179152469356445746…
const ROOT = memory.data<f64>([0.7517915246935645]);
const ROOT_REST = memory.data<f64>([-1.4956759177009883e-17]);

@final
export class Gelu {
  @inline static of<T>(x: v128): v128 {
    return sizeof<T>() == 4 ? Gelu.narrow(x) : Gelu.wide(x);
  }

  @inline static derivative<T>(x: v128): v128 {
    const below = sizeof<T>() == 4 ? Gelu.narrowTail(abs<T>(x)) : Gelu.wideTail(abs<T>(x));
    return select(v128.sub<T>(one<T>(), below), below, v128.gt<T>(x, zero()));
  }

  // max(x, −0) and not max(x, 0): gelu(−0) = gelu(−∞) = −0.

  @inline static narrow(x: v128): v128 {
    const a = atMost<f32>(f32x4.abs(x), v128.load32_splat(TOP));
    const product = f32x4.div(a, madd<f32>(a, v128.load32_splat(ROOT_TWO_PI), Gelu.h(a)));
    const high = Gelu.highExponent(a);
    const low = Gelu.lowExponent(a);
    const biased = Reduction.biased<f32>();
    const t = Reduction.nearest<f32>(f32x4.add(high, low), biased);
    const below = f32x4.mul(madd<f32>(product, Gelu.fraction(high, low, t, biased), product), Reduction.scale<f32>(t));
    return f32x4.sub(atLeast<f32>(x, signMask<f32>()), below);
  }

  @inline static wide(x: v128): v128 {
    const a = atMost<f64>(f64x2.abs(x), v128.load64_splat(TOP_F64));
    const below = f64x2.div(f64x2.mul(f64x2.mul(a, Gelu.gaussian(a)), Gelu.p(a)), Gelu.q(a));
    return f64x2.sub(atLeast<f64>(x, signMask<f64>()), below);
  }

  /** Φ(−a) − a φ(a) for a ≥ 0; the exponential is lifted, since a times it may be a normal number where it is none. */
  @inline static narrowTail(magnitude: v128): v128 {
    const a = atMost<f32>(magnitude, v128.load32_splat(LIFTED_TOP));
    const root = v128.load32_splat(ROOT_F32);
    const fromRoot = f32x4.sub(root, a);
    const d = Gelu.d(a);
    const product = f32x4.mul(fromRoot, d);
    // What root − a lost in rounding, beyond 2 a₀: without it gelu′ is up to 4.06 ulp off.
    const lost = f32x4.sub(root, f32x4.add(fromRoot, a));
    const high = Gelu.highExponent(a);
    const low = Gelu.lowExponent(a);
    const biased = v128.load32_splat(LIFTED);
    const t = Reduction.nearest<f32>(f32x4.add(high, low), biased);
    const term = madd<f32>(lost, d, v128.load32_splat(ROOT_F32_TERM));
    const rest = madd<f32>(product, Gelu.fraction(high, low, t, biased), term);
    return f32x4.mul(f32x4.mul(f32x4.add(product, rest), Reduction.scale<f32>(t)), v128.load32_splat(UNLIFT));
  }

  @inline static wideTail(magnitude: v128): v128 {
    const a = atMost<f64>(magnitude, v128.load64_splat(TAIL_TOP_F64));
    const fromRoot = f64x2.add(f64x2.sub(v128.load64_splat(ROOT), a), v128.load64_splat(ROOT_REST));
    return f64x2.div(f64x2.mul(f64x2.mul(fromRoot, Gelu.gaussian(a)), Gelu.u(a)), Gelu.v(a));
  }

  /** e^(−a²/2). T = f64. */
  @inline static gaussian(a: v128): v128 {
    return Exp.inside<f64>(f64x2.mul(f64x2.mul(a, v128.load64_splat(MINUS_HALF_F64)), a), Reduction.biased<f64>());
  }

  /** −a²/2 without what lowExponent has: the square of the first 12 bits of a, exact. T = f32. */
  @inline static highExponent(a: v128): v128 {
    const head = v128.and(a, v128.load32_splat(HEAD));
    return f32x4.mul(f32x4.mul(head, v128.load32_splat(MINUS_HALF)), head);
  }

  @inline static lowExponent(a: v128): v128 {
    const head = v128.and(a, v128.load32_splat(HEAD));
    return f32x4.mul(f32x4.mul(f32x4.add(a, head), v128.load32_splat(MINUS_HALF)), f32x4.sub(a, head));
  }

  /** e^(high + low) / 2^n − 1 from n + biased. T = f32. */
  @inline static fraction(high: v128, low: v128, t: v128, biased: v128): v128 {
    const n = f32x4.sub(t, biased);
    return Reduction.baseE(f32x4.add(Reduction.minusHigh(high, n), Reduction.minusLow(low, n)));
  }

  @inline static h(a: v128): v128 {
    const t = f32x4.div(a, f32x4.add(a, v128.load32_splat(H_SHIFT)));
    let p = madd<f32>(v128.load32_splat(H10), t, v128.load32_splat(H9));
    p = madd<f32>(p, t, v128.load32_splat(H8));
    p = madd<f32>(p, t, v128.load32_splat(H7));
    p = madd<f32>(p, t, v128.load32_splat(H6));
    p = madd<f32>(p, t, v128.load32_splat(H5));
    p = madd<f32>(p, t, v128.load32_splat(H4));
    p = madd<f32>(p, t, v128.load32_splat(H3));
    p = madd<f32>(p, t, v128.load32_splat(H2));
    p = madd<f32>(p, t, v128.load32_splat(H1));
    return madd<f32>(p, t, v128.load32_splat(H0));
  }

  @inline static d(a: v128): v128 {
    const t = f32x4.div(a, f32x4.add(a, v128.load32_splat(D_SHIFT)));
    let p = madd<f32>(v128.load32_splat(D9), t, v128.load32_splat(D8));
    p = madd<f32>(p, t, v128.load32_splat(D7));
    p = madd<f32>(p, t, v128.load32_splat(D6));
    p = madd<f32>(p, t, v128.load32_splat(D5));
    p = madd<f32>(p, t, v128.load32_splat(D4));
    p = madd<f32>(p, t, v128.load32_splat(D3));
    p = madd<f32>(p, t, v128.load32_splat(D2));
    p = madd<f32>(p, t, v128.load32_splat(D1));
    return madd<f32>(p, t, v128.load32_splat(D0));
  }

  @inline static p(a: v128): v128 {
    let p = madd<f64>(v128.load64_splat(P5), a, v128.load64_splat(P4));
    p = madd<f64>(p, a, v128.load64_splat(P3));
    p = madd<f64>(p, a, v128.load64_splat(P2));
    p = madd<f64>(p, a, v128.load64_splat(P1));
    return madd<f64>(p, a, v128.load64_splat(P0));
  }

  @inline static q(a: v128): v128 {
    let p = madd<f64>(v128.load64_splat(Q6), a, v128.load64_splat(Q5));
    p = madd<f64>(p, a, v128.load64_splat(Q4));
    p = madd<f64>(p, a, v128.load64_splat(Q3));
    p = madd<f64>(p, a, v128.load64_splat(Q2));
    p = madd<f64>(p, a, v128.load64_splat(Q1));
    return madd<f64>(p, a, one<f64>());
  }

  @inline static u(a: v128): v128 {
    let p = madd<f64>(v128.load64_splat(U5), a, v128.load64_splat(U4));
    p = madd<f64>(p, a, v128.load64_splat(U3));
    p = madd<f64>(p, a, v128.load64_splat(U2));
    p = madd<f64>(p, a, v128.load64_splat(U1));
    return madd<f64>(p, a, v128.load64_splat(U0));
  }

  @inline static v(a: v128): v128 {
    let p = madd<f64>(v128.load64_splat(V5), a, v128.load64_splat(V4));
    p = madd<f64>(p, a, v128.load64_splat(V3));
    p = madd<f64>(p, a, v128.load64_splat(V2));
    p = madd<f64>(p, a, v128.load64_splat(V1));
    return madd<f64>(p, a, one<f64>());
  }
}
