// Rows along an axis that is not the last: a tile of them is transposed into a work area, computed there, transposed back.

import { BLOCK_ELEMENTS, type HelperKernels, Pass, type RowKernel } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { SpecOf } from "../spec/types.js";
import type { RowRunner } from "./backend.js";
import { withResident } from "./resident.js";

export function stridedRows(
  spec: SpecOf<"row">,
  kernel: RowKernel,
  transpose: HelperKernels["transposeBlock"],
  memory: LinearMemory,
): RowRunner {
  return (pass, x, dy, out, { outer, length, inner }, { a }) => {
    const dyLength = spec.reduces ? 1 : length;
    const outLength = spec.reduces && pass === Pass.forward ? 1 : length;
    const tile = Math.min(inner, Math.max(1, Math.floor(BLOCK_ELEMENTS / Math.max(1, length))));
    const tileFloats = Math.ceil((tile * length) / 16) * 16 + 16;
    const area = memory.allocate(3 * tileFloats);
    const [xTile, dyTile, outTile] = [area, area + tileFloats * 4, area + tileFloats * 8];
    try {
      withResident(memory, [x, dy], [out], ([xAddress, dyAddress], [outAddress]) => {
        for (let o = 0; o < outer; o++) {
          for (let column = 0; column < inner; column += tile) {
            const rows = Math.min(tile, inner - column);
            const at = (address: number, axis: number) => address + (o * axis * inner + column) * 4;
            transpose(at(xAddress as number, length), xTile, length, rows, inner, length);
            if (dy !== undefined) transpose(at(dyAddress as number, dyLength), dyTile, dyLength, rows, inner, dyLength);
            kernel(pass, xTile, dyTile, outTile, rows, length, a);
            transpose(outTile, at(outAddress as number, outLength), rows, outLength, outLength, inner);
          }
        }
      });
    } finally {
      memory.release(area, 3 * tileFloats);
    }
  };
}
