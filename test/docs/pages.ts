// The README and the pages of docs/, and the code in them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Page {
  /** Its path in the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly { readonly language: string; readonly code: string }[];
}

function read(path: string): Page {
  const text = readFileSync(join(root, path), "utf8");
  const blocks = [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language = "", code = ""]) => ({ language, code }));
  return { path, text, blocks };
}

export const readme = read("README.md");
export const pages = [
  readme,
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => read(`docs/${name}`)),
];
