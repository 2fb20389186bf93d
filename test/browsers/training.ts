// Trains a small model of the layers API on lanewise and on tfjs-cpu: the program of tests in browsers and of the packed library.

import type * as Tf from "@tensorflow/tfjs";
import type * as Package from "../../src/tfjs/index.js";

export interface Training {
  /** The current backend while our costs were made, and whether its linear memory was used. */
  readonly backend: string;
  readonly resident: boolean;
  /** Mean costs of the epochs on our backend, and on tfjs-cpu. */
  readonly ours: number[];
  readonly cpu: number[];
}

/** It stands alone, so that its text can be sent elsewhere. */
export async function train(tf: typeof Tf, lanewise: typeof Package): Promise<Training> {
  await lanewise.registerBackend();
  const costsOn = async (backend: string, optimizer: Tf.Optimizer) => {
    const kernelInitializer = tf.initializers.glorotNormal({ seed: 1 });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 40, activation: "relu", inputShape: [6], kernelInitializer }),
        tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer }),
      ],
    });
    model.compile({ optimizer, loss: "categoricalCrossentropy" });
    const x = tf.randomNormal([120, 6], 0, 1, "float32", 3) as Tf.Tensor2D;
    const y = tf.oneHot(x.slice([0, 0], [120, 3]).argMax(-1).toInt(), 3);
    const { history } = await model.fit(x, y, { epochs: 10, batchSize: 30, shuffle: false, verbose: 0 });
    if (tf.getBackend() !== backend) throw new Error(`the backend is ${tf.getBackend()}, not ${backend}`);
    return history.loss as number[];
  };
  await tf.setBackend("cpu");
  const cpu = await costsOn("cpu", tf.train.adam(0.02));
  await tf.setBackend("lanewise");
  const ours = await costsOn("lanewise", lanewise.adam(0.02));
  const { usedBytes } = tf.memory() as unknown as { usedBytes: number };
  return { backend: tf.getBackend(), resident: usedBytes > 0, ours, cpu };
}

/** What must come of it: costs that fall, as on tfjs-cpu. @returns what is wrong, empty where nothing is */
export function faultsOf({ backend, resident, ours, cpu }: Training): string[] {
  const off = Math.max(...ours.map((cost, i) => Math.abs(cost - (cpu[i] as number))));
  return [
    backend === "lanewise" ? "" : `trained on ${backend}`,
    resident ? "" : "nothing is in linear memory",
    ours.length === 10 && (ours[9] as number) < 0.6 * (ours[0] as number) ? "" : `costs do not fall: ${ours}`,
    off < 1e-5 ? "" : `costs differ by ${off} from tfjs-cpu's`,
  ].filter(Boolean);
}
