// Writes PNG files of every kind from samples, with each row's filter taken in turn: for tests, apart from any decoder.

import { crc32, deflateSync } from "node:zlib";

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 palette, 2 colour, 4 alpha: a sum. */
  readonly colorType: number;
  readonly depth: number;
  /** Sample by sample, 0 … 2^depth − 1. */
  readonly values: readonly number[];
  readonly palette?: readonly number[];
  /** The content of tRNS. */
  readonly transparency?: readonly number[];
  readonly interlaced?: boolean;
}

export const samplesAPixel = (colorType: number) => (colorType & 1 ? 1 : (colorType & 2 ? 3 : 1) + (colorType & 4 ? 1 : 0));

export function writePng(samples: Samples): Buffer {
  const { width, height, depth, colorType, palette, transparency, interlaced } = samples;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", Buffer.from(palette))] : []),
    ...(transparency ? [chunk("tRNS", Buffer.from(transparency))] : []),
    chunk("IDAT", deflateSync(Buffer.concat(passesOf(samples).map((pass) => rowsOf(samples, pass))))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  const named = Buffer.concat([Buffer.from(name), content]);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

interface Pass {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

/** Adam7: first column and row of each pass, and its steps. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passesOf({ width, height, interlaced }: Samples): Pass[] {
  const every = (first: number, step: number, end: number) =>
    Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, i) => first + i * step);
  const passes = interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  return passes
    .map(([x, y, dx, dy]) => ({ columns: every(x, dx, width), rows: every(y, dy, height) }))
    .filter(({ columns, rows }) => columns.length > 0 && rows.length > 0);
}

function rowsOf({ width, colorType, depth, values }: Samples, { columns, rows }: Pass): Buffer {
  const count = samplesAPixel(colorType);
  const step = Math.max(1, (count * depth) / 8);
  let before: Buffer = Buffer.alloc(Math.ceil((columns.length * count * depth) / 8));
  const filtered = rows.map((y, index) => {
    const row = pack(
      columns.flatMap((x) => values.slice((y * width + x) * count, (y * width + x + 1) * count)),
      depth,
    );
    const bytes = filter(row, before, step, index % 5);
    before = row;
    return bytes;
  });
  return Buffer.concat(filtered);
}

function pack(values: readonly number[], depth: number): Buffer {
  const packed = Buffer.alloc(Math.ceil((values.length * depth) / 8));
  values.forEach((value, i) => {
    if (depth === 16) packed.writeUInt16BE(value, 2 * i);
    else packed[(i * depth) >> 3] = (packed[(i * depth) >> 3] as number) | (value << (8 - depth - ((i * depth) & 7)));
  });
  return packed;
}

/** @param kind 0 none, 1 left, 2 above, 3 their mean, 4 Paeth's choice */
function filter(row: Buffer, before: Buffer, step: number, kind: number): Buffer {
  const predictions = [
    () => 0,
    (left: number) => left,
    (_: number, above: number) => above,
    (left: number, above: number) => (left + above) >> 1,
    paeth,
  ];
  const predict = predictions[kind] as typeof paeth;
  const at = (bytes: Buffer, i: number) => (i < 0 ? 0 : (bytes[i] as number));
  const filtered = Buffer.from(row.map((byte, i) => byte - predict(at(row, i - step), at(before, i), at(before, i - step))));
  return Buffer.concat([Buffer.of(kind), filtered]);
}

function paeth(left: number, above: number, corner: number): number {
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(left + above - corner - each)) as [number, number, number];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}
