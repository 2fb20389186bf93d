// Numbers and words as a reader wants them.

/** @param {number} value */
export function significant(value) {
  if (value === 0) return "0";
  const text = value.toPrecision(3);
  return text.includes("e") ? value.toExponential(2) : text;
}

/** @param {number} share */
export const percent = (share) => `${(share * 100).toFixed(1)} %`;

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds >= 1) return `${significant(seconds)} s`;
  if (seconds >= 1e-3) return `${significant(seconds * 1e3)} ms`;
  return seconds >= 1e-6 ? `${significant(seconds * 1e6)} µs` : `${significant(seconds * 1e9)} ns`;
}

/**
 * @param {number} value
 * @param {string} one
 * @param {string} many
 */
export const count = (value, one, many = `${one}s`) => `${value} ${value === 1 ? one : many}`;

/**
 * "a, b or c"; what is too many is only counted.
 * @param {readonly string[]} names
 */
export function alternatives(names) {
  if (names.length > 6) return `one of ${names.length} classes`;
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
