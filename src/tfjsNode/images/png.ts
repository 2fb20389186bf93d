// PNG, by pngjs; channels as TensorFlow chooses and makes them.

import { requireCodec } from "../codecs.js";
import { type Image, withChannels } from "./image.js";

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 1 palette, 2 colour, 4 alpha: a sum. */
  readonly colorType: number;
  /** The colour that is transparent, of 1 or 3 samples. */
  readonly transColor?: readonly number[];
  /** RGBA; 16 bits each where the depth is 16. */
  readonly data: Uint8Array | Uint16Array;
}

interface Library {
  readonly PNG: {
    readonly sync: {
      read(bytes: Uint8Array, options: object): Decoded;
      write(image: { width: number; height: number; data: Uint8Array }, options: object): Uint8Array;
    };
  };
}

const [PALETTE, COLOUR, ALPHA] = [1, 2, 4];
const DEPTH_AT = 24;

export function decodePngImage(bytes: Uint8Array, channels: number): Image {
  const png = read(bytes);
  keepTransparentColour(png);
  const hasColour = (png.colorType & COLOUR) !== 0;
  const own = ownChannels(png.colorType, hasTransparency(bytes));
  const wanted = channels || own;
  const { width, height, data } = png;
  const pixels = new Uint8Array(width * height * wanted);
  // Of 16 bits the lower ones are cut off, not rounded.
  const shift = png.depth === 16 ? 8 : 0;
  const grey = wanted < 3;
  const colours = grey ? 1 : 3;
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue, alpha] = [0, 1, 2, 3].map((c) => data[4 * i + c]) as [number, number, number, number];
    const at = i * wanted;
    if (grey) pixels[at] = (hasColour ? luma(red, green, blue) : red) >> shift;
    else {
      pixels[at] = red >> shift;
      pixels[at + 1] = green >> shift;
      pixels[at + 2] = blue >> shift;
    }
    if (wanted % 2 === 0) pixels[at + colours] = alpha >> shift;
  }
  return { width, height, channels: wanted, pixels };
}

function read(bytes: Uint8Array): Decoded {
  const { PNG } = requireCodec<Library>("png");
  try {
    // Fewer than 8 bits are spread over 0 … 255; 16 are kept.
    return PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { skipRescale: bytes[DEPTH_AT] === 16 });
  } catch (error) {
    throw new Error(`decodePng: the file is damaged or cut short: ${(error as Error).message}`, { cause: error });
  }
}

/** The codec gives black where the file has its transparent colour; TensorFlow keeps that. */
function keepTransparentColour({ depth, transColor, data }: Decoded): void {
  if (!transColor) return;
  const spread = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  const colours = [0, 1, 2].map((c) => (transColor[c] ?? (transColor[0] as number)) * spread);
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 0) data.set(colours, i);
}

function ownChannels(colorType: number, isTransparent: boolean): number {
  if (colorType & PALETTE) return isTransparent ? 4 : 3;
  return (colorType & COLOUR ? 3 : 1) + (colorType & ALPHA ? 1 : 0);
}

/** Rec. 601, in the whole numbers of libpng. */
function luma(red: number, green: number, blue: number): number {
  return red === green && red === blue ? red : (9798 * red + 19235 * green + 3735 * blue + 16384) >>> 15;
}

/** Whether there is a tRNS chunk. */
function hasTransparency(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= view.length; at += 12 + view.readUInt32BE(at)) {
    const name = view.toString("latin1", at + 4, at + 8);
    if (name === "tRNS") return true;
    if (name === "IDAT") return false;
  }
  return false;
}

/** The colour types by channels. */
const COLOUR_TYPES = [0, 0, ALPHA, COLOUR, COLOUR | ALPHA];

export function encodePngImage(image: Image, compression: number): Uint8Array {
  const { width, height, pixels } = withChannels(image, image.channels);
  const colorType = COLOUR_TYPES[image.channels];
  const options = {
    colorType,
    inputColorType: colorType,
    inputHasAlpha: image.channels % 2 === 0,
    bitDepth: 8,
    ...(compression >= 0 && { deflateLevel: compression }),
  };
  return Uint8Array.from(
    requireCodec<Library>("png").PNG.sync.write({ width, height, data: Buffer.from(pixels) as Uint8Array }, options),
  );
}
