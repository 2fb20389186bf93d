// GIF, by omggif: every frame as it is seen, over those before it.

import { requireCodec } from "../codecs.js";

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What happens to it before the next one: 2 it is cleared, 3 what it covered comes back, else it stays. */
  readonly disposal: number;
}

interface Reader {
  readonly width: number;
  readonly height: number;
  numFrames(): number;
  frameInfo(frame: number): Frame;
  decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
}

interface Library {
  readonly GifReader: new (bytes: Uint8Array) => Reader;
}

export interface Frames {
  readonly frames: number;
  readonly width: number;
  readonly height: number;
  /** RGB. */
  readonly pixels: Uint8Array;
}

/** @param most how many frames are wanted */
export function decodeGifFrames(bytes: Uint8Array, most: number): Frames {
  const { GifReader } = requireCodec<Library>("gif");
  try {
    return compose(new GifReader(bytes), most);
  } catch (error) {
    throw new Error(`decodeGif: the file is damaged or cut short: ${(error as Error).message}`, { cause: error });
  }
}

function compose(reader: Reader, most: number): Frames {
  const { width, height } = reader;
  const frames = Math.min(most, reader.numFrames());
  if (frames === 0) throw new Error("it has no frames");
  const pixels = new Uint8Array(frames * width * height * 3);
  const canvas = new Uint8Array(width * height * 4);
  for (let i = 0; i < frames; i++) {
    const frame = reader.frameInfo(i);
    const covered = frame.disposal === 3 ? canvas.slice() : undefined;
    reader.decodeAndBlitFrameRGBA(i, canvas);
    const start = i * width * height * 3;
    for (let j = 0; j < width * height; j++) {
      for (let c = 0; c < 3; c++) pixels[start + 3 * j + c] = canvas[4 * j + c] as number;
    }
    if (covered) canvas.set(covered);
    if (frame.disposal === 2) clear(canvas, width, frame);
  }
  return { frames, width, height, pixels };
}

function clear(canvas: Uint8Array, canvasWidth: number, { x, y, width, height }: Frame): void {
  for (let row = y; row < y + height; row++) canvas.fill(0, 4 * (row * canvasWidth + x), 4 * (row * canvasWidth + x + width));
}
