// Serves files to pages.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".map": "application/json",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

/** Headers of a page that is cross-origin isolated: it may have shared memory in its workers. */
export const ISOLATED = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export interface Found {
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebServer {
  readonly origin: string;
  close(): void;
}

/** @param find what lies at a path ("/a/b.js"); undefined, or an error, is 404 */
export async function serve(find: (path: string) => Found | undefined): Promise<WebServer> {
  const attempt = (path: string) => {
    try {
      return find(path);
    } catch {
      return undefined;
    }
  };
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const found = attempt(pathname);
    const type = TYPES[extname(pathname)] ?? TYPES[".html"];
    if (found) response.writeHead(200, { "Content-Type": type, ...found.headers }).end(found.body);
    else response.writeHead(404).end(`${pathname}: nothing here`);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
