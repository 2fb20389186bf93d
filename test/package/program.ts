// The program that every consumer runs, and what must come of it.

/** The body of an async function with `load` and `reference` (the load of lanewise/reference): gives a Report. */
export const PROGRAM = `
  const x = Float32Array.of(-2, 0.5, 3);
  const lw = await load({ threads: 2 });
  const { value, grad } = lw.crossEntropy.valueAndGrad([1, 2, 3], [2]);
  const high = await load({ precision: "high" });
  const verified = await load({ verify: true });
  const fallback = await load({ backend: "reference" });
  const plain = await reference.load();
  const report = {
    info: { ...lw.info, threads: lw.info.threads, reason: lw.info.reason },
    relu: [...lw.relu(x)],
    value: value.toFixed(6),
    grad: grad.length,
    high: [high.info.backend, high.info.precision, ...high.relu(x)],
    verified: [...verified.relu(x)],
    fallback: [fallback.info.backend, ...fallback.relu(x)],
    reference: [plain.info.backend, ...plain.relu(x)],
  };
  await Promise.all([lw, high, verified].map((each) => each.close()));
  return report;
`;

export interface Report {
  readonly info: { backend: string; simd: string; precision: string; threads: number; reason: string };
  readonly relu: number[];
  readonly value: string;
  readonly grad: number;
  readonly high: unknown[];
  readonly verified: number[];
  readonly fallback: unknown[];
  readonly reference: unknown[];
}

/** What must come of it where WebAssembly runs. */
export const EXPECTED = {
  relu: [0, 0.5, 3],
  // log(1 + e^−1 + e^−2)
  value: "0.407606",
  grad: 3,
  high: ["wasm", "high", 0, 0.5, 3],
  verified: [0, 0.5, 3],
  fallback: ["reference", 0, 0.5, 3],
  reference: ["reference", 0, 0.5, 3],
};

export const ESM = `
  import { load } from "lanewise";
  import * as reference from "lanewise/reference";
  export const report = async () => {${PROGRAM}};
`;

export const COMMON_JS = `
  const { load } = require("lanewise");
  const reference = require("lanewise/reference");
  exports.report = async () => {${PROGRAM}};
`;
