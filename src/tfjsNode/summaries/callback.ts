// tf.node.tensorBoard: what fit() and fitDataset() report, as events for TensorBoard.

import { CustomCallback, type LayersModel, type Logs } from "@tensorflow/tfjs";
import { path } from "../node.js";
import { type SummaryFileWriter, summaryFileWriter } from "./writer.js";

export interface TensorBoardCallbackArgs {
  /** When losses and metrics are written: after every epoch, or after every batch too. */
  updateFreq?: "batch" | "epoch";
  /** After how many epochs histograms of the weights are written; 0 for never. */
  histogramFreq?: number;
}

const VALIDATION = "val_";
/** What the logs hold besides losses and metrics. */
const COUNTS = ["batch", "size", "num_steps"];

export class TensorBoardCallback extends CustomCallback {
  #model: LayersModel | undefined;
  #batches = 0;
  readonly #logdir: string;

  constructor(logdir = "./logs", { updateFreq = "epoch", histogramFreq = 0 }: TensorBoardCallbackArgs = {}) {
    if (updateFreq !== "batch" && updateFreq !== "epoch") {
      throw new Error(`Expected updateFreq to be 'batch' or 'epoch', but got ${updateFreq}`);
    }
    if (!Number.isInteger(histogramFreq) || histogramFreq < 0) {
      throw new Error(`Expected histogramFreq to be a positive integer, but got ${histogramFreq}`);
    }
    super({
      onBatchEnd: async (_batch: number, logs?: Logs) => {
        this.#batches++;
        if (updateFreq === "batch") this.#write(logs, "batch_", this.#batches);
      },
      onEpochEnd: async (epoch: number, logs?: Logs) => {
        this.#write(logs, "epoch_", epoch + 1);
        if (histogramFreq > 0 && epoch % histogramFreq === 0) this.#writeWeights(epoch);
      },
      onTrainEnd: async () => {
        for (const writer of this.#used) writer.flush();
      },
    });
    this.#logdir = logdir;
  }

  override setModel(model: LayersModel): void {
    this.#model = model;
  }

  readonly #used = new Set<SummaryFileWriter>();

  #writer(run: "train" | "val"): SummaryFileWriter {
    const writer = summaryFileWriter(path.join(this.#logdir, run));
    this.#used.add(writer);
    return writer;
  }

  #write(logs: Logs = {}, prefix: string, step: number): void {
    for (const [name, value] of Object.entries(logs)) {
      if (COUNTS.includes(name)) continue;
      const isValidation = name.startsWith(VALIDATION);
      const metric = isValidation ? name.slice(VALIDATION.length) : name;
      this.#writer(isValidation ? "val" : "train").scalar(prefix + metric, value, step);
    }
  }

  #writeWeights(step: number): void {
    for (const weight of this.#model?.weights ?? []) this.#writer("train").histogram(weight.name, weight.read(), step);
  }
}

/**
 * A callback for fit() and fitDataset() that writes losses and metrics to `logdir`/train and `logdir`/val, for TensorBoard.
 */
export function tensorBoard(logdir = "./logs", args?: TensorBoardCallbackArgs): TensorBoardCallback {
  return new TensorBoardCallback(logdir, args);
}
