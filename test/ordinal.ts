// Distances in floats: neighbours are 1 apart.

const word = new Float32Array(1);
const bits = new Int32Array(word.buffer);

/** Position of a float32 in the order of all floats: neighbours differ by 1, both zeros are 0. */
export function ordinalOf(x: number): number {
  word[0] = x;
  const value = bits[0] as number;
  return value < 0 ? -(value & 0x7fffffff) : value;
}
