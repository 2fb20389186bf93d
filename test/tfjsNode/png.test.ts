// decodePng gives the samples that were written, in files of every kind, and encodePng what decodePng gives back.

import { describe, expect, it } from "vitest";
import * as tf from "../../src/tfjsNode/index.js";
import { type Samples, samplesAPixel, writePng } from "./pngWriter.js";

const KINDS: readonly [colorType: number, depths: readonly number[]][] = [
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
];
const kinds = KINDS.flatMap(([colorType, depths]) =>
  depths.flatMap((depth) => [false, true].map((interlaced) => ({ colorType, depth, interlaced }))),
);

/** Numbers below `end`, the same in every run. */
function numbers(count: number, end: number): number[] {
  let seed = 12345;
  return Array.from({ length: count }, () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * end);
  });
}

const [WIDTH, HEIGHT] = [11, 9];

function samplesOf(kind: { colorType: number; depth: number; interlaced: boolean }): Samples {
  const values = numbers(WIDTH * HEIGHT * samplesAPixel(kind.colorType), 2 ** kind.depth);
  return {
    width: WIDTH,
    height: HEIGHT,
    values,
    ...kind,
    ...(kind.colorType === 3 && { palette: numbers(3 * 2 ** kind.depth, 256) }),
  };
}

/** The eight upper bits of a sample; fewer bits spread over 0 … 255. */
const byte = (value: number, depth: number) => (depth === 16 ? value >> 8 : (value * 255) / (2 ** depth - 1));

/** What the samples mean, pixel by pixel as RGBA, and as grey where they have no colour. */
function pixelsOf({ values, colorType, depth, palette = [], transparency }: Samples): number[][] {
  const count = samplesAPixel(colorType);
  return Array.from({ length: values.length / count }, (_, i) => {
    const pixel = values.slice(i * count, (i + 1) * count);
    const opaque = byte(2 ** depth - 1, depth);
    if (colorType === 3) {
      const [index] = pixel as [number];
      return [...palette.slice(3 * index, 3 * index + 3), transparency?.[index] ?? 255];
    }
    const key =
      transparency && Array.from({ length: count }, (_, c) => 256 * (transparency[2 * c] ?? 0) + (transparency[2 * c + 1] ?? 0));
    const colours = pixel.slice(0, colorType & 2 ? 3 : 1).map((value) => byte(value, depth));
    const alpha = colorType & 4 ? byte(pixel.at(-1) as number, depth) : key?.every((value, c) => value === pixel[c]) ? 0 : opaque;
    return [...(colours.length === 1 ? [...colours, ...colours, ...colours] : colours), alpha];
  });
}

const flat = (tensor: tf.Tensor) => [...tensor.dataSync()];

describe.each(kinds)("colour type $colorType, $depth bits, interlaced: $interlaced", (kind) => {
  const samples = samplesOf(kind);
  const file = writePng(samples);
  const pixels = pixelsOf(samples);

  it("is decoded to the channels that it has", () => {
    const own = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 }[kind.colorType] as number;
    const decoded = tf.node.decodePng(file);
    expect(decoded.shape).toEqual([HEIGHT, WIDTH, own]);
    expect(decoded.dtype).toBe("int32");
    const expected = pixels.map(([r, g, b, a]) => [[r], [r, a], [r, g, b], [r, g, b, a]][own - 1]);
    expect(flat(decoded)).toEqual(expected.flat());
    expect(flat(tf.node.decodeImage(file))).toEqual(expected.flat());
  });

  it("is decoded to the channels that are wanted", () => {
    expect(flat(tf.node.decodePng(file, 3))).toEqual(pixels.flatMap((pixel) => pixel.slice(0, 3)));
    expect(flat(tf.node.decodePng(file, 4))).toEqual(pixels.flat());
    const grey = pixels.map(([r = 0, g = 0, b = 0]) => 0.299 * r + 0.587 * g + 0.114 * b);
    const decoded = flat(tf.node.decodePng(file, 1));
    // Of 16 bits the grey is made before the lower ones are cut off.
    const most = kind.depth === 16 ? 1.01 : 0.51;
    expect(Math.max(...decoded.map((value, i) => Math.abs(value - (grey[i] as number))))).toBeLessThan(most);
  });
});

describe("transparency without a channel for it", () => {
  it.each([
    { name: "a palette's", colorType: 3, depth: 4, transparency: [0, 17, 255, 128], own: 4 },
    { name: "of a grey", colorType: 0, depth: 4, transparency: [0, 5], own: 1 },
    { name: "of a grey of 16 bits", colorType: 0, depth: 16, transparency: [1, 2], own: 1 },
    { name: "of a colour", colorType: 2, depth: 8, transparency: [0, 9, 0, 8, 0, 7], own: 3 },
  ])("$name", ({ transparency, own, ...kind }) => {
    const samples = { ...samplesOf({ ...kind, interlaced: false }), transparency };
    // Some pixels are of that colour.
    const key = kind.colorType === 0 ? [256 * (transparency[0] as number) + (transparency[1] as number)] : [9, 8, 7];
    const values = kind.colorType === 3 ? samples.values : [...key, ...samples.values.slice(key.length)];
    const file = writePng({ ...samples, values });
    const pixels = pixelsOf({ ...samples, values });
    expect(pixels.some(([, , , alpha]) => alpha !== 255)).toBe(true);
    expect(tf.node.decodePng(file).shape).toEqual([HEIGHT, WIDTH, own]);
    expect(flat(tf.node.decodePng(file, 4))).toEqual(pixels.flat());
    expect(flat(tf.node.decodePng(file, 3))).toEqual(pixels.flatMap((pixel) => pixel.slice(0, 3)));
  });
});

describe("encodePng", () => {
  it.each([1, 2, 3, 4])("keeps all of %i channels", async (channels) => {
    const image = tf.tensor3d(numbers(5 * 7 * channels, 256), [5, 7, channels], "int32");
    for (const compression of [undefined, -1, 0, 9]) {
      const file = await tf.node.encodePng(image, compression);
      expect(file).toBeInstanceOf(Uint8Array);
      const decoded = tf.node.decodePng(file);
      expect(decoded.shape).toEqual(image.shape);
      expect(flat(decoded)).toEqual(flat(image));
    }
  });

  it("refuses what it cannot take", async () => {
    await expect(tf.node.encodePng(tf.zeros([2, 2, 5]))).rejects.toThrow("channels is 5, expected 1 or 2 or 3 or 4");
    await expect(tf.node.encodePng(tf.zeros([2, 2]) as tf.Tensor as tf.Tensor3D)).rejects.toThrow("shape [2,2]");
    await expect(tf.node.encodePng(tf.zeros([2, 2, 3]), 10)).rejects.toThrow("compression is 10");
  });
});

describe("a damaged file", () => {
  const file = writePng(samplesOf({ colorType: 2, depth: 8, interlaced: false }));

  it.each([20, 60, file.length - 20, file.length - 4])("cut to %i bytes is refused", (length) => {
    expect(() => tf.node.decodePng(file.subarray(0, length))).toThrow("decodePng: the file is damaged or cut short");
  });

  it("with a wrong byte is refused", () => {
    const wrong = Buffer.from(file);
    wrong[60] = (wrong[60] as number) ^ 255;
    expect(() => tf.node.decodePng(wrong)).toThrow("decodePng: the file is damaged or cut short");
  });
});
