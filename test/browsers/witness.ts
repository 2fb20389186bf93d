// Computes with a loaded library, in whatever surroundings it is put: it stands alone, so that its text can be sent there.

import type * as Package from "../../src/index.js";

export interface Witness {
  readonly info: Package.Info;
  /** A hash of the bits of every activation, its backward, and a cost with its gradient. */
  readonly hash: number;
}

/** @param entry the package, or lanewise/reference */
export async function witness(entry: Pick<typeof Package, "load">, options: Package.LoadOptions): Promise<Witness> {
  const lw = await entry.load(options);
  // Long enough to be split among threads.
  const x = Float32Array.from({ length: 300_007 }, (_, i) => ((i * 7919) % 200_003) / 10_000 - 10);
  let hash = 0;
  const add = (floats: Float32Array) => {
    const words = new Uint32Array(floats.buffer);
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  };
  type Callable = ((x: Float32Array) => Float32Array) & { backward(dy: Float32Array, x: Float32Array): Float32Array };
  for (const { kind, name } of Object.values(lw.ops)) {
    if (kind !== "activation") continue;
    const op = lw[name as "relu"] as unknown as Callable;
    add(op(x));
    add(op.backward(x, x));
  }
  const { value, grad } = lw.crossEntropy.valueAndGrad(x.subarray(0, 300_000), new Uint8Array(300), { shape: [300, 1000] });
  add(Float32Array.of(value));
  add(grad);
  const { backend, simd, precision, threads, reason } = lw.info;
  await lw.close();
  return { info: { backend, simd, precision, threads, reason }, hash };
}
