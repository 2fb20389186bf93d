// tf.node.encodeJpeg and encodePng: a tensor [height, width, channels] of 0 … 255 to the bytes of a file.

import type { Tensor3D } from "@tensorflow/tfjs";
import { checkChannels, type Image } from "./image.js";
import { encodeJpegImage } from "./jpeg.js";
import { densitySegment, xmpSegment } from "./jpegSegments.js";
import { encodePngImage } from "./png.js";

const FORMAT_CHANNELS = { "": [1, 3], grayscale: [1], rgb: [3] };

/**
 * @param format "" as the image's channels say, "grayscale" or "rgb"
 * @param quality 0 … 100
 * @param progressive whether it loads from coarse to fine
 * @param _optimizeSize tables are the library's own
 * @param chromaDownsampling whether colour has half the resolution (4:2:0)
 * @param xmpMetadata put into the header as it is
 */
export async function encodeJpeg(
  image: Tensor3D,
  format: "" | "grayscale" | "rgb" = "",
  quality = 95,
  progressive = false,
  _optimizeSize = false,
  chromaDownsampling = true,
  densityUnit: "in" | "cm" = "in",
  xDensity = 300,
  yDensity = 300,
  xmpMetadata = "",
): Promise<Uint8Array> {
  const allowed = FORMAT_CHANNELS[format];
  if (!allowed) throw new RangeError(`encodeJpeg: format is ${String(format).slice(0, 50)}, expected "", "grayscale" or "rgb"`);
  if (!(quality >= 0 && quality <= 100)) throw new RangeError(`encodeJpeg: quality is ${quality}, expected 0 … 100`);
  const density = densitySegment(densityUnit === "cm" ? 2 : 1, xDensity, yDensity);
  return encodeJpegImage(await imageOf("encodeJpeg", image, allowed), {
    quality,
    progressive,
    chromaDownsampling,
    segments: xmpMetadata ? [density, xmpSegment(xmpMetadata)] : [density],
  });
}

/** @param compression 0 … 9, or −1 for zlib's own choice */
export async function encodePng(image: Tensor3D, compression = 1): Promise<Uint8Array> {
  if (!(Number.isInteger(compression) && compression >= -1 && compression <= 9)) {
    throw new RangeError(`encodePng: compression is ${compression}, expected an integer from -1 to 9`);
  }
  return encodePngImage(await imageOf("encodePng", image, [1, 2, 3, 4]), compression);
}

async function imageOf(name: string, image: Tensor3D, allowed: readonly number[]): Promise<Image> {
  if (image.shape?.length !== 3)
    throw new RangeError(`${name}: image has shape [${image.shape}], expected [height, width, channels]`);
  const [height, width, channels] = image.shape;
  checkChannels(name, channels, allowed);
  if (height === 0 || width === 0) throw new RangeError(`${name}: image has shape [${image.shape}], expected pixels`);
  return { width, height, channels, pixels: new Uint8Array(await image.data()) };
}
