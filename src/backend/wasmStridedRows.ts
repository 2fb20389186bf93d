// Rows along an axis that is not the last: a tile of them is transposed into a work area, computed there, transposed back.
//
// With threads many tiles go through each of the three steps at once, a tile a task.

import { BLOCK_ELEMENTS, type HelperKernels, Pass, type RowKernel, rowScratchBytes } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { Job } from "../runtime/threads/pool.js";
import type { SpecOf } from "../spec/types.js";
import type { RowLayout, RowRunner } from "./backend.js";
import { withResident } from "./resident.js";
import { costs, type Splitter } from "./split.js";

export type Transpose = HelperKernels["transposeBlock"];

const SCRATCH = 7;
/** Tiles a thread that go through a step at once. */
const TILES_A_THREAD = 4;

export function wasmStridedRows(
  spec: SpecOf<"row">,
  kernel: RowKernel,
  transpose: Transpose,
  memory: LinearMemory,
  split: Splitter,
): RowRunner {
  const costOf = costs();
  return (pass, x, dy, out, layout, { a }) => {
    const { outer, length, inner } = layout;
    const lengths = {
      x: length,
      dy: spec.reduces ? 1 : length,
      out: spec.reduces && pass === Pass.forward ? 1 : length,
    };
    const tiles = new Tiles(layout);
    const cost = costOf[pass];
    const units = outer * length * inner;
    const atOnce = split.isWorth(cost, units) ? TILES_A_THREAD * split.threads.limit : 1;
    const area = memory.allocate(3 * tiles.floats * atOnce);
    const at = (slot: number, tile: number) => area + (slot * atOnce + tile) * tiles.floats * 4;
    const scratches = split.scratches(SCRATCH, rowScratchBytes(length));
    const started = atOnce === 1 ? split.start(cost, units) : 0;
    try {
      withResident(memory, [x, dy], [out], ([xAddress, dyAddress], [outAddress]) => {
        for (let first = 0; first < tiles.count; first += atOnce) {
          const count = Math.min(atOnce, tiles.count - first);
          /** One step: a kernel for each tile at hand. */
          const step = (run: unknown, width: number, fill: (tile: Tile, t: number) => readonly number[], job?: Job) => {
            const table = split.table(count, width);
            for (let t = 0; t < count; t++) table.set(fill(tiles.tile(first + t), t), t * width);
            split.run(run, width, count, job);
          };
          const into = (address: number, axis: number, slot: number) =>
            step(transpose, 6, ({ rows, offset }, t) => [address + offset(axis), at(slot, t), axis, rows, inner, axis]);
          into(xAddress as number, lengths.x, 0);
          if (dy !== undefined) into(dyAddress as number, lengths.dy, 1);
          step(kernel, 8, ({ rows }, t) => [pass, at(0, t), at(1, t), at(2, t), rows, length, a, 0], scratches);
          step(transpose, 6, ({ rows, offset }, t) => {
            return [at(2, t), (outAddress as number) + offset(lengths.out), rows, lengths.out, lengths.out, inner];
          });
        }
      });
      cost.end(started, units);
    } finally {
      memory.release(area, 3 * tiles.floats * atOnce);
    }
  };
}

interface Tile {
  readonly rows: number;
  /** Bytes from the start of an array whose rows have `axis` elements. */
  readonly offset: (axis: number) => number;
}

/** Tiles of neighbouring rows that fit a block. */
class Tiles {
  readonly count: number;
  /** Room for one, with a guard behind it. */
  readonly floats: number;
  readonly #most: number;
  readonly #across: number;
  readonly #inner: number;

  constructor({ outer, length, inner }: RowLayout) {
    this.#inner = inner;
    this.#most = Math.min(inner, Math.max(1, Math.floor(BLOCK_ELEMENTS / Math.max(1, length))));
    this.#across = Math.ceil(inner / Math.max(1, this.#most));
    this.count = outer * this.#across;
    this.floats = Math.ceil((this.#most * length) / 16) * 16 + 16;
  }

  tile(index: number): Tile {
    const outer = Math.floor(index / this.#across);
    const column = (index % this.#across) * this.#most;
    const inner = this.#inner;
    return {
      rows: Math.min(this.#most, inner - column),
      offset: (axis) => (outer * axis * inner + column) * 4,
    };
  }
}
