// The text of a file, whatever its encoding: UTF-8 or UTF-16, with a mark at its beginning or without, else what Excel writes.

import { readFileSync } from "node:fs";
import { CommandError } from "./errors.mjs";

/** Why a file cannot be read, in words; others are told as the system tells them. */
const READ_ERRORS = new Map([
  ["ENOENT", "no such file"],
  ["EISDIR", "is a directory, expected a CSV file"],
  ["EACCES", "permission denied"],
  ["ERR_FS_FILE_TOO_LARGE", "is over 2 GiB, more than can be read at once"],
  ["ERR_STRING_TOO_LONG", "is longer than a string can be (512 MiB)"],
]);
/** Bytes that show whether every other one is zero, as in UTF-16 of Latin letters. */
const SAMPLE = 512;

/**
 * @param {string} file
 * @param {string} [expected] the kind of file, for the message
 * @returns {{ text: string, encoding: string }}
 */
export function readText(file, expected = "a CSV file") {
  try {
    const bytes = readFileSync(file);
    const encoding = encodingOf(bytes);
    const text = new TextDecoder(encoding).decode(bytes);
    if (text.slice(0, SAMPLE).includes("\0")) throw new CommandError(`${file}: is not text, expected ${expected}`);
    return { text, encoding };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const words = READ_ERRORS.get(code ?? "")?.replace("a CSV file", expected) ?? message;
    throw new CommandError(`${file}: ${words}`);
  }
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
