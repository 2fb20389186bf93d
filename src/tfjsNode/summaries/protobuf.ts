// The few kinds of fields of Protocol Buffers that TensorBoard's events are made of.

const utf8 = new TextEncoder();

/** A message: its fields, one after the other. */
export const message = (...fields: readonly Uint8Array[]): Uint8Array => Buffer.concat(fields);

/** @param type 0 for a varint, 1 for 64 bits, 2 for bytes of a given length, 5 for 32 bits */
const key = (field: number, type: 0 | 1 | 2 | 5): Uint8Array => varint((field << 3) | type);

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export const integer = (field: number, value: number): Uint8Array => message(key(field, 0), varint(value));

export function double(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return message(key(field, 1), bytes);
}

export function float(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return message(key(field, 5), bytes);
}

/** Bytes, or a message within a message. */
export const bytes = (field: number, value: Uint8Array): Uint8Array => message(key(field, 2), varint(value.length), value);

export const text = (field: number, value: string): Uint8Array => bytes(field, utf8.encode(value));
