import { FirstLanes } from "../lanes";

/** Stores the lanes of x that are among `count` floats from here on: what lies behind belongs to a neighbour. */
export function storeUpTo(address: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(address, x);
  else FirstLanes.store<f32>(address, x, count);
}
