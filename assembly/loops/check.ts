// Checks of arguments: the index of the first number that is not allowed, or −1. A NaN is always allowed: it is not wrong, and
// comes out again as NaN.
//
// The last vector may see what lies behind the data; a hit there is no hit, and comes after any true one.

/** Elements that one step looks at. */
const STEP = 4;
/** Steps that share a branch. */
const STEPS = 4;

/** The first element below `low` or above `high`. */
export function firstOutside(x: usize, count: i32, low: f32, high: f32): i32 {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  let i = 0;
  for (; i + STEP * STEPS <= count; i += STEP * STEPS) {
    const at = x + ((<usize>i) << 2);
    const first = v128.or(Four.outside(v128.load(at), lowest, highest), Four.outside(v128.load(at, 16), lowest, highest));
    const second = v128.or(Four.outside(v128.load(at, 32), lowest, highest), Four.outside(v128.load(at, 48), lowest, highest));
    if (v128.any_true(v128.or(first, second))) break;
  }
  for (; i < count; i += STEP) {
    const mask = Four.outside(v128.load(x + ((<usize>i) << 2)), lowest, highest);
    if (v128.any_true(mask)) return within(i + firstSet(mask), count);
  }
  return -1;
}

/** The first element that is neither a nor b. */
export function firstNotLabel(x: usize, count: i32, a: f32, b: f32): i32 {
  const first = f32x4.splat(a);
  const second = f32x4.splat(b);
  let i = 0;
  while (i < count) {
    // Patterns of bits are compared in half the time of numbers. Where one differs, it may still be another zero or a NaN.
    for (; i + STEP * STEPS <= count; i += STEP * STEPS) {
      const at = x + ((<usize>i) << 2);
      const same0 = v128.and(Four.same(v128.load(at), first, second), Four.same(v128.load(at, 16), first, second));
      const same1 = v128.and(Four.same(v128.load(at, 32), first, second), Four.same(v128.load(at, 48), first, second));
      if (!i32x4.all_true(v128.and(same0, same1))) break;
    }
    const end = min<i32>(i + STEP * STEPS, count);
    for (; i < end; i += STEP) {
      const mask = Four.labels(v128.load(x + ((<usize>i) << 2)), first, second);
      if (!i32x4.all_true(mask)) return within(i + firstSet(v128.not(mask)), count);
    }
  }
  return -1;
}

/** Comparisons of one vector. */
class Four {
  @inline static outside(four: v128, lowest: v128, highest: v128): v128 {
    return v128.or(f32x4.lt(four, lowest), f32x4.gt(four, highest));
  }

  @inline static same(four: v128, first: v128, second: v128): v128 {
    return v128.or(i32x4.eq(four, first), i32x4.eq(four, second));
  }

  /** Where a label is, or NaN. */
  @inline static labels(four: v128, first: v128, second: v128): v128 {
    return v128.or(v128.or(f32x4.eq(four, first), f32x4.eq(four, second)), f32x4.ne(four, four));
  }
}

function firstSet(mask: v128): i32 {
  return ctz(i32x4.bitmask(mask));
}

function within(index: i32, count: i32): i32 {
  return index < count ? index : -1;
}
