// Unpacks a kernel module that stands in JavaScript: base64 of its deflated bytes.

type Bytes = Uint8Array<ArrayBuffer>;

export async function inflate(packed: string): Promise<Bytes> {
  const bytes = fromBase64(packed);
  // Where there is zlib it is quicker than a stream, and some simulated browsers on Node have no streams.
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  if (zlib) return Uint8Array.from(zlib.inflateRawSync(bytes));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function fromBase64(text: string): Bytes {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
