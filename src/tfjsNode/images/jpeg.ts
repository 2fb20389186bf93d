// JPEG, by libjpeg-turbo in WebAssembly: the library that TensorFlow itself decodes with.

import { requireCodec, resolveCodec } from "../codecs.js";
import { fs } from "../node.js";
import { type Image, withChannels } from "./image.js";
import { readHeader, type Segment, withoutColourTransform, withSegments } from "./jpegSegments.js";

interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
}

interface Decoder {
  getEncodedBuffer(size: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

interface Encoder {
  getDecodedBuffer(info: FrameInfo): Uint8Array;
  setQuality(quality: number): void;
  setProgressive(isProgressive: boolean): void;
  setSubSampling(subsampling: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

interface Library {
  readonly JPEGDecoder: new () => Decoder;
  readonly JPEGEncoder: new () => Encoder;
}

interface Instantiation {
  instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void): WebAssembly.Exports;
}

let library: Library | undefined;

/** Its loader only promises the library, but fills the object it is given at once where that instantiates at once. */
function libjpeg(): Library {
  if (library) return library;
  const instantiation: Instantiation = {
    instantiateWasm(imports, receive) {
      const bytes = Uint8Array.from(fs.readFileSync(resolveCodec("jpeg", "/wasm")));
      const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
      receive(instance);
      return instance.exports;
    },
  };
  requireCodec<(module: Instantiation) => void>("jpeg", "/wasmjs")(instantiation);
  library = instantiation as unknown as Library;
  return library;
}

/** Uses a decoder or encoder, which lives in the library's memory. */
function using<Tool extends { delete(): void }, Result>(tool: Tool, use: (tool: Tool) => Result): Result {
  try {
    const result = use(tool);
    tool.delete();
    return result;
  } catch (error) {
    // Nobody knows what a trap has left behind.
    if (error instanceof WebAssembly.RuntimeError) library = undefined;
    else tool.delete();
    throw error;
  }
}

/** As TensorFlow allows at most. */
const MOST_BYTES = 2 ** 29;

/** @param recover whether a file cut short gives what there is of it */
export function decodeJpegImage(bytes: Uint8Array, channels: number, recover: boolean): Image {
  const header = readHeader(bytes);
  if (!header) throw new Error("decodeJpeg: the file is no JPEG, or its header is cut short or damaged");
  const { width, height, components, isPlainRgb } = header;
  if (components !== 1 && components !== 3) {
    throw new Error(`decodeJpeg: the file has ${components} colour components (CMYK?), expected 1 or 3`);
  }
  if (width * height * components >= MOST_BYTES) {
    throw new RangeError(`decodeJpeg: the image has ${width} × ${height} pixels, which is too large`);
  }
  if (channels !== 1 || components === 1) return withChannels(decode(bytes, recover), channels || components);
  // The first component of YCbCr is the grey image.
  const { pixels } = decode(isPlainRgb ? bytes : withoutColourTransform(bytes), recover);
  const grey = (i: number) => (isPlainRgb ? luma(pixels, 3 * i) : (pixels[3 * i] as number));
  return { width, height, channels: 1, pixels: Uint8Array.from({ length: width * height }, (_, i) => grey(i)) };
}

/** Rec. 601, in the whole numbers of libjpeg. */
function luma(pixels: Uint8Array, at: number): number {
  const [red, green, blue] = pixels.subarray(at, at + 3) as unknown as [number, number, number];
  return (19595 * red + 38470 * green + 7471 * blue + 32768) >>> 16;
}

function decode(bytes: Uint8Array, recover: boolean): Image {
  return using(new (libjpeg().JPEGDecoder)(), (decoder) => {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    try {
      decoder.decode();
    } catch (error) {
      // The library throws addresses in its memory; what it has decoded by then is there.
      if (!recover || error instanceof Error) {
        throw new Error(`decodeJpeg: the file is damaged or cut short (${bytes.length} bytes)`, { cause: error });
      }
    }
    const { width, height, componentCount } = decoder.getFrameInfo();
    return { width, height, channels: componentCount, pixels: Uint8Array.from(decoder.getDecodedBuffer()) };
  });
}

export interface JpegOptions {
  readonly quality: number;
  readonly progressive: boolean;
  readonly chromaDownsampling: boolean;
  /** What the header holds besides. */
  readonly segments: readonly Segment[];
}

/** As libjpeg-turbo numbers them. */
const SUBSAMPLING = { "4:4:4": 0, "4:2:0": 2, grey: 3 };

export function encodeJpegImage({ width, height, channels, pixels }: Image, options: JpegOptions): Uint8Array {
  // The library writes into a buffer of the size of the pixels, without looking where it ends. Noise takes more than that: so
  // it is told of pixels of so many bits that any file has room.
  const bitsPerSample = 8 * Math.ceil(mostBytes(width, height) / pixels.length);
  const encoded = using(new (libjpeg().JPEGEncoder)(), (encoder) => {
    encoder.getDecodedBuffer({ width, height, bitsPerSample, componentCount: channels, isSigned: false }).set(pixels);
    encoder.setQuality(options.quality);
    encoder.setProgressive(options.progressive);
    const colour = options.chromaDownsampling ? SUBSAMPLING["4:2:0"] : SUBSAMPLING["4:4:4"];
    encoder.setSubSampling(channels === 1 ? SUBSAMPLING.grey : colour);
    encoder.encode();
    return Uint8Array.from(encoder.getEncodedBuffer());
  });
  return withSegments(encoded, options.segments);
}

/** What libjpeg-turbo takes for the most that an image of blocks of 16 × 16 can become, its header included. */
function mostBytes(width: number, height: number): number {
  const blocks = Math.ceil(width / 16) * Math.ceil(height / 16);
  return 6 * 256 * blocks + 4096;
}
