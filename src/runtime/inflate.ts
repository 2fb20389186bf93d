// Unpacks a kernel module that stands in JavaScript: base64 of its deflated bytes.

import { attempt, nodeModule } from "./environment.js";

type Bytes = Uint8Array<ArrayBuffer>;

export async function inflate(packed: string): Promise<Bytes> {
  try {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    // Where there is zlib it is quicker than a stream, and some simulated browsers on Node have no streams.
    const inflated = attempt(() => nodeModule("node:zlib")?.inflateRawSync(bytes));
    if (inflated) return Uint8Array.from(inflated);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return (await import("./unpack.js")).unpack(packed);
  }
}
