// JPEG, GIF and BMP are decoded as by the reference decoders that images.json records (record.py), to the last bit.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as tf from "../../src/tfjsNode/index.js";

interface Recorded {
  readonly file: string;
  readonly shape: number[];
  readonly pixels: string;
  readonly grey?: string;
}

const recorded: Record<string, Recorded> = JSON.parse(readFileSync(new URL("images.json", import.meta.url), "utf8"));
const of = (format: string) =>
  Object.entries(recorded).filter(([name, { shape }]) => name.startsWith(`${format} `) && shape) as [string, Recorded][];

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));
const flat = (tensor: tf.Tensor) => [...tensor.dataSync()];
const numbersOf = (text: string) => [...bytes(text)];

describe.each([...of("JPEG"), ...of("BMP"), ...of("GIF")])("%s", (name, { file, shape, pixels }) => {
  it("is decoded as by the reference", () => {
    const format = name.split(" ")[0] as "JPEG" | "BMP" | "GIF";
    const decode = { JPEG: tf.node.decodeJpeg, BMP: tf.node.decodeBmp, GIF: tf.node.decodeGif }[format];
    for (const decoded of [decode(bytes(file)), tf.node.decodeImage(Buffer.from(bytes(file)))]) {
      expect(decoded.shape).toEqual(shape);
      expect(decoded.dtype).toBe("int32");
      expect(flat(decoded)).toEqual(numbersOf(pixels));
    }
  });
});

describe("channels", () => {
  it.each(of("JPEG"))("%s: grey is what libjpeg gives, RGB as many as there are", (_, { file, shape, pixels, grey }) => {
    expect(tf.node.decodeJpeg(bytes(file), 1).shape).toEqual([...shape.slice(0, 2), 1]);
    expect(flat(tf.node.decodeJpeg(bytes(file), 1))).toEqual(numbersOf(grey as string));
    const repeated = shape[2] === 1 ? numbersOf(pixels).flatMap((value) => [value, value, value]) : numbersOf(pixels);
    expect(flat(tf.node.decodeJpeg(bytes(file), 3))).toEqual(repeated);
  });

  it.each(of("BMP"))("%s: three and four", (_, { file, shape, pixels }) => {
    const [count] = shape.slice(2) as [number];
    const all = numbersOf(pixels);
    const pixel = (i: number) => all.slice(i * count, (i + 1) * count);
    const rgb = Array.from({ length: all.length / count }, (_, i) =>
      count === 1 ? Array(3).fill(pixel(i)[0]) : pixel(i).slice(0, 3),
    );
    expect(flat(tf.node.decodeBmp(bytes(file), 3))).toEqual(rgb.flat());
    const alpha = (i: number) => (count === 4 ? pixel(i)[3] : 255);
    expect(flat(tf.node.decodeBmp(bytes(file), 4))).toEqual(rgb.flatMap((each, i) => [...each, alpha(i)]));
  });

  it("of a GIF without its animation are those of its first frame", () => {
    for (const [, { file, shape, pixels }] of of("GIF")) {
      const first = tf.node.decodeImage(bytes(file), 0, "int32", false);
      expect(first.shape).toEqual(shape.slice(1));
      expect(flat(first)).toEqual(numbersOf(pixels).slice(0, first.size));
    }
  });
});

