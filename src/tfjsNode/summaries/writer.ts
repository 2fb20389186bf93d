// tf.node.summaryFileWriter: event files for TensorBoard.

import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { fs, os, path } from "../node.js";
import { histogramEvent, scalarEvent, versionEvent } from "./events.js";
import { bucketsOf } from "./histogram.js";
import { record } from "./records.js";

const BUCKETS = 30;

export class SummaryFileWriter {
  readonly #file: string;
  readonly #maxQueue: number;
  readonly #flushMillis: number;
  #queue: Uint8Array[] = [record(versionEvent())];
  #flushed = Date.now();

  /** Made by summaryFileWriter(). */
  constructor(file: string, maxQueue: number, flushMillis: number) {
    this.#file = file;
    this.#maxQueue = maxQueue;
    this.#flushMillis = flushMillis;
    this.flush();
  }

  /** Writes a number under a name. Steps should grow. */
  scalar(name: string, value: Scalar | number, step: number, description?: string): void {
    if (description !== undefined) throw new Error("scalar() does not support description yet");
    this.#write(scalarEvent(name, typeof value === "number" ? value : (value.dataSync()[0] as number), checkStep(step)));
  }

  /** Writes how the numbers of a tensor are distributed, in `buckets` of equal width. */
  histogram(name: string, data: Tensor, step: number, buckets = BUCKETS, description?: string): void {
    const rows = bucketsOf(data.dataSync(), buckets);
    this.#write(histogramEvent(name, rows, checkStep(step), description));
  }

  /** Puts into the file what has been written so far. */
  flush(): void {
    this.#flushed = Date.now();
    if (this.#queue.length === 0) return;
    fs.appendFileSync(this.#file, Buffer.concat(this.#queue));
    this.#queue = [];
  }

  #write(event: Uint8Array): void {
    this.#queue.push(record(event));
    if (this.#queue.length > this.#maxQueue || Date.now() - this.#flushed > this.#flushMillis) this.flush();
  }
}

function checkStep(step: number): number {
  if (!Number.isSafeInteger(step)) throw new RangeError(`summary writer: step is ${step}, expected an integer`);
  return step;
}

/** Two writers of one folder would be two files, whose events TensorBoard mixes. */
const writers = new Map<string, SummaryFileWriter>();

function flushAll(): void {
  for (const writer of writers.values()) writer.flush();
}

/**
 * Writes event files for TensorBoard into a folder, which is made where there is none. One writer a folder: later calls get it again.
 * @param maxQueue events that are kept before they are written
 * @param flushMillis how long they are kept at most when further ones come
 */
export function summaryFileWriter(
  logdir: string,
  maxQueue = 10,
  flushMillis = 120_000,
  filenameSuffix = ".v2",
): SummaryFileWriter {
  if (typeof logdir !== "string" || logdir === "") {
    throw new Error(`Invalid logdir: ${logdir}. Expected a non-empty string for logdir.`);
  }
  const folder = path.resolve(logdir);
  let writer = writers.get(folder);
  if (!writer) {
    fs.mkdirSync(folder, { recursive: true });
    const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, "0");
    const name = `events.out.tfevents.${seconds}.${os.hostname()}.${process.pid}${filenameSuffix}`;
    writer = new SummaryFileWriter(path.join(folder, name), maxQueue, flushMillis);
    if (writers.size === 0) process.once("exit", flushAll);
    writers.set(folder, writer);
  }
  return writer;
}
