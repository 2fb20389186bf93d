// A copy of the project in which faults are planted, so that none can be left behind in the project itself.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

/** What is linked, or of no use there. */
const isLeftOut = (/** @type {string} */ path) => /(^|[/\\])(node_modules|\.git)($|[/\\])|\.map$/.test(path);

/** In CI the tests report to a file of the configuration's choice, not to ours. */
const ENVIRONMENT = { ...process.env, CI: "" };

/**
 * @typedef {object} Run
 * @property {"passed" | "failed" | "timed out"} outcome
 * @property {Map<string, number>} seconds by test file
 * @property {string} failed the test file that failed first
 */

/** @param {string} root of the project */
export function makeWorkspace(root) {
  const folder = mkdtempSync(join(tmpdir(), "lanewise-mutate-"));
  cpSync(root, folder, { recursive: true, filter: (path) => !isLeftOut(relative(root, path)) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  process.on("exit", () => {
    stop(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

  /**
   * @param {readonly string[]} args
   * @param {number} [patience] seconds
   * @returns {Promise<{ code: number | null, late: boolean, text: string }>}
   */
  const node = (args, patience) =>
    new Promise((resolve, reject) => {
      let text = "";
      let late = false;
      // A group of its own, since a worker in an endless loop hears nothing.
      const running = spawn(process.execPath, args, {
        cwd: folder,
        detached: true,
        env: ENVIRONMENT,
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = running;
      for (const stream of [running.stdout, running.stderr]) stream.on("data", (data) => (text += data));
      const giveUp = () => {
        late = true;
        stop(running);
      };
      const timer = patience ? setTimeout(giveUp, patience * 1000) : undefined;
      running.on("error", reject).on("exit", (code) => {
        clearTimeout(timer);
        child = undefined;
        resolve({ code, late, text });
      });
    });

  return {
    /** @param {string} file */
    read: (file) => readFileSync(join(folder, file), "utf8"),
    /** @param {string} file @param {string} text */
    write: (file, text) => writeFileSync(join(folder, file), text),
    /** @param {readonly string[]} modules their names @returns whether they compile */
    build: async (modules) => (await node(["scripts/kernels.mjs", ...modules])).code === 0,
    /**
     * @param {readonly string[]} tests
     * @param {number} [patience] seconds
     * @returns {Promise<Run>}
     */
    async test(tests, patience) {
      const report = join(folder, "report.json");
      rmSync(report, { force: true });
      const options = ["--bail=1", "--typecheck.enabled=false", "--reporter=json", `--outputFile=${report}`];
      const { code, late, text } = await node(["node_modules/vitest/vitest.mjs", "run", ...options, ...tests], patience);
      if (late) return { outcome: "timed out", seconds: new Map(), failed: "" };
      const { testResults = [] } = parse(report) ?? {};
      const name = (/** @type {{ name: string }} */ result) => result.name.slice(result.name.indexOf("/test/") + 1);
      const failed = testResults.find((/** @type {{ status: string }} */ { status }) => status === "failed");
      return {
        outcome: code === 0 ? "passed" : "failed",
        seconds: new Map(testResults.map((/** @type {any} */ each) => [name(each), (each.endTime - each.startTime) / 1000])),
        failed: failed ? name(failed) : (text.trim().split("\n").at(-1) ?? ""),
      };
    },
  };
}

/** @param {string} file */
function parse(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Vitest itself has broken down.
    return undefined;
  }
}

/** @param {import("node:child_process").ChildProcess | undefined} child with all that it has started */
function stop(child) {
  if (!child?.pid) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
