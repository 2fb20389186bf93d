// Numbers of other types as float32: exact for bool, rounded to nearest for int32.

/** x int32[count] to y float32[count] */
export function floatOfInteger(x: usize, y: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  while (x < end) {
    v128.store(y, f32x4.convert_i32x4_s(v128.load(x)));
    x += 16;
    y += 16;
  }
}

/** x bytes[count] to y float32[count] */
export function floatOfByte(x: usize, y: usize, count: i32): void {
  const end = x + <usize>count;
  while (x < end) {
    const eight = i16x8.extend_low_i8x16_u(v128.load64_zero(x));
    v128.store(y, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(eight)));
    v128.store(y, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(eight)), 16);
    x += 8;
    y += 32;
  }
}
