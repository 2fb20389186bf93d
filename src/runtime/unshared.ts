// Kernels import shared memory. Where an engine has none, the import is rewritten to ask for unshared memory: the kernels
// use no atomic instructions, so nothing else changes.

/** `(import "env" "memory" (memory …` up to the limits' flags: 3 = shared with a maximum, 1 = unshared with a maximum. */
const IMPORT = [3, ...[..."env"].map(code), 6, ...[..."memory"].map(code), 2, 3];

function code(character: string): number {
  return character.charCodeAt(0);
}

/** A copy of the module that imports unshared memory. */
export function unshared(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  const start = copy.findIndex((_, i) => IMPORT.every((byte, k) => copy[i + k] === byte));
  if (start < 0) throw new Error("kernel module does not import shared memory");
  copy[start + IMPORT.length - 1] = 1;
  return copy;
}
