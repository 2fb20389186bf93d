// lanewise info: what runs in this engine, and why.

import { availableParallelism } from "node:os";
import { ops } from "lanewise";
import { loadAsAsked } from "./load.mjs";
import { printField, wrap } from "./terminal.mjs";

/** What the engine calls itself: Node, Bun and Deno all answer to Node's name. */
export function engine() {
  const { bun, deno, node, v8 } = process.versions;
  const name = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${node}`;
  return { name, v8, platform: process.platform, architecture: process.arch, processors: availableParallelism() };
}

/** @param {import("./options.mjs").Command} command */
export async function info({ load }) {
  const { info: what } = await loadAsAsked(load);
  const report = { engine: engine(), info: what, ops: Object.keys(ops).length };
  /** @type {(terminal: import("./terminal.mjs").Terminal, version: string) => void} */
  const print = (terminal, version) => {
    const { name, platform, architecture, processors } = report.engine;
    terminal.line(`${terminal.paint("bold", `lanewise ${version}`)}: ${report.ops} ops`);
    printField(terminal, "engine", `${name}, ${platform} ${architecture}, ${processors} processors`);
    printField(terminal, "backend", BACKENDS[what.backend]);
    printField(terminal, "SIMD", SIMD[what.simd]);
    printField(terminal, "precision", PRECISIONS[what.precision]);
    printField(terminal, "threads", String(what.threads));
    if (what.reason) printField(terminal, "why", wrap(what.reason, terminal.width));
  };
  return { report, right: true, print };
}

/** @type {Record<string, string>} */
const BACKENDS = { wasm: "WebAssembly", reference: "plain JavaScript, float64 (the reference)" };
/** @type {Record<string, string>} */
const SIMD = { relaxed: "relaxed (multiply and add fused)", fixed: "fixed (the same bits on every machine)", none: "none" };
/** @type {Record<string, string>} */
const PRECISIONS = { fast: "fast (float32 lanes)", high: "high (float64 lanes, rounded once)" };