describe("encodeJpeg", () => {
  const [, photo] = of("JPEG").find(([name]) => name === "JPEG 4:4:4") as [string, Recorded];
  const image = tf.tensor3d(numbersOf(photo.pixels), photo.shape as [number, number, number], "int32");
  const distance = (a: tf.Tensor, b: tf.Tensor) => tf.sub(a, b).abs().mean().dataSync()[0] as number;

  it("loses little at a high quality, and more at a low one", async () => {
    const decoded = async (...options: [format?: "" | "rgb", quality?: number, ...rest: boolean[]]) =>
      distance(tf.node.decodeJpeg(await tf.node.encodeJpeg(image, ...options)), image);
    const full = [false, false, false] as const;
    const [best, usual, poor] = [
      await decoded("rgb", 100, ...full),
      await decoded("", 95, ...full),
      await decoded("", 10, ...full),
    ];
    expect(best).toBeLessThan(1);
    expect(usual).toBeGreaterThan(best);
    expect(poor).toBeGreaterThan(usual);
    expect(await decoded("", 95)).toBeGreaterThan(usual);
  });

  it("writes what it is told: grey, progressive, density, metadata", async () => {
    const grey = await tf.node.encodeJpeg(image.slice([0, 0, 0], [-1, -1, 1]), "grayscale");
    expect(tf.node.decodeJpeg(grey).shape).toEqual([...photo.shape.slice(0, 2), 1]);
    const file = await tf.node.encodeJpeg(image, "rgb", 90, true, false, true, "cm", 118, 59, "<x:xmpmeta/>");
    const text = Buffer.from(file).toString("latin1");
    expect(text.slice(0, 20)).toBe("\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x02\0\x76\0\x3b\0\0");
    expect(text).toContain("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>");
    // The marker of a progressive frame.
    expect(text).toContain("\xff\xc2");
    expect(tf.node.decodeJpeg(file).shape).toEqual(photo.shape);
  });

  it("refuses what it cannot take", async () => {
    await expect(tf.node.encodeJpeg(image, "grayscale")).rejects.toThrow("channels is 3, expected 1");
    await expect(tf.node.encodeJpeg(image, "", 101)).rejects.toThrow("quality is 101");
    await expect(tf.node.encodeJpeg(tf.zeros([0, 2, 3]))).rejects.toThrow("expected pixels");
  });
});

describe("wrong input", () => {
  const file = (name: string) => bytes((recorded[name] as Recorded).file);

  it("is no image", () => {
    expect(() => tf.node.decodeImage(Uint8Array.of(1, 2, 3))).toThrow("Expected image (BMP, JPEG, PNG, or GIF)");
    expect(() => tf.node.decodeImage("file.png" as never)).toThrow(TypeError);
    expect(() => tf.node.decodeJpeg(Uint8Array.of(1, 2, 3))).toThrow("decodeJpeg: the file is no JPEG");
    expect(() => tf.node.decodeBmp(Uint8Array.of(1, 2, 3))).toThrow("decodeBmp: the file is cut short: 3 bytes");
  });

  it("asks for what is not to be had", () => {
    expect(() => tf.node.decodeJpeg(file("JPEG 4:2:0"), 4)).toThrow("decodeJpeg: channels is 4, expected 0 or 1 or 3");
    expect(() => tf.node.decodeJpeg(file("JPEG 4:2:0"), 3, 2)).toThrow("ratio is 2");
    expect(() => tf.node.decodeImage(file("JPEG 4:2:0"), 3, "float32")).toThrow("dtype is float32");
    expect(() => tf.node.decodeJpeg(file("JPEG CMYK"))).toThrow("has 4 colour components");
  });

  it.each(["JPEG 4:2:0", "BMP 24 bits", "GIF full frames"])("is cut short: %s", (name) => {
    const whole = file(name);
    for (const length of [whole.length - 300, Math.floor(whole.length / 2)]) {
      expect(() => tf.node.decodeImage(whole.subarray(0, length))).toThrow(/cut short/);
    }
  });

  it("is taken as far as it goes, where that is asked for", () => {
    const whole = file("JPEG 4:4:4");
    const decoded = tf.node.decodeJpeg(whole.subarray(0, whole.length - 100), 3, 1, true, true);
    expect(decoded.shape).toEqual(recorded["JPEG 4:4:4"]?.shape);
    const expected = numbersOf((recorded["JPEG 4:4:4"] as Recorded).pixels);
    expect(flat(decoded).slice(0, 100)).toEqual(expected.slice(0, 100));
  });
});
