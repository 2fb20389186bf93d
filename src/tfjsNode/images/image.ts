// What decoders give and encoders take: rows of pixels, a byte for each channel.

export interface Image {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Another number of channels: grey is repeated, alpha is dropped, or 255. Colours are not made grey here: formats differ in how. */
export function withChannels(image: Image, channels: number): Image {
  if (image.channels === channels) return image;
  const { width, height, pixels } = image;
  const [given, wanted] = [planesOf(image.channels), planesOf(channels)];
  const converted = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const [from, to] = [i * image.channels, i * channels];
    for (let c = 0; c < wanted.colours; c++) {
      converted[to + c] = pixels[from + Math.min(c, given.colours - 1)] as number;
    }
    if (wanted.alpha) converted[to + wanted.colours] = given.alpha ? (pixels[from + given.colours] as number) : 255;
  }
  return { width, height, channels, pixels: converted };
}

const planesOf = (channels: number) => ({ colours: channels < 3 ? 1 : 3, alpha: channels % 2 === 0 });

export function checkChannels(name: string, channels: number, allowed: readonly number[]): void {
  if (!allowed.includes(channels)) {
    throw new RangeError(`${name}: channels is ${channels}, expected ${allowed.join(" or ")}`);
  }
}
