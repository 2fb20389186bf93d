// Bytes as text, whatever their encoding: UTF-8 or UTF-16, with a mark at its beginning or without, else what Excel writes. Knows no
// file system: the playground reads with it too.

import { CommandError } from "./errors.mjs";

/** Bytes that show whether every other one is zero, as in UTF-16 of Latin letters. */
const SAMPLE = 512;

/**
 * @param {Uint8Array} bytes
 * @param {string} file its name, for messages
 * @param {string} [expected] the kind of file
 * @returns {{ text: string, encoding: string }}
 */
export function decodeText(bytes, file, expected = "a CSV file") {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.slice(0, SAMPLE).includes("\0")) throw new CommandError(`${file}: is not text, expected ${expected}`);
  return { text, encoding };
}

/** @param {Uint8Array} bytes */
function encodingOf(bytes) {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const zeros = [0, 0];
  bytes.subarray(0, SAMPLE).forEach((byte, i) => {
    if (byte === 0) zeros[i & 1] = Number(zeros[i & 1]) + 1;
  });
  const half = Math.min(bytes.length, SAMPLE) / 2;
  if (Number(zeros[1]) > half / 2 && zeros[0] === 0) return "utf-16le";
  if (Number(zeros[0]) > half / 2 && zeros[1] === 0) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** @param {Uint8Array} bytes */
function isUtf8(bytes) {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
