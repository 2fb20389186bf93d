// A module of kernels for tests of the pool, over the same memory as any other.

import asc from "assemblyscript/asc";

const SOURCE = `
  /** value + 1 at each of count floats, in place; the sum of what there was. */
  export function increment(x: usize, count: i32): f64 {
    let sum: f64 = 0;
    for (let i = 0; i < count; i++) {
      const value = load<f32>(x + (<usize>i << 2));
      sum += value;
      store<f32>(x + (<usize>i << 2), value + 1);
    }
    return sum;
  }
  /** Reads its work area: traps where that lies outside of memory. */
  export function touch(area: usize, spins: i32): f64 {
    let sum: f64 = 0;
    for (let i = 0; i < spins; i++) sum += load<u8>(area);
    return sum;
  }
  /** Increments, and never comes back where the work area is not at \`home\`. */
  export function hang(area: usize, home: usize, x: usize, count: i32): f64 {
    for (let i = 0; i < count; i++) store<f32>(x + (<usize>i << 2), load<f32>(x + (<usize>i << 2)) + 1);
    let sum: f64 = 0;
    for (let i = 0; i < 100000; i++) sum += load<u8>(area);
    while (area != home) sum += load<u8>(area);
    return sum;
  }
`;

const OPTIONS = {
  runtime: "stub",
  optimizeLevel: 1,
  noAssert: true,
  importMemory: true,
  sharedMemory: true,
  initialMemory: 1,
  maximumMemory: 65536,
  noExportMemory: true,
  enable: ["simd", "threads"],
};

const { binary, stderr } = await asc.compileString(SOURCE, OPTIONS as never);
if (!binary) throw new Error(stderr.toString());

export const module = new WebAssembly.Module(binary as Uint8Array<ArrayBuffer>);
