// Runs what `npm start` runs, in a process of its own, on files in a folder of its own.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const folder = mkdtempSync(join(tmpdir(), "lanewise-start-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly env?: Record<string, string>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
  readonly script?: string;
}

/** CSV files named in `words` are looked for in the folder of `writeCsv`. */
export function start(words: readonly string[], { env, node = [], script }: Surroundings = {}): Promise<Outcome> {
  const args = [...node, script ?? join(root, "examples", "start.mjs"), ...words];
  const { NO_COLOR: _, ...inherited } = process.env;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: folder, env: { ...inherited, ...env } }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

export function writeCsv(name: string, text: string | readonly string[] | Uint8Array): void {
  const content = typeof text === "string" || text instanceof Uint8Array ? text : `${text.join("\n")}\n`;
  writeFileSync(join(folder, name), content);
}

/** The numbers behind "train" and "test" in the report's line of that name, for each model of the run. */
export function results(stdout: string, name: string): { train: number; test: number }[] {
  return [...stdout.matchAll(new RegExp(`^${name} +train ([-\\d.e+]+)(?: %)? +test ([-\\d.e+]+)`, "gm"))].map(
    ([, train, test]) => ({
      train: Number(train),
      test: Number(test),
    }),
  );
}

/** Text without its line breaks and columns. */
export const words = (text: string) => text.replace(/\s+/g, " ");
