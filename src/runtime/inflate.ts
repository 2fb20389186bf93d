// Unpacks a kernel module that stands in JavaScript: base64 of its deflated bytes.

import { attempt, nodeModule } from "./environment.js";

type Bytes = Uint8Array<ArrayBuffer>;

export async function inflate(packed: string): Promise<Bytes> {
  try {
    // Where there is zlib it is quicker than a stream, and some simulated browsers on Node have no streams.
    const bytes = inflateSync(packed);
    if (bytes) return bytes;
    const stream = new Blob([fromBase64(packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return (await import("./unpack.js")).unpack(packed);
  }
}

/** Without waiting, where there is zlib. */
export function inflateSync(packed: string): Bytes | undefined {
  const inflated = attempt(() => nodeModule("node:zlib")?.inflateRawSync(fromBase64(packed)));
  return inflated && Uint8Array.from(inflated);
}

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
