// Images [rows, columns, channels] of another size, each pixel between four of x. Vectors go over the channels.

import { storeUpTo } from "./storeUpTo";

/** Of a row or column of the output: where the two of x that it lies between begin, in bytes, and how near it is to the second. */
@unmanaged
class Between {
  first: u32;
  second: u32;
  fraction: f32;
}

/** Written by src/tfjs/kernels/resize.ts: this, then Between for each column, counted from its row, and for each row of all images. */
@unmanaged
class Resize {
  columns: i32;
  channels: i32;
}

class Lines {
  @inline static between(from: v128, to: v128, fraction: v128): v128 {
    return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), fraction));
  }
}

/** Rows `first` to before `end` of the output, counted over all images. */
export function resizeBilinear(plan: Resize, x: usize, y: usize, first: i32, end: i32): void {
  const columns = changetype<usize>(plan) + offsetof<Resize>();
  const columnsEnd = columns + <usize>plan.columns * offsetof<Between>();
  const pixelBytes = (<usize>plan.channels) << 2;
  let target = y + <usize>first * <usize>plan.columns * pixelBytes;
  for (let i = first; i < end; i++) {
    const row = changetype<Between>(columnsEnd + <usize>i * offsetof<Between>());
    const top = x + row.first;
    const bottom = x + row.second;
    const down = f32x4.splat(row.fraction);
    for (let at = columns; at < columnsEnd; at += offsetof<Between>()) {
      const column = changetype<Between>(at);
      const right = f32x4.splat(column.fraction);
      for (let channel: usize = 0; channel < pixelBytes; channel += 16) {
        const one = <usize>column.first + channel;
        const other = <usize>column.second + channel;
        const above = Lines.between(v128.load(top + one), v128.load(top + other), right);
        const below = Lines.between(v128.load(bottom + one), v128.load(bottom + other), right);
        storeUpTo(target + channel, Lines.between(above, below, down), <i32>((pixelBytes - channel) >> 2));
      }
      target += pixelBytes;
    }
  }
}
