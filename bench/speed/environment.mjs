// What was measured, and on what: without it no figure means anything.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, platform, release, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the measured package is built from. */
const SOURCES = ["src", "assembly", "asconfig.json", "tsup.config.ts"];

function git(...command) {
  return execFileSync("git", command, { encoding: "utf8", cwd: root, stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** With a mark where sources differ from it. */
function commit() {
  try {
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--", ...SOURCES) ? "+changes" : ""}`;
  } catch {
    return "unknown";
  }
}

export function environmentOf(info, peers, peak) {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return {
    date: new Date().toISOString().slice(0, 10),
    version,
    commit: commit(),
    node: process.version,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${process.arch} ${release()}`,
    simd: info.simd,
    threads: info.threads,
    peakGigaflops: peak,
    peers: Object.fromEntries(peers.map(({ name, version: of }) => [name, of])),
  };
}

/** @returns {string} a line or two */
export function describeEnvironment(environment) {
  const { version, commit: at, node, v8, cpu, cores, system, simd, threads, peakGigaflops, peers } = environment;
  const others = Object.entries(peers).map(([name, of]) => `${name} ${of}`);
  const computing = `${simd} SIMD, ${threads} thread${threads === 1 ? "" : "s"}, peak ${peakGigaflops.toFixed(1)} GFLOP/s a core`;
  return `lanewise ${version} (${at}), ${computing}; Node ${node}, V8 ${v8}; ${cpu}, ${cores} cores; ${system}
beside ${others.join(", ") || "no other library"}`;
}
