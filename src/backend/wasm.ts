// The WebAssembly backend: finds each op's kernel, and feeds it block by block.

import {
  BLOCK_ELEMENTS,
  type ChannelKernel,
  type GroupKernel,
  type KernelExports,
  type LossKernel,
  type MapKernel,
  type RowKernel,
  type RowLossKernel,
} from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import { addressOf } from "../runtime/tensor.js";
import type { ThreadPool } from "../runtime/threads/pool.js";
import type { Spec, SpecOf } from "../spec/types.js";
import type {
  ActivationRunner,
  Backend,
  ChannelActivationRunner,
  DenseRunner,
  GroupActivationRunner,
  Input,
  LossRunner,
  RowLossRunner,
  RowRunner,
} from "./backend.js";
import type { NotNumber } from "./numbers.js";
import { inMemory, isTensorOperand } from "./operands.js";
import { Splitter } from "./split.js";
import { Stage } from "./stage.js";
import { wasmChannels } from "./wasmChannels.js";
import { WasmChecks } from "./wasmChecks.js";
import { wasmDense } from "./wasmDense.js";
import { wasmGroups } from "./wasmGroups.js";
import { wasmLoss } from "./wasmLoss.js";
import { splitMap } from "./wasmMap.js";
import { wasmRowLoss } from "./wasmRowLoss.js";
import { wasmRows } from "./wasmRows.js";

export class WasmBackend implements Backend {
  readonly storage: LinearMemory;
  readonly readAhead = BLOCK_ELEMENTS;
  readonly #kernels: KernelExports;
  readonly #split: Splitter;
  readonly #stage: Stage;
  readonly #checks: WasmChecks;

  constructor(kernels: KernelExports, memory: LinearMemory, threads: ThreadPool) {
    this.#kernels = kernels;
    this.#split = new Splitter(threads, memory);
    this.storage = memory;
    this.#stage = new Stage(memory);
    this.#checks = new WasmChecks(kernels, this.#stage, this.#split);
  }

  #kernel<K>(spec: Pick<Spec, "name" | "kernel">): K {
    return this.#kernels[spec.kernel ?? spec.name] as K;
  }

  activation(spec: SpecOf<"activation">): ActivationRunner {
    const kernel = this.#kernel<MapKernel>(spec);
    const stage = this.#stage;
    const map = splitMap(kernel, this.#split);
    return (pass, x, dy, out, count, { a, b }) => {
      if (isTensorOperand(x) && isTensorOperand(out) && inMemory(dy)) {
        map(pass, addressOf(x), addressOf(dy ?? x), addressOf(out), count, a, b);
        return;
      }
      for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
        const length = Math.min(BLOCK_ELEMENTS, count - start);
        const xAddress = stage.input(x, start, length, 0);
        const dyAddress = dy === undefined ? xAddress : stage.input(dy, start, length, 1);
        kernel(pass, xAddress, dyAddress, stage.output(out, start, 0), length, a, b);
        stage.commit(out, start, length, 0);
      }
    };
  }

  channelActivation(spec: SpecOf<"channelActivation">): ChannelActivationRunner {
    const kernel = this.#kernel<ChannelKernel>(spec);
    const shared = this.#kernels[spec.sharedKernel] as unknown as MapKernel;
    return wasmChannels(kernel, shared, this.#kernels, this.storage, this.#stage, this.#split);
  }

  groupActivation(spec: SpecOf<"groupActivation">): GroupActivationRunner {
    return wasmGroups(spec, this.#kernel<GroupKernel>(spec), this.#stage, this.#split);
  }

  row(spec: SpecOf<"row">): RowRunner {
    const { transposeBlock } = this.#kernels;
    return wasmRows(spec, this.#kernel<RowKernel>(spec), transposeBlock, this.storage, this.#stage, this.#split);
  }

  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
    return wasmLoss(this.#kernel<LossKernel>(spec), this.#stage, this.#split);
  }

  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
    return wasmRowLoss(this.#kernel<RowLossKernel>(spec), this.#stage, this.#split);
  }

  dense(): DenseRunner {
    return wasmDense(this.#kernels, this.storage, this.#split);
  }

  read(values: readonly unknown[]): Input | NotNumber {
    return this.#stage.read(values);
  }

  firstOutside(x: Input, low: number, high: number): number {
    return this.#checks.firstOutside(x, low, high);
  }

  firstNotLabel(x: Input, a: number, b: number): number {
    return this.#checks.firstNotLabel(x, a, b);
  }
}
