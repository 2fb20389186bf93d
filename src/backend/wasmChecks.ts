// Checks of arguments: the first number that is not allowed.

import { BLOCK_ELEMENTS, type HelperKernels } from "../runtime/abi.js";
import { addressOf, Tensor } from "../runtime/tensor.js";
import { Cost } from "../runtime/threads/cost.js";
import type { Input } from "./backend.js";
import { sizeOf } from "./operands.js";
import type { Splitter } from "./split.js";
import type { Stage } from "./stage.js";

const WIDTH = 4;

type Check = HelperKernels["firstOutside"];

export class WasmChecks {
  readonly #kernels: HelperKernels;
  readonly #stage: Stage;
  readonly #split: Splitter;
  readonly #cost = new Cost();

  constructor(kernels: HelperKernels, stage: Stage, split: Splitter) {
    this.#kernels = kernels;
    this.#stage = stage;
    this.#split = split;
  }

  firstOutside(x: Input, low: number, high: number): number {
    return this.#first(this.#kernels.firstOutside, x, low, high);
  }

  firstNotLabel(x: Input, a: number, b: number): number {
    return this.#first(this.#kernels.firstNotLabel, x, a, b);
  }

  #first(check: Check, x: Input, a: number, b: number): number {
    const count = sizeOf(x);
    if (x instanceof Tensor && this.#split.isWorth(this.#cost, count)) return this.#firstSplit(check, x, a, b);
    const started = x instanceof Tensor ? this.#split.start(this.#cost, count) : 0;
    for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
      const length = Math.min(BLOCK_ELEMENTS, count - start);
      const index = check(this.#stage.input(x, start, length, 0), length, a, b);
      if (index >= 0) return start + index;
    }
    this.#cost.end(started, count);
    return -1;
  }

  #firstSplit(check: Check, x: Tensor, a: number, b: number): number {
    const [address, size] = [addressOf(x), sizeOf(x)];
    const each = this.#split.elements(this.#cost, size);
    const tasks = Math.ceil(size / each);
    const table = this.#split.table(tasks, WIDTH);
    for (let task = 0; task < tasks; task++) {
      const start = task * each;
      const at = task * WIDTH;
      table[at] = address + start * 4;
      table[at + 1] = Math.min(each, size - start);
      table[at + 2] = a;
      table[at + 3] = b;
    }
    const results = new Float64Array(tasks);
    this.#split.run(check, WIDTH, tasks, { cost: this.#cost, units: size, results });
    const task = results.findIndex((index) => index >= 0);
    return task < 0 ? -1 : task * each + (results[task] as number);
  }
}
