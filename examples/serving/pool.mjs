// A queue and threads that work on it. Requests that wait are answered together: a batch costs hardly more than one of them.

import { Worker } from "node:worker_threads";

const LARGEST_BATCH = 32;
/** How often a request is tried when the thread that had it ends. */
const ATTEMPTS = 2;

export class Pool {
  /** How many inputs the model takes, known when the first thread is ready. */
  inputs = 0;
  /** Tensors that the threads hold, by thread. */
  tensors = new Map();
  #queue = [];
  #idle = [];
  #workers = new Set();
  #closed = false;
  #model;

  /** @param {{ model: string, threads: number }} options the model's address */
  static async open({ model, threads }) {
    const pool = new Pool();
    pool.#model = model;
    await Promise.all(Array.from({ length: threads }, () => pool.#start()));
    return pool;
  }

  /** @param {readonly number[]} input @returns {Promise<number[]>} */
  predict(input) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ input, resolve, reject, attempts: 0 });
      this.#next();
    });
  }

  /** Requests that nobody works on yet. */
  get waiting() {
    return this.#queue.length;
  }

  /** Ends a thread that is at work, if there is one: to see that nothing is lost with it. */
  async endOne() {
    const [worker] = [...this.#workers].filter(({ batch }) => batch.length > 0);
    await worker?.terminate();
  }

  async close() {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  #next() {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const worker = this.#idle.pop();
      worker.batch = this.#queue.splice(0, LARGEST_BATCH);
      worker.postMessage(worker.batch.map(({ input }) => input));
    }
  }

  /** Starts a thread. One kernel at a time is enough for each, since there are as many of them as processors. */
  #start() {
    const worker = new Worker(new URL("worker.mjs", import.meta.url), {
      workerData: { model: this.#model },
      env: { ...process.env, TF_NUM_INTRAOP_THREADS: "1" },
    });
    worker.batch = [];
    this.#workers.add(worker);
    return new Promise((resolve, reject) => {
      worker.on("message", ({ inputs, outputs, tensors }) => {
        if (inputs) {
          this.inputs = inputs;
          resolve();
        } else {
          this.tensors.set(worker.threadId, tensors);
          for (const [i, request] of worker.batch.entries()) request.resolve(outputs[i]);
          worker.batch = [];
        }
        this.#idle.push(worker);
        this.#next();
      });
      worker.on("error", (error) => this.#lose(worker, error, reject));
      worker.on("exit", (code) => this.#lose(worker, new Error(`the thread ended with code ${code}`), reject));
    });
  }

  /** A thread that ends gives its requests back to the queue, and its place to another one. */
  #lose(worker, error, reject) {
    if (!this.#workers.delete(worker)) return;
    this.tensors.delete(worker.threadId);
    this.#idle = this.#idle.filter((each) => each !== worker);
    for (const request of worker.batch.reverse()) {
      if (++request.attempts < ATTEMPTS && !this.#closed) this.#queue.unshift(request);
      else request.reject(error);
    }
    // One that could not even start would not do so the next time.
    if (this.inputs === 0) reject(error);
    else if (!this.#closed) void this.#start();
  }
}
