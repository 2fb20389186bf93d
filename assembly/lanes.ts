// v128 idioms. T is the lane type, f32 (four lanes) or f64 (two lanes); every `if` on sizeof<T>() is decided by the compiler.
// Constants are loaded from memory: V8 rebuilds a v128.const at every use inside a loop (exp: 1.40 against 0.67 ns/element).

const ONE_F32 = memory.data<f32>([1.0]);
const ONE_F64 = memory.data<f64>([1.0]);
const HALF_F32 = memory.data<f32>([0.5]);
const HALF_F64 = memory.data<f64>([0.5]);
const TWO_F32 = memory.data<f32>([2.0]);
const TWO_F64 = memory.data<f64>([2.0]);
const SIGN_F32 = memory.data<u32>([0x80000000]);
const SIGN_F64 = memory.data<u64>([0x8000000000000000]);
const INFINITY_F32 = memory.data<u32>([0x7f800000]);
const INFINITY_F64 = memory.data<u64>([0x7ff0000000000000]);
const LANE_NUMBERS_32 = memory.data<i32>([0, 1, 2, 3]);
const LANE_NUMBERS_64 = memory.data<i64>([0, 1]);

/** One constant kept in both precisions, splatted in the lane type. */
export function constant<T>(f32Address: usize, f64Address: usize): v128 {
  return sizeof<T>() == 4 ? v128.load32_splat(f32Address) : v128.load64_splat(f64Address);
}

export function zero(): v128 {
  return i32x4.splat(0);
}

export function one<T>(): v128 {
  return constant<T>(ONE_F32, ONE_F64);
}

export function half<T>(): v128 {
  return constant<T>(HALF_F32, HALF_F64);
}

export function two<T>(): v128 {
  return constant<T>(TWO_F32, TWO_F64);
}

export function signMask<T>(): v128 {
  return constant<T>(SIGN_F32, SIGN_F64);
}

export function splat<T>(value: f64): v128 {
  return sizeof<T>() == 4 ? f32x4.splat(<f32>value) : f64x2.splat(value);
}

/** a · b + c, fused where the engine has relaxed SIMD. */
export function madd<T>(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_madd<T>(a, b, c) : v128.add<T>(v128.mul<T>(a, b), c);
}

/** c − a · b, fused where the engine has relaxed SIMD. */
export function nmadd<T>(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_nmadd<T>(a, b, c) : v128.sub<T>(c, v128.mul<T>(a, b));
}

/** Lanes of `yes` where the mask is set, of `no` elsewhere. */
export function select(yes: v128, no: v128, mask: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** min(x, limit); a NaN in x stays. */
export function atMost<T>(x: v128, limit: v128): v128 {
  return sizeof<T>() == 4 ? f32x4.pmin(x, limit) : f64x2.pmin(x, limit);
}

/** max(x, limit); a NaN in x stays. */
export function atLeast<T>(x: v128, limit: v128): v128 {
  return sizeof<T>() == 4 ? f32x4.pmax(x, limit) : f64x2.pmax(x, limit);
}

/** The magnitude of x with the sign of s. */
export function copySign<T>(x: v128, s: v128): v128 {
  return v128.bitselect(s, x, signMask<T>());
}

/** |x|. std's v128.abs has a type constraint that a free T does not meet. */
export function abs<T>(x: v128): v128 {
  return v128.andnot(x, signMask<T>());
}

/** −|x| */
export function negativeAbs<T>(x: v128): v128 {
  return v128.or(x, signMask<T>());
}

/** The two low floats as doubles. */
export function promoteLow(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The two high floats as doubles. */
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 0));
}

/** Four floats from two pairs of doubles, rounded to nearest. */
export function demote(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** The sum of the two double lanes. */
export function sumLanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** +∞ */
export function infinity<T>(): v128 {
  return constant<T>(INFINITY_F32, INFINITY_F64);
}

/** Terms of a sum. */
export class Term {
  /** `value` where `weight` is not 0; 0 elsewhere, unless `value` is NaN. For products a · b with a = 0 that must not see b = ∞. */
  @inline static unlessZero<T>(weight: v128, value: v128, b: v128): v128 {
    return v128.andnot(value, v128.and(v128.eq<T>(weight, zero()), v128.eq<T>(b, b)));
  }
}

// Float32 memory as vectors of T: four floats at a time, or two floats widened to doubles. `next` is the vector after.

/** How many bytes of float32 memory one vector of T covers. */
export function stride<T>(): usize {
  return sizeof<T>() == 4 ? 16 : 8;
}

export function loadLanes<T>(address: usize): v128 {
  return sizeof<T>() == 4 ? v128.load(address) : f64x2.promote_low_f32x4(v128.load64_zero(address));
}

export function loadNextLanes<T>(address: usize): v128 {
  return sizeof<T>() == 4 ? v128.load(address, 16) : f64x2.promote_low_f32x4(v128.load64_zero(address, 8));
}

export function storeLanes<T>(address: usize, x: v128): void {
  if (sizeof<T>() == 4) v128.store(address, x);
  else v128.store64_lane(address, f32x4.demote_f64x2_zero(x), 0);
}

export function storeNextLanes<T>(address: usize, x: v128): void {
  if (sizeof<T>() == 4) v128.store(address, x, 16);
  else v128.store64_lane(address, f32x4.demote_f64x2_zero(x), 0, 8);
}

/** The first lanes of a vector. */
export class FirstLanes {
  /** Stores the first `count` lanes, which must be fewer than there are. */
  @inline static store<T>(address: usize, x: v128, count: i32): void {
    if (sizeof<T>() == 8) {
      v128.store32_lane(address, f32x4.demote_f64x2_zero(x), 0);
      return;
    }
    if (count & 2) {
      v128.store64_lane(address, x, 0);
      if (count & 1) v128.store32_lane(address, x, 2, 8);
    } else {
      v128.store32_lane(address, x, 0);
    }
  }
}

/** All bits set in the first `count` lanes. */
export function firstLanes<T>(count: i32): v128 {
  return sizeof<T>() == 4
    ? i32x4.gt_s(i32x4.splat(count), v128.load(LANE_NUMBERS_32))
    : i64x2.gt_s(i64x2.splat(count), v128.load(LANE_NUMBERS_64));
}

// Sums of vectors of T in two float64 accumulators (for T = f64 the first one is enough).

export function addLow<T>(sum: v128, x: v128): v128 {
  return f64x2.add(sum, sizeof<T>() == 4 ? promoteLow(x) : x);
}

export function addHigh<T>(sum: v128, x: v128): v128 {
  return sizeof<T>() == 4 ? f64x2.add(sum, promoteHigh(x)) : sum;
}

/** −x */
export function negate<T>(x: v128): v128 {
  return v128.xor(x, signMask<T>());
}
