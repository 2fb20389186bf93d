// Unpacks base64 of deflated bytes (RFC 1951) with nothing but the language: Next.js's edge runtime has no streams that do it. Bit
// by bit, as in Mark Adler's puff.

type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const LONGEST_CODE = 15;
/** The order in which the lengths of codes for lengths come. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code: how many codes there are of each length, and their symbols in order. */
interface Code {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
}

/** @param lengths of each symbol's code; 0 for those without */
function codeOf(lengths: readonly number[]): Code {
  const counts = new Array<number>(LONGEST_CODE + 1).fill(0);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] as number) + 1;
  const symbols = [...lengths.keys()].filter((symbol) => lengths[symbol] !== 0);
  return { counts, symbols: symbols.sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b) };
}

const repeated = (runs: readonly (readonly [count: number, length: number])[]) =>
  runs.flatMap(([count, length]) => new Array<number>(count).fill(length));

/** The codes of blocks that bring none. */
const fixed = () => [
  codeOf(
    repeated([
      [144, 8],
      [112, 9],
      [24, 7],
      [8, 8],
    ]),
  ),
  codeOf(repeated([[30, 5]])),
];

/** Runs of `each` symbols share a number of extra bits, from none on; `first` symbols more have none. @returns base, bits by symbol */
function ranges(start: number, first: number, each: number, symbols: number): [base: number, bits: number][] {
  let base = start;
  return Array.from({ length: symbols }, (_, symbol) => {
    const bits = Math.max(0, Math.floor((symbol - first) / each));
    base += 2 ** bits;
    return [base - 2 ** bits, bits];
  });
}

const LENGTHS = [...ranges(3, 4, 4, 28), [258, 0] as const];
const DISTANCES = ranges(1, 2, 2, 30);

const damaged = () => new RangeError("the packed kernels are damaged");

class Bits {
  readonly #bytes: Bytes;
  #next = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  /** The next bits as a number, lowest first. */
  take(count: number): number {
    if (this.#next + count > this.#bytes.length * 8) throw damaged();
    let value = 0;
    for (let i = 0; i < count; i++, this.#next++) {
      value |= (((this.#bytes[this.#next >>> 3] as number) >>> (this.#next & 7)) & 1) << i;
    }
    return value;
  }

  symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= LONGEST_CODE; length++) {
      code |= this.take(1);
      const count = counts[length] as number;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw damaged();
  }

  /** The bytes of a stored block. */
  stored(): number[] {
    this.#next = (this.#next + 7) & ~7;
    const length = this.take(16);
    this.take(16);
    return Array.from({ length }, () => this.take(8));
  }

  /** The two codes that a block brings. */
  codes(): Code[] {
    const [literals, distances, count] = [this.take(5) + 257, this.take(5) + 1, this.take(4) + 4];
    const lengthsOfLengths = new Array<number>(ORDER.length).fill(0);
    for (const symbol of ORDER.slice(0, count)) lengthsOfLengths[symbol] = this.take(3);
    const code = codeOf(lengthsOfLengths);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(code);
      const last = symbol === 16 ? (lengths.at(-1) as number) : symbol < 16 ? symbol : 0;
      const times = symbol < 16 ? 1 : symbol === 18 ? 11 + this.take(7) : 3 + this.take(symbol - 14);
      for (let i = 0; i < times; i++) lengths.push(last);
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
  }
}

export function unpack(packed: string): Bytes {
  const bits = new Bits(fromBase64(packed));
  const out: number[] = [];
  for (let isLast = 0; !isLast; ) {
    isLast = bits.take(1);
    const kind = bits.take(2);
    if (kind === 0) {
      for (const byte of bits.stored()) out.push(byte);
      continue;
    }
    const [literals, distances] = (kind === 1 ? fixed() : bits.codes()) as [Code, Code];
    for (let symbol = bits.symbol(literals); symbol !== 256; symbol = bits.symbol(literals)) {
      if (symbol < 256) {
        out.push(symbol);
        continue;
      }
      const [length, lengthBits] = LENGTHS[symbol - 257] as [number, number];
      const end = out.length + length + bits.take(lengthBits);
      const [distance, distanceBits] = DISTANCES[bits.symbol(distances)] as [number, number];
      for (let from = out.length - distance - bits.take(distanceBits); out.length < end; from++) out.push(out[from] as number);
    }
  }
  return Uint8Array.from(out);
}

function fromBase64(text: string): Bytes {
  const length = text.replace(/=+$/, "").length;
  const values = new Map([...ALPHABET].map((character, value) => [character, value]));
  const at = (index: number) => values.get(text[index] as string) ?? 0;
  return Uint8Array.from({ length: (length * 3) >>> 2 }, (_, i) => {
    const first = Math.floor((i * 4) / 3);
    const shift = 2 * (i % 3) + 2;
    return (at(first) << shift) | (at(first + 1) >>> (6 - shift));
  });
}
