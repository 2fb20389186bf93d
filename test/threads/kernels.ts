// A module of kernels for tests of the pool, over the same memory as any other.

import asc from "assemblyscript/asc";

const SOURCE = `
  /** Looks at a counter until it has come to some number. Traps after a minute or so: a test whose threads do not come shall end. */
  function waitFor(counter: usize, least: i32): void {
    for (let looks: u64 = 0; atomic.load<i32>(counter) < least; looks++) {
      if (looks > 20_000_000_000) unreachable();
    }
  }
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
  /** Waits until as many threads as wanted are in this kernel: each does one such task, and no more. */
  function meet(counter: usize, threads: i32): void {
    atomic.add<i32>(counter, 1);
    waitFor(counter, threads);
  }
  /** Meets, then reads its work area: traps where that lies outside of memory. */
  export function touch(area: usize, counter: usize, threads: i32): f64 {
    meet(counter, threads);
    return load<u8>(area);
  }
  /** Increments. Where the work area is not at \`home\` it tells so at \`flag\`, unless that is 0, and never comes back; until then home waits. */
  export function hang(area: usize, home: usize, x: usize, count: i32, bytes: i32, flag: usize): f64 {
    for (let i = 0; i < count; i++) store<f32>(x + (<usize>i << 2), load<f32>(x + (<usize>i << 2)) + 1);
    if (flag == 0) return 1;
    if (area != home) {
      atomic.store<i32>(flag, 1);
      while (true) {}
    }
    waitFor(flag, 1);
    return 1;
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
