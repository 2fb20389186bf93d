// The text of a file, whatever its encoding.

import { readFileSync } from "node:fs";
import { decodeText } from "./encoding.mjs";
import { CommandError } from "./errors.mjs";

/** Why a file cannot be read, in words; others are told as the system tells them. */
const READ_ERRORS = new Map([
  ["ENOENT", "no such file"],
  ["EISDIR", "is a directory, expected a CSV file"],
  ["EACCES", "permission denied"],
  ["ERR_FS_FILE_TOO_LARGE", "is over 2 GiB, more than can be read at once"],
  ["ERR_STRING_TOO_LONG", "is longer than a string can be (512 MiB)"],
]);

/**
 * @param {string} file
 * @param {string} [expected] the kind of file, for the message
 * @returns {{ text: string, encoding: string }}
 */
export function readText(file, expected = "a CSV file") {
  try {
    return decodeText(readFileSync(file), file, expected);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    const words = READ_ERRORS.get(code ?? "")?.replace("a CSV file", expected) ?? message;
    throw new CommandError(`${file}: ${words}`);
  }
}
