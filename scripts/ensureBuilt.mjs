// Builds the package where dist/ is missing or older than a source: what `npm start` runs first. Silent when all is well.

import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = [
  "src",
  "assembly",
  "asconfig.json",
  "tsup.config.ts",
  "scripts/inlined.mjs",
  "scripts/kernels.mjs",
  "scripts/modules.mjs",
  "package.json",
];

/**
 * When a file, or anything in a folder, last changed; folders count too, for what was taken out of them.
 * @param {string} path
 * @returns {number}
 */
function changed(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status?.mtimeMs ?? 0;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => changed(join(path, name))));
}

function build() {
  if (process.stderr.isTTY) process.stderr.write("building …\n");
  // npm tells where it is itself, which spares a search of the path, and a shell on Windows.
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  const { status, stdout, stderr, error } = spawnSync(command, [...args, "run", "build"], {
    cwd: root,
    encoding: "utf8",
    shell: command === "npm" && process.platform === "win32",
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}`);
  process.exitCode = status ?? 1;
}

// The package is built last: where it is newer than the sources, so are the kernels inside it.
if (Math.max(...SOURCES.map((source) => changed(join(root, source)))) > changed(join(root, "dist", "index.js"))) build();
