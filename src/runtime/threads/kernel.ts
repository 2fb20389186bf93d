// How a kernel is called with arguments from a table.

export type Kernel = (...values: number[]) => number;

/**
 * Calls a kernel with the arguments at an index. WebAssembly functions ignore what they have no parameter for, so one call
 * serves all, without making an array of arguments.
 */
export function callAt(kernel: Kernel, a: Float64Array, i: number): number {
  // biome-ignore format: one line for eight arguments
  return kernel(
    a[i] as number, a[i + 1] as number, a[i + 2] as number, a[i + 3] as number, a[i + 4] as number, a[i + 5] as number, a[i + 6] as number, a[i + 7] as number,
    a[i + 8] as number, a[i + 9] as number, a[i + 10] as number, a[i + 11] as number, a[i + 12] as number, a[i + 13] as number, a[i + 14] as number, a[i + 15] as number,
    a[i + 16] as number, a[i + 17] as number, a[i + 18] as number, a[i + 19] as number, a[i + 20] as number, a[i + 21] as number, a[i + 22] as number, a[i + 23] as number,
  );
}
