// Checks of arguments: the index of the first number that is not allowed, or −1. A NaN is always allowed: it is not wrong, and
// comes out again as NaN.
//
// The last vector may see what lies behind the data; a hit there is no hit, and comes after any true one.

/** Elements that one iteration looks at. */
const STEP = 4;

/** The first element below `low` or above `high`. */
export function firstOutside(x: usize, count: i32, low: f32, high: f32): i32 {
  const lowest = f32x4.splat(low);
  const highest = f32x4.splat(high);
  for (let i = 0; i < count; i += STEP) {
    const four = v128.load(x + ((<usize>i) << 2));
    const outside = v128.or(f32x4.lt(four, lowest), f32x4.gt(four, highest));
    if (v128.any_true(outside)) return within(i + firstSet(outside), count);
  }
  return -1;
}

/** The first element that is neither a nor b. */
export function firstNotLabel(x: usize, count: i32, a: f32, b: f32): i32 {
  const first = f32x4.splat(a);
  const second = f32x4.splat(b);
  for (let i = 0; i < count; i += STEP) {
    const four = v128.load(x + ((<usize>i) << 2));
    const labelOrNaN = v128.or(v128.or(f32x4.eq(four, first), f32x4.eq(four, second)), f32x4.ne(four, four));
    if (!i32x4.all_true(labelOrNaN)) return within(i + firstSet(v128.not(labelOrNaN)), count);
  }
  return -1;
}

function firstSet(mask: v128): i32 {
  return ctz(i32x4.bitmask(mask));
}

function within(index: i32, count: i32): i32 {
  return index < count ? index : -1;
}
