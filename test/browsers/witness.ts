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
  // In tensors, and long enough to be split among threads: arrays are worked on block by block.
  const values = Float32Array.from({ length: 300_007 }, (_, i) => ((i * 7919) % 200_003) / 10_000 - 10);
  // The first are timed on one thread alone; only then are calls shared.
  const calls = 6;
  let hash = 0;
  const add = (floats: Float32Array) => {
    const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
    for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) >>> 0;
  };
  type Callable = ((x: Package.Tensor) => Package.Tensor) & { backward(dy: Package.Tensor, x: Package.Tensor): Package.Tensor };
  const x = lw.tensor(values);
  for (const { kind, name } of Object.values(lw.ops)) {
    if (kind !== "activation") continue;
    const op = lw[name as "relu"] as unknown as Callable;
    for (let call = 1; call <= calls; call++) {
      lw.scope(() => {
        const results = [op(x), op.backward(x, x)];
        if (call === calls) for (const { data } of results) add(data);
      });
    }
  }
  const logits = lw.tensor(values.subarray(0, 300_000), [300, 1000]);
  const { value, grad } = lw.crossEntropy.valueAndGrad(logits, new Uint8Array(300));
  add(Float32Array.of(value));
  add(grad.data);
  const { backend, simd, precision, threads, reason } = lw.info;
  await lw.close();
  return { info: { backend, simd, precision, threads, reason }, hash };
}
