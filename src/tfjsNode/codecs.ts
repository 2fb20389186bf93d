// The image codecs, which users install beside this package if they need them. Each is loaded by the first image of its kind.

import { codeOf, requireFromHere } from "./node.js";

/** What decodes and encodes a format; BMP needs nothing, since it is not compressed. */
export const CODECS = {
  jpeg: "@cornerstonejs/codec-libjpeg-turbo-8bit",
  png: "pngjs",
  gif: "omggif",
} as const;

function missingCodec(format: keyof typeof CODECS, error: unknown): Error {
  return new Error(
    `tf.node: ${format.toUpperCase()} images need the package ${CODECS[format]}. Run: npm install ${CODECS[format]}`,
    { cause: error },
  );
}

/** @param path within the package; its main module unless given */
export function requireCodec<Module>(format: keyof typeof CODECS, path = ""): Module {
  return find(format, () => requireFromHere(CODECS[format] + path) as Module);
}

/** The path of a file of the package. */
export function resolveCodec(format: keyof typeof CODECS, path: string): string {
  return find(format, () => requireFromHere.resolve(CODECS[format] + path));
}

function find<Found>(format: keyof typeof CODECS, get: () => Found): Found {
  try {
    return get();
  } catch (error) {
    throw codeOf(error) === "MODULE_NOT_FOUND" ? missingCodec(format, error) : error;
  }
}
