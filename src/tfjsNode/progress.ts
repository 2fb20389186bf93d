// What fit() shows while it trains: a line for each epoch and, on a terminal, a bar.

import { CustomCallback, type Logs, nextFrame } from "@tensorflow/tfjs";

/** Between two drawings of the bar, ms. */
const REDRAW = 50;
const BAR_WIDTH = 0.4;

export class ProgbarLogger extends CustomCallback {
  #epochBegan = 0;
  #drawn = 0;
  #batches = 0;

  constructor() {
    super({
      onEpochBegin: async (epoch: number) => {
        console.log(`Epoch ${epoch + 1} / ${this.params.epochs}`);
        this.#epochBegan = performance.now();
        this.#batches = 0;
      },
      onBatchEnd: async (_batch: number, logs?: Logs) => {
        this.#batches++;
        this.#draw(logs);
        await nextFrame();
      },
      onEpochEnd: async (_epoch: number, logs?: Logs) => {
        clear();
        const milliseconds = performance.now() - this.#epochBegan;
        const samples = Number(this.params.samples ?? this.#batches);
        console.log(
          `${milliseconds.toFixed(0)}ms ${((1000 * milliseconds) / samples).toFixed(0)}us/step - ${describe(logs)}`.trimEnd(),
        );
        await nextFrame();
      },
    });
  }

  /** Batches of an epoch; 0 where nobody knows, as with fitDataset() without `batchesPerEpoch`. */
  get #batchesPerEpoch(): number {
    const { samples, batchSize, steps } = this.params as { samples?: number; batchSize?: number; steps?: number };
    return samples ? Math.ceil(samples / (batchSize ?? 1)) : (steps ?? 0);
  }

  #draw(logs: Logs | undefined): void {
    const now = performance.now();
    const total = this.#batchesPerEpoch;
    if (!process.stderr.isTTY || total === 0 || now - this.#drawn < REDRAW) return;
    this.#drawn = now;
    const columns = process.stderr.columns || 80;
    const width = Math.floor(columns * BAR_WIDTH);
    const done = Math.min(width, Math.round((width * this.#batches) / total));
    const left = ((now - this.#epochBegan) / this.#batches) * (total - this.#batches);
    const bar = `${"=".repeat(Math.max(0, done - 1))}${done > 0 ? ">" : ""}`.padEnd(width, "-");
    clear();
    process.stderr.write(`eta=${(left / 1000).toFixed(1)} ${bar} ${describe(logs)}`.slice(0, columns - 1));
  }
}

function clear(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}

const describe = (logs: Logs = {}): string =>
  Object.keys(logs)
    .filter((name) => name !== "batch" && name !== "size")
    .sort()
    .map((name) => `${name}=${figure(Number(logs[name]))}`)
    .join(" ");

/** Two decimals, or as many significant ones for small numbers. */
function figure(value: number): string {
  if (!Number.isFinite(value) || value === 0 || Math.abs(value) > 1) return value.toFixed(2);
  const decimals = 2 - Math.floor(Math.log10(Math.abs(value)));
  return decimals > 4 ? value.toExponential(2) : value.toFixed(decimals);
}
