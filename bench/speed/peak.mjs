// How many floating-point operations a second this machine does at the most in 128-bit lanes: the denominator for `dense`.

import asc from "assemblyscript/asc";

/** Independent sums: as many as hide the latency of a multiply-add on two ports. */
const CHAINS = 12;
/** About 60 µs: short, so that most calls are not interrupted. */
const STEPS = 1 << 15;
const ROUNDS = 500;
/** Four lanes, a multiplication and an addition. */
const OPERATIONS = STEPS * CHAINS * 8;

function source(relaxed) {
  const madd = relaxed ? "f32x4.relaxed_madd(a, b, SUM)" : "f32x4.add(SUM, f32x4.mul(a, b))";
  const sums = Array.from({ length: CHAINS }, (_, i) => `s${i}`);
  return `export function run(steps: i32, value: f32): f32 {
    const a = f32x4.splat(value);
    const b = f32x4.splat(value);
    ${sums.map((sum) => `let ${sum} = a;`).join("\n")}
    for (let i = 0; i < steps; i++) {
      ${sums.map((sum) => `${sum} = ${madd.replace("SUM", sum)};`).join("\n")}
    }
    return f32x4.extract_lane(${sums.reduce((all, sum) => `f32x4.add(${all}, ${sum})`)}, 0);
  }`;
}

async function compile(relaxed) {
  const features = relaxed ? ["simd", "relaxed-simd"] : ["simd"];
  const options = ["--optimizeLevel", "3", "--runtime", "stub", ...features.flatMap((feature) => ["--enable", feature])];
  let bytes;
  const files = { "peak.ts": source(relaxed) };
  const { error, stderr } = await asc.main(["peak.ts", "--outFile", "peak.wasm", ...options], {
    readFile: (name) => files[name] ?? null,
    writeFile: (_, contents) => {
      bytes = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString());
  return (await WebAssembly.instantiate(bytes, {})).instance.exports;
}

/**
 * A task that computes at that rate, to be timed in the same rounds as what is measured against it: the clock of a shared
 * machine drifts by a tenth within a minute. Checked against the same loop in assembly on Zen 5: 54 to 56 GFLOP/s both.
 * @param {"relaxed" | "fixed"} simd
 * @returns {Promise<{ call: () => unknown, operations: number, gigaflops: () => number }>}
 */
export async function openPeak(simd) {
  const { run } = await compile(simd === "relaxed");
  const call = () => run(STEPS, 1e-3);
  const gigaflops = () => {
    const rates = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      call();
      rates.push(OPERATIONS / ((performance.now() - start) * 1e6));
    }
    return Math.max(...rates);
  };
  return { call, operations: OPERATIONS, gigaflops };
}
