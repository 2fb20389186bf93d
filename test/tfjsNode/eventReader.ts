// Reads TensorBoard's event files, apart from what writes them: every checksum is computed bit by bit, every field is looked at.

import { readFileSync } from "node:fs";

export interface Event {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion?: string;
  readonly tag?: string;
  readonly scalar?: number;
  /** The plugin that shows the tensor, and its rows. */
  readonly plugin?: string;
  readonly shape?: number[];
  readonly numbers?: number[];
}

/** @throws where the framing or a checksum is wrong, or a field is unknown */
export function readEvents(file: string): Event[] {
  const bytes = readFileSync(file);
  const events: Event[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    check(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8));
    const data = bytes.subarray(at + 12, at + 12 + length);
    check(data, bytes.readUInt32LE(at + 12 + length));
    events.push(eventOf(data));
    at += 16 + length;
  }
  return events;
}

/** CRC-32C by polynomial division, then rotated right by 15 and offset. */
function check(data: Buffer, masked: number): void {
  let crc = 0xffffffffn;
  for (const byte of data) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }
  crc ^= 0xffffffffn;
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  const expected = Number((rotated + 0xa282ead8n) & 0xffffffffn);
  if (expected !== masked) throw new Error(`a checksum is ${masked}, expected ${expected}`);
}

type Field = readonly [number: number, value: number | Buffer];

function fieldsOf(data: Buffer): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let [value, shift, byte] = [0n, 0n, 0n];
    do {
      byte = BigInt(data[at++] as number);
      value |= (byte & 127n) << shift;
      shift += 7n;
    } while (byte & 128n);
    return Number(BigInt.asIntN(64, value));
  };
  const taken = (bytes: number) => {
    at += bytes;
    return data.subarray(at - bytes, at);
  };
  while (at < data.length) {
    const key = varint();
    const [number, type] = [key >> 3, key & 7];
    const readers: Record<number, () => number | Buffer> = {
      0: varint,
      1: () => taken(8).readDoubleLE(),
      2: () => taken(varint()),
      5: () => taken(4).readFloatLE(),
    };
    fields.push([number, (readers[type] as () => number | Buffer)()]);
  }
  return fields;
}

function only(data: Buffer, known: Readonly<Record<number, string>>): Record<string, number | Buffer> {
  return Object.fromEntries(
    fieldsOf(data).map(([number, value]) => {
      if (!(number in known)) throw new Error(`field ${number} is unknown`);
      return [known[number], value];
    }),
  );
}

const text = (value: number | Buffer | undefined) => value?.toString();

function eventOf(data: Buffer): Event {
  const { wallTime, step = 0, fileVersion, summary } = only(data, { 1: "wallTime", 2: "step", 3: "fileVersion", 5: "summary" });
  const head = { wallTime: wallTime as number, step: step as number };
  if (!summary) return { ...head, fileVersion: text(fileVersion) as string };
  const { value } = only(summary as Buffer, { 1: "value" });
  const { tag, scalar, tensor, metadata } = only(value as Buffer, { 1: "tag", 2: "scalar", 8: "tensor", 9: "metadata" });
  const named = { ...head, tag: text(tag) as string };
  if (!tensor) return { ...named, scalar: scalar as number };
  return { ...named, ...tensorOf(tensor as Buffer), plugin: pluginOf(metadata as Buffer) };
}

function tensorOf(data: Buffer): { shape: number[]; numbers: number[] } {
  const { type, shape, content } = only(data, { 1: "type", 2: "shape", 4: "content" });
  if (type !== 2) throw new Error(`the tensor has type ${type}, expected 2: doubles`);
  const bytes = content as Buffer;
  const sizes = fieldsOf(shape as Buffer).map(([, dimension]) => only(dimension as Buffer, { 1: "size" }).size as number);
  return { shape: sizes, numbers: Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i)) };
}

function pluginOf(data: Buffer): string {
  const { plugin } = only(data, { 1: "plugin", 2: "name", 3: "description", 4: "class" });
  return text(only(plugin as Buffer, { 1: "name", 2: "content" }).name) as string;
}
