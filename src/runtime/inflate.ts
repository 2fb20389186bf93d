// Unpacks a kernel module that stands in JavaScript: base64 of its deflated bytes.

import { attempt, nodeModule } from "./environment.js";

type Bytes = Uint8Array<ArrayBuffer>;

export async function inflate(packed: string): Promise<Bytes> {
  const bytes = fromBase64(packed);
  // Where there is zlib it is quicker than a stream, and some simulated browsers on Node have no streams.
  const inflated = attempt(() => nodeModule("node:zlib")?.inflateRawSync(bytes));
  if (inflated) return Uint8Array.from(inflated);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function fromBase64(text: string): Bytes {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
