// The floats that a sweep visits, as ranges and samples of bit patterns.

import { integers } from "../../bin/random.mjs";

const word = new Float32Array(1);
const pattern = new Uint32Array(word.buffer);

/** Floats in their order on the number line, as integers: 0 is zero, neighbours differ by 1. */
function fromOrdinal(ordinal) {
  pattern[0] = ordinal < 0 ? (-ordinal | 0x80000000) >>> 0 : ordinal;
  return word[0];
}

/** @param x no NaN */
function ordinalOf(x) {
  word[0] = x;
  return pattern[0] >= 0x80000000 ? -(pattern[0] & 0x7fffffff) : pattern[0];
}

const LARGEST = 0x7f800000; // +∞

/** What a result is like; where it changes from one float to the next, a sweep looks closely. */
function classOf(x, exact) {
  const y = exact(x);
  if (Number.isNaN(y)) return "nan";
  const rounded = Math.fround(y);
  if (rounded === 0) return "zero";
  const size = Math.abs(rounded);
  const range =
    size === Infinity ? "infinite" : size < 2 ** -126 ? "subnormal" : rounded === x ? "identity" : size === 1 ? "one" : "normal";
  return `${range} ${Math.sign(rounded)}`;
}

const MOST_EDGES = 256;

/** Ordinals where the class of the result changes: thresholds, roots, saturation points. */
function edgesOf(exact) {
  const edges = new Set([0]);
  const step = 1 << 15;
  for (let low = -LARGEST; low < LARGEST; low += step) {
    let left = low;
    let right = Math.min(low + step, LARGEST);
    if (classOf(fromOrdinal(left), exact) === classOf(fromOrdinal(right), exact)) continue;
    const wanted = classOf(fromOrdinal(left), exact);
    while (right - left > 1) {
      const middle = Math.floor((left + right) / 2);
      if (classOf(fromOrdinal(middle), exact) === wanted) left = middle;
      else right = middle;
    }
    edges.add(right);
    // A function that changes at every turn (its target is drawn) has no thresholds to look at.
    if (edges.size > MOST_EDGES) return new Set([0]);
  }
  return edges;
}

const NEIGHBOURS = 2048;

/**
 * Bit patterns: the same number from every exponent and sign, all floats near the edges, and those near the hardest inputs.
 * @returns {Uint32Array}
 */
export function stratified(count, { exact, hardest = [] }) {
  const edges = [...edgesOf(exact), ...hardest.map(ordinalOf)];
  const near = edges.flatMap((edge) => Array.from({ length: 2 * NEIGHBOURS + 1 }, (_, i) => edge + i - NEIGHBOURS));
  const patterns = new Uint32Array(Math.max(count, near.length + 512));
  let filled = 0;
  for (const ordinal of near) {
    if (Math.abs(ordinal) > LARGEST) continue;
    fromOrdinal(ordinal);
    patterns[filled++] = pattern[0];
  }
  for (const special of [0x7fc00000, 0x7f800000, 0xff800000, 0x80000000]) patterns[filled++] = special;
  const next = integers(0x1a7e);
  // 2 signs × 255 exponents, in turn.
  for (let i = 0; filled < patterns.length; i++) patterns[filled++] = ((i % 510) << 23) | (next() & 0x7fffff);
  // i % 510 runs over signs and exponents 0 … 254 of both: 255 and 511 hold infinities and NaN.
  for (let i = 0; i < patterns.length; i++)
    if (((patterns[i] >>> 23) & 255) === 255 && (patterns[i] & 0x7fffff) !== 0) patterns[i] = 0x7fc00000;
  return patterns;
}

/** All bit patterns of a block, for the exhaustive sweep. */
export function fillBlock(patterns, block) {
  const start = block * patterns.length;
  for (let i = 0; i < patterns.length; i++) patterns[i] = start + i;
}
