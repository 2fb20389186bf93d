// tf.node.decodeImage and the decoders it chooses from: bytes of a file to a tensor of int32.

import { type Tensor3D, type Tensor4D, tensor3d, tensor4d } from "@tensorflow/tfjs";
import { decodeBmpImage } from "./bmp.js";
import { decodeGifFrames } from "./gif.js";
import { checkChannels, type Image, withChannels } from "./image.js";
import { decodeJpegImage } from "./jpeg.js";
import { decodePngImage } from "./png.js";

/**
 * @param channels 0 as many as the file has, 1 grey, 3 RGB
 * @param ratio downscaling: only 1 here
 * @param _fancyUpscaling chroma is always interpolated
 * @param tryRecoverTruncated whether a file that is cut short gives what there is of it
 * @param _dctMethod always the accurate one
 * @returns [height, width, channels]
 */
export function decodeJpeg(
  contents: Uint8Array,
  channels = 0,
  ratio = 1,
  _fancyUpscaling = true,
  tryRecoverTruncated = false,
  _acceptableFraction = 1,
  _dctMethod = "",
): Tensor3D {
  checkContents("decodeJpeg", contents);
  checkChannels("decodeJpeg", channels, [0, 1, 3]);
  if (ratio !== 1) {
    throw new RangeError(`decodeJpeg: ratio is ${ratio}, expected 1; tf.image.resizeBilinear makes the result smaller`);
  }
  return tensorOf(decodeJpegImage(contents, channels, tryRecoverTruncated));
}

/**
 * @param channels 0 as many as the file has, 1 grey, 3 RGB, 4 RGBA
 * @returns [height, width, channels]
 */
export function decodePng(contents: Uint8Array, channels = 0, dtype = "int32"): Tensor3D {
  checkContents("decodePng", contents);
  checkChannels("decodePng", channels, [0, 1, 3, 4]);
  checkType("decodePng", dtype);
  return tensorOf(decodePngImage(contents, channels));
}

/**
 * @param channels 0 as many as the file has, 3 RGB, 4 RGBA
 * @returns [height, width, channels]
 */
export function decodeBmp(contents: Uint8Array, channels = 0): Tensor3D {
  checkContents("decodeBmp", contents);
  checkChannels("decodeBmp", channels, [0, 3, 4]);
  const image = decodeBmpImage(contents);
  return tensorOf(withChannels(image, channels || image.channels));
}

/** @returns [frames, height, width, 3] */
export function decodeGif(contents: Uint8Array): Tensor4D {
  checkContents("decodeGif", contents);
  const { frames, width, height, pixels } = decodeGifFrames(contents, Number.POSITIVE_INFINITY);
  return tensor4d(Int32Array.from(pixels), [frames, height, width, 3], "int32");
}

function decodeFirstOfGif(contents: Uint8Array): Tensor3D {
  return tensorOf({ channels: 3, ...decodeGifFrames(contents, 1) });
}

interface Format {
  /** How its files begin. */
  readonly signature: readonly number[];
  readonly decode: (contents: Uint8Array, channels: number, expandAnimations: boolean) => Tensor3D | Tensor4D;
}

const FORMATS: readonly Format[] = [
  { signature: [0xff, 0xd8, 0xff], decode: (contents, channels) => decodeJpeg(contents, channels) },
  { signature: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], decode: (contents, channels) => decodePng(contents, channels) },
  { signature: [0x47, 0x49, 0x46, 0x38], decode: (contents, _, all) => (all ? decodeGif : decodeFirstOfGif)(contents) },
  { signature: [0x42, 0x4d], decode: (contents, channels) => decodeBmp(contents, channels) },
];

/**
 * Decodes BMP, GIF, JPEG and PNG, told by their first bytes.
 * @param channels 0 as many as the file has; not for GIF, which has 3
 * @param expandAnimations whether a GIF gives all its frames; if not, its first one
 * @returns [height, width, channels], or for a GIF with `expandAnimations` [frames, height, width, 3]
 */
export function decodeImage(content: Uint8Array, channels = 0, dtype = "int32", expandAnimations = true): Tensor3D | Tensor4D {
  checkContents("decodeImage", content);
  checkType("decodeImage", dtype);
  const format = FORMATS.find(({ signature }) => signature.every((byte, i) => content[i] === byte));
  if (!format) throw new Error("Expected image (BMP, JPEG, PNG, or GIF), but got unsupported image type");
  return format.decode(content, channels, expandAnimations);
}

function tensorOf({ width, height, channels, pixels }: Image): Tensor3D {
  return tensor3d(Int32Array.from(pixels), [height, width, channels], "int32");
}

function checkContents(name: string, contents: Uint8Array): void {
  if (!(contents instanceof Uint8Array)) throw new TypeError(`${name}: contents is ${typeof contents}, expected a Uint8Array`);
}

function checkType(name: string, dtype: string): void {
  if (dtype !== "int32") throw new Error(`${name}: dtype is ${dtype}, expected int32`);
}
