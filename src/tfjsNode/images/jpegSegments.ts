// The segments at the head of a JPEG file: what its components mean, its density, and metadata.

const [APP0, APP1, APP14, START_OF_SCAN] = [0xe0, 0xe1, 0xee, 0xda];
const START = Uint8Array.of(0xff, 0xd8);

export interface Segment {
  readonly marker: number;
  readonly content: Uint8Array;
}

/** The segments before the first scan, and all from there on. */
function split(bytes: Uint8Array): { segments: Segment[]; rest: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments: Segment[] = [];
  let at = START.length;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    // Markers may be preceded by any number of such bytes.
    if (bytes[at + 1] === 0xff) {
      at++;
      continue;
    }
    const length = view.getUint16(at + 2);
    segments.push({ marker: bytes[at + 1] as number, content: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  return { segments, rest: bytes.subarray(at) };
}

function join(segments: readonly Segment[], rest: Uint8Array): Uint8Array {
  const parts = segments.flatMap(({ marker, content }) => {
    const length = content.length + 2;
    return [Uint8Array.of(0xff, marker, length >> 8, length & 255), content];
  });
  return Buffer.concat([START, ...parts, rest]);
}

const startsWith = ({ content }: Segment, text: string) => Buffer.from(content.subarray(0, text.length)).toString() === text;
const isJfif = (segment: Segment) => segment.marker === APP0 && startsWith(segment, "JFIF\0");
const isAdobe = (segment: Segment) => segment.marker === APP14 && startsWith(segment, "Adobe");

/** The same file as one of three plain components: a decoder gives the numbers themselves, not RGB made of them. */
export function withoutColourTransform(bytes: Uint8Array): Uint8Array {
  const { segments, rest } = split(bytes);
  const adobe: Segment = { marker: APP14, content: Uint8Array.of(...Buffer.from("Adobe"), 0, 100, 0, 0, 0, 0, 0) };
  return join([adobe, ...segments.filter((segment) => !isJfif(segment) && !isAdobe(segment))], rest);
}

export interface Header {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Whether three components are RGB themselves, as libjpeg tells it. */
  readonly isPlainRgb: boolean;
}

/** @returns undefined where the file is no JPEG, or cut short before its first scan */
export function readHeader(bytes: Uint8Array): Header | undefined {
  const { segments, rest } = split(bytes);
  const frame = segments.find(isFrame)?.content;
  if (!START.every((byte, i) => bytes[i] === byte) || rest[1] !== START_OF_SCAN || !frame || frame.length < 6) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const components = view.getUint8(5);
  const adobe = segments.find(isAdobe);
  const names = String.fromCharCode(...[6, 9, 12].map((at) => frame[at] ?? 0));
  const isPlainRgb = components === 3 && !segments.some(isJfif) && (adobe ? adobe.content[11] === 0 : names === "RGB");
  return { width: view.getUint16(3), height: view.getUint16(1), components, isPlainRgb };
}

/** A frame header: any coding but for the markers that lie between them (tables and restarts). */
const isFrame = ({ marker }: Segment) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** With these instead of the file's own segments of their markers, at the head. */
export function withSegments(bytes: Uint8Array, added: readonly Segment[]): Uint8Array {
  const { segments, rest } = split(bytes);
  const replaced = segments.filter(({ marker }) => !added.some((each) => each.marker === marker));
  return join([...added, ...replaced], rest);
}

/** @param unit 1 for dots an inch, 2 for dots a centimetre */
export function densitySegment(unit: 1 | 2, x: number, y: number): Segment {
  const content = Uint8Array.of(...Buffer.from("JFIF\0"), 1, 1, unit, x >> 8, x & 255, y >> 8, y & 255, 0, 0);
  return { marker: APP0, content };
}

export function xmpSegment(metadata: string): Segment {
  const content = Buffer.from(`http://ns.adobe.com/xap/1.0/\0${metadata}`);
  const most = 65_533;
  if (content.length > most)
    throw new RangeError(`encodeJpeg: xmpMetadata has ${content.length} bytes, expected at most ${most}`);
  return { marker: APP1, content };
}
