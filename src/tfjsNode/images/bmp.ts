// BMP without compression: of 24 and 32 bits, and of palettes.

import type { Image } from "./image.js";

const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;

interface Header {
  readonly width: number;
  readonly height: number;
  /** Rows from the top; most files begin at the bottom. */
  readonly isTopDown: boolean;
  readonly bits: number;
  readonly offset: number;
  /** Bytes of blue, green, red and one more for each colour. */
  readonly palette: Uint8Array;
}

/** A palette of greys gives one channel, other palettes and 24 bits three, 32 bits four. */
export function decodeBmpImage(bytes: Uint8Array): Image {
  const header = readHeader(bytes);
  const { width, height, bits, offset } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (offset + stride * height > bytes.length) {
    throw new Error(`decodeBmp: the file is cut short: ${bytes.length} bytes, expected ${offset + stride * height}`);
  }
  const pixelAt = bits <= 8 ? paletted(bytes, header) : direct(bytes, bits / 8);
  const { channels } = pixelAt;
  const pixels = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const row = offset + stride * (header.isTopDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) pixelAt.copy(row, x, pixels, (y * width + x) * channels);
  }
  return { width, height, channels, pixels };
}

interface Pixels {
  readonly channels: number;
  /** Copies pixel x of the row that begins at a byte. */
  copy(row: number, x: number, to: Uint8Array, at: number): void;
}

function direct(bytes: Uint8Array, channels: number): Pixels {
  const copy: Pixels["copy"] = (row, x, to, at) => {
    const from = row + x * channels;
    copyColour(bytes, from, to, at);
    if (channels === 4) to[at + 3] = bytes[from + 3] as number;
  };
  return { channels, copy };
}

function paletted(bytes: Uint8Array, { bits, palette }: Header): Pixels {
  const isGrey = palette.every((value, i) => i % 4 === 3 || value === palette[i - (i % 4)]);
  const copy: Pixels["copy"] = (row, x, to, at) => {
    const bit = x * bits;
    const index = ((bytes[row + (bit >> 3)] as number) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
    if (4 * index >= palette.length) throw new Error(`decodeBmp: a pixel has colour ${index} of ${palette.length / 4}`);
    if (isGrey) to[at] = palette[4 * index] as number;
    else copyColour(palette, 4 * index, to, at);
  };
  return { channels: isGrey ? 1 : 3, copy };
}

/** From blue, green, red. */
function copyColour(from: Uint8Array, index: number, to: Uint8Array, at: number): void {
  for (let c = 0; c < 3; c++) to[at + c] = from[index + 2 - c] as number;
}

function readHeader(bytes: Uint8Array): Header {
  const shortest = 54;
  if (bytes.length < shortest)
    throw new Error(`decodeBmp: the file is cut short: ${bytes.length} bytes, its header alone has ${shortest}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [offset, size, width, height] = [10, 14, 18, 22].map((at) => view.getInt32(at, true)) as [number, number, number, number];
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  const isPlain = compression === UNCOMPRESSED || (compression === BIT_FIELDS && bits === 32 && hasUsualFields(view));
  if (!isPlain || ![1, 4, 8, 24, 32].includes(bits)) {
    throw new Error(`decodeBmp: ${bits} bits a pixel with compression ${compression}, expected 1, 4, 8, 24 or 32 without`);
  }
  if (size < 40 || width <= 0 || height === 0) {
    throw new Error(`decodeBmp: the header is damaged: ${size} bytes, ${width} × ${height} pixels`);
  }
  const colours = bits > 8 ? 0 : view.getUint32(46, true) || 2 ** bits;
  const palette = bytes.subarray(14 + size, 14 + size + 4 * colours);
  return { width, height: Math.abs(height), isTopDown: height < 0, bits, offset, palette };
}

/** Whether the masks for red, green and blue say blue, green, red, as without masks. */
function hasUsualFields(view: DataView): boolean {
  return [0xff0000, 0xff00, 0xff].every((mask, i) => view.byteLength >= 66 && view.getUint32(54 + 4 * i, true) === mask);
}
