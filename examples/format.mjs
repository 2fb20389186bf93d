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
function duration(seconds) {
  if (seconds >= 1) return `${rounded(seconds)} s`;
  if (seconds >= 1e-3) return `${rounded(seconds * 1e3)} ms`;
  return seconds >= 1e-6 ? `${rounded(seconds * 1e6)} µs` : `${rounded(seconds * 1e9)} ns`;
}

/** To two digits: no more of a measured time comes back at the next run. */
const rounded = (/** @type {number} */ value) => String(Number(value.toPrecision(2)));

/**
 * What repeated measurements say: "about 3 ms", or from the least to the largest.
 * @param {readonly number[]} values
 * @param {(value: number) => string} show
 */
function range(values, show) {
  const [low, high] = [show(Math.min(...values)), show(Math.max(...values))];
  if (low === high) return `about ${low}`;
  const [number, unit] = low.split(" ");
  return `${unit === high.split(" ")[1] ? number : low} to ${high}`;
}

/** @param {readonly number[]} seconds */
export const durations = (seconds) => range(seconds, duration);

/** @param {readonly number[]} values */
export const ratios = (values) => range(values, rounded);

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
