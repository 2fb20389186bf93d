// Numbers of all kinds for random calls: ordinary ones, bit patterns, ties, and what lies at the ends of the format.

import { fractions } from "../../bin/random.mjs";

const word = new Int32Array(1);
const float = new Float32Array(word.buffer);

/** Zeros, both ends of the subnormals and of the normals, neighbours of 1, and where exponentials and squares saturate. */
const MAGNITUDES = [
  0,
  2 ** -149,
  2 ** -126 - 2 ** -149,
  2 ** -126,
  2 ** -63,
  2 ** -24,
  0.5,
  1 - 2 ** -24,
  1,
  1 + 2 ** -23,
  3,
  17,
  88,
  104,
  2 ** 24,
  2 ** 64,
  3.4028234663852886e38,
  Infinity,
];
const SPECIALS = [...MAGNITUDES.flatMap((each) => [each, -each]), Number.NaN];

/** Draws what a call is made of; the same from the same seed and index. */
export class Draw {
  /** A number in [0, 1). */
  share;

  /** @param {number} seed @param {number} index of the call */
  constructor(seed, index) {
    this.share = fractions(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  }

  /** An integer in [0, count). */
  below(count) {
    return Math.floor(this.share() * count);
  }

  chance(probability) {
    return this.share() < probability;
  }

  /** @template T @param {readonly T[]} choices @returns {T} */
  one(choices) {
    return choices[this.below(choices.length)];
  }

  between(low, high) {
    return low + (high - low) * this.share();
  }

  /** Every float32 is as likely as any other; NaN among them. */
  pattern() {
    word[0] = this.share() * 2 ** 32;
    return float[0];
  }

  special() {
    return this.one(SPECIALS);
  }

  /** Of one size: from tiny to huge, both signs. */
  magnitude() {
    return (this.chance(0.5) ? 1 : -1) * 10 ** this.between(-12, 12);
  }

  /** A function that draws one number after another of the same kind. @returns {() => number} */
  numbers() {
    const width = this.one([1, 5, 30, 100, 1e4]);
    return this.one([
      () => this.between(-width, width),
      () => this.between(-width, width),
      () => width * (this.share() + this.share() + this.share() - 1.5),
      () => this.pattern(),
      () => this.pattern(),
      () => this.magnitude(),
      () => this.special(),
      () => this.below(5) - 2,
      () => (this.chance(0.1) ? this.special() : this.between(-width, width)),
      () => (this.chance(0.1) ? this.pattern() : this.between(-width, width)),
    ]);
  }

  /** The same in [0, 1]. @returns {() => number} */
  probabilities() {
    return this.one([
      () => this.share(),
      () => this.share(),
      () => (this.chance(0.5) ? 0 : 1),
      () => 10 ** this.between(-45, 0),
      () => 1 - 10 ** this.between(-8, 0),
      () => this.one([0, 2 ** -149, 2 ** -126, 1e-7, 0.5, 1 - 2 ** -24, 1, Number.NaN]),
      () => Math.abs(this.pattern() % 1),
    ]);
  }

  /** @param {() => number} next */
  array(count, next) {
    return Float32Array.from({ length: count }, next);
  }

  /** Rows that sum to 1 as nearly as floats can; or numbers from 0 to 1 that need not. */
  distributions(rows, columns) {
    if (this.chance(0.3)) return this.array(rows * columns, this.probabilities());
    const next = this.one([() => Math.exp(this.between(-3, 3)), () => Math.exp(this.between(-60, 0)), () => this.below(3)]);
    const all = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const parts = Array.from({ length: columns }, next);
      const sum = parts.reduce((a, b) => a + b, 0) || 1;
      for (let c = 0; c < columns; c++) all[row * columns + c] = parts[c] / sum;
    }
    return all;
  }

  /** Weights: mostly ordinary, often 0, sometimes anything. */
  weights(count) {
    const next = this.one([
      () => this.between(0.1, 3),
      () => this.between(0.1, 3),
      () => this.below(3),
      () => this.below(2) * this.between(0, 2),
      () => this.between(-2, 2),
      this.numbers(),
    ]);
    return this.array(count, next);
  }
}
