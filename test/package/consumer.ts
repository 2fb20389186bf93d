// An empty project that has installed the library from its tarball.

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, inject } from "vitest";

const run = promisify(execFile);

export interface Output {
  readonly code: number;
  readonly text: string;
}

export class Consumer {
  private constructor(readonly folder: string) {}

  /** @param dependencies other packages of this project, by their paths */
  static async install(dependencies: Readonly<Record<string, string>> = {}): Promise<Consumer> {
    const folder = mkdtempSync(join(tmpdir(), "lanewise-consumer-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const consumer = new Consumer(folder);
    consumer.write("package.json", JSON.stringify({ name: "consumer", private: true, type: "module" }));
    const options = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    await run("npm", ["install", ...options, inject("tarball")], { cwd: folder });
    for (const [name, path] of Object.entries(dependencies)) {
      cpSync(path, join(folder, "node_modules", name), { recursive: true, dereference: true });
    }
    return consumer;
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Runs a program in the project: its exit code, and all that it printed. */
  async run(program: string, args: readonly string[]): Promise<Output> {
    try {
      const { stdout, stderr } = await run(program, args, { cwd: this.folder, maxBuffer: 2 ** 26 });
      return { code: 0, text: stdout + stderr };
    } catch (error) {
      const {
        code,
        stdout = "",
        stderr = "",
        message,
      } = error as { code: number; stdout: string; stderr: string; message: string };
      return { code: typeof code === "number" ? code : -1, text: stdout + stderr || message };
    }
  }
}
