// The WebAssembly backend: finds each op's kernel, and feeds it block by block.

import {
  BLOCK_ELEMENTS,
  type ChannelKernel,
  type GroupKernel,
  type KernelExports,
  type LossKernel,
  type MapKernel,
  Pass,
  type RowKernel,
  type RowLossKernel,
} from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import { Tensor } from "../runtime/tensor.js";
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
import { dataOf, sizeOf } from "./operands.js";
import { withResident } from "./resident.js";
import { Splitter } from "./split.js";
import { splitMap } from "./splitMap.js";
import { Stage } from "./stage.js";
import { wasmDense } from "./wasmDense.js";
import { stridedRows } from "./wasmRows.js";

export class WasmBackend implements Backend {
  readonly storage: LinearMemory;
  readonly #kernels: KernelExports;
  readonly #split: Splitter;
  readonly #stage: Stage;

  constructor(kernels: KernelExports, memory: LinearMemory, threads: ThreadPool) {
    this.#kernels = kernels;
    this.#split = new Splitter(threads, memory);
    this.storage = memory;
    this.#stage = new Stage(memory);
  }

  #kernel<K>(spec: Pick<Spec, "name" | "kernel">): K {
    return this.#kernels[spec.kernel ?? spec.name] as K;
  }

  activation(spec: SpecOf<"activation">): ActivationRunner {
    const kernel = this.#kernel<MapKernel>(spec);
    const stage = this.#stage;
    const map = splitMap(kernel, this.#split);
    return (pass, x, dy, out, count, { a, b }) => {
      if (x instanceof Tensor && out instanceof Tensor && (dy === undefined || dy instanceof Tensor)) {
        map(pass, x.address, (dy ?? x).address, out.address, count, a, b);
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
    const { preluAlpha, preluAlphaShared } = this.#kernels;
    const stage = this.#stage;
    return {
      run: (pass, x, alpha, dy, out, rows, columns) => {
        const slope = columns === 1 ? firstOf(alpha) : 0;
        eachRowBlock(stage, rows, columns, (_row, length, start, count) => {
          const xAddress = stage.input(x, start, count, 0);
          const dyAddress = dy === undefined ? xAddress : stage.input(dy, start, count, 1);
          const outAddress = stage.output(out, start, 0);
          if (columns === 1) shared(pass, xAddress, dyAddress, outAddress, count, slope, 0);
          else kernel(pass, xAddress, stage.input(alpha, 0, columns, 2), dyAddress, outAddress, length, columns);
          stage.commit(out, start, count, 0);
        });
      },
      alphaGradient: (x, _alpha, dy, out, rows, columns) => {
        if (columns === 1) {
          let sum = 0;
          eachRowBlock(stage, rows, 1, (_row, _length, start, count) => {
            sum += preluAlphaShared(stage.input(x, start, count, 0), stage.input(dy, start, count, 1), count);
          });
          dataOf(out)[0] = sum;
          return;
        }
        withResident(this.storage, [x, dy], [out], ([xAt, dyAt], [outAt]) => {
          preluAlpha(xAt as number, dyAt as number, outAt as number, rows, columns);
        });
      },
    };
  }

  groupActivation(spec: SpecOf<"groupActivation">): GroupActivationRunner {
    const kernel = this.#kernel<GroupKernel>(spec);
    const stage = this.#stage;
    return (pass, x, dy, out, groups, { values: options }) => {
      const size = spec.groupSize(options);
      eachRowBlock(stage, groups, size, (group, length, start, count) => {
        const xAddress = stage.input(x, start, count, 0);
        const forward = pass === Pass.forward;
        const dyAddress = dy === undefined ? xAddress : stage.input(dy, group, length, 1);
        kernel(pass, xAddress, dyAddress, stage.output(out, forward ? group : start, 2), length, size);
        stage.commit(out, forward ? group : start, forward ? length : count, 2);
      });
    };
  }

  row(spec: SpecOf<"row">): RowRunner {
    const kernel = this.#kernel<RowKernel>(spec);
    const stage = this.#stage;
    const strided = stridedRows(spec, kernel, this.#kernels.transposeBlock, this.storage);
    return (pass, x, dy, out, layout, settings) => {
      if (layout.inner !== 1) {
        strided(pass, x, dy, out, layout, settings);
        return;
      }
      const { outer: rows, length: columns } = layout;
      if (x instanceof Tensor && out instanceof Tensor && (dy === undefined || dy instanceof Tensor)) {
        kernel(pass, x.address, (dy ?? x).address, out.address, rows, columns, settings.a);
        return;
      }
      const dyColumns = spec.reduces ? 1 : columns;
      const outColumns = spec.reduces && pass === Pass.forward ? 1 : columns;
      eachRowBlock(stage, rows, columns, (row, length, start, count) => {
        const xAddress = stage.input(x, start, count, 0);
        const dyAddress = dy === undefined ? xAddress : stage.input(dy, row * dyColumns, length * dyColumns, 1);
        kernel(pass, xAddress, dyAddress, stage.output(out, row * outColumns, 2), length, columns, settings.a);
        stage.commit(out, row * outColumns, length * outColumns, 2);
      });
    };
  }

  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
    const kernel = this.#kernel<LossKernel>(spec);
    const stage = this.#stage;
    return (mode, prediction, target, weights, out, count, scale, { a, b }) => {
      let sum = 0;
      for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
        const length = Math.min(BLOCK_ELEMENTS, count - start);
        sum += kernel(
          mode,
          stage.input(prediction, start, length, 0),
          stage.input(target, start, length, 1),
          stage.input(weights, start, length, 2),
          stage.output(out, start, 0),
          length,
          scale,
          a,
          b,
        );
        stage.commit(out, start, length, 0);
      }
      return sum;
    };
  }

  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
    const kernel = this.#kernel<RowLossKernel>(spec);
    const stage = this.#stage;
    return (mode, prediction, targets, out, rows, columns, scale, { a }) => {
      const { indices, probabilities, classWeights, weights, ignoreIndex } = targets;
      if (columns === 0) {
        // Of no classes there is no loss, and nothing for a kernel to do.
        if (out) dataOf(out).fill(0);
        return 0;
      }
      let sum = 0;
      eachRowBlock(stage, rows, columns, (row, length, start, count) => {
        const perRow = mode < 2;
        sum += kernel(
          mode,
          stage.input(prediction, start, count, 0),
          stage.input(probabilities, start, count, 1),
          stage.integers(indices, row, length, 1),
          stage.input(classWeights, 0, columns, 3),
          stage.input(weights, row, length, 2),
          stage.output(out, perRow ? row : start, 4),
          length,
          columns,
          scale,
          a,
          ignoreIndex ?? 0,
          ignoreIndex === undefined ? 0 : 1,
        );
        stage.commit(out, perRow ? row : start, perRow ? length : count, 4);
      });
      return sum;
    };
  }

  dense(): DenseRunner {
    return wasmDense(this.#kernels, this.storage);
  }

  firstOutside(x: Input, low: number, high: number): number {
    return this.#first(x, (address, count) => this.#kernels.firstOutside(address, count, low, high));
  }

  firstNotLabel(x: Input, a: number, b: number): number {
    return this.#first(x, (address, count) => this.#kernels.firstNotLabel(address, count, a, b));
  }

  #first(x: Input, find: (address: number, count: number) => number): number {
    const count = sizeOf(x);
    for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
      const length = Math.min(BLOCK_ELEMENTS, count - start);
      const index = find(this.#stage.input(x, start, length, 0), length);
      if (index >= 0) return start + index;
    }
    return -1;
  }
}

function firstOf(values: Input): number {
  return Math.fround(dataOf(values)[0] as number);
}

/** Calls `body` for blocks of whole rows; the blocks depend on the shape alone. */
function eachRowBlock(
  stage: Stage,
  rows: number,
  columns: number,
  body: (row: number, length: number, start: number, count: number) => void,
): void {
  if (rows === 0) return;
  stage.withSlots(columns, () => {
    const rowsPerBlock = Math.max(1, Math.floor(BLOCK_ELEMENTS / Math.max(1, columns)));
    for (let row = 0; row < rows; row += rowsPerBlock) {
      const length = Math.min(rowsPerBlock, rows - row);
      body(row, length, row * columns, length * columns);
    }
  });
}
