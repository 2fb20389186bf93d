// Unpacking without streams gives what zlib packed, whatever kinds of blocks it made.

import { readdirSync, readFileSync } from "node:fs";
import { constants, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { unpack } from "../../src/runtime/unpack.js";
import { seeded } from "../inputs.js";

const kernels = new URL("../../dist/kernels/", import.meta.url);
const ways = [
  ["dynamic codes", {}],
  ["fixed codes", { strategy: constants.Z_FIXED }],
  ["literals alone", { strategy: constants.Z_HUFFMAN_ONLY }],
  ["stored bytes", { level: 0 }],
] as const;

function expectUnpacked(bytes: Uint8Array, options: object): void {
  const unpacked = unpack(deflateRawSync(bytes, options).toString("base64"));
  expect(Buffer.compare(unpacked, bytes)).toBe(0);
}

it.each(readdirSync(kernels).filter((name) => name.endsWith(".wasm")))("kernels: %s", (name) => {
  expectUnpacked(readFileSync(new URL(name, kernels)), { level: 9 });
});

it.each(ways)("%s", (_, options) => {
  // Few letters repeat at all distances and lengths; long runs give the longest of them.
  const random = seeded(5);
  const words = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 5000 < 600 ? 7 : random() < 0.9 ? i % 97 : random() * 256));
  expectUnpacked(words, options);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (bytes, times) => {
      expectUnpacked(
        Uint8Array.from({ length: bytes.length * times }, (_, i) => bytes[i % bytes.length] as number),
        options,
      );
    }),
  );
});

it("says when it is given something else", () => {
  for (const text of ["", "/", "AAAA", "////////", "BQ=="]) expect(() => unpack(text), text).toThrow(RangeError);
});
