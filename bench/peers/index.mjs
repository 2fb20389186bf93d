// The libraries that we are compared with: installed at first use, opened one by one; one that cannot be opened is left out.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Prepared one problem, ready to be timed; see Task in speed/time.mjs
 * @property {() => unknown} [call]
 * @property {boolean} [asynchronous]
 * @property {() => void} [before]
 * @property {(milliseconds: number) => Promise<number>} [measure]
 * @property {() => unknown} read the results in the order of ours, undefined where there is none; may be a promise
 * @property {() => void} [dispose]
 */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} version
 * @property {(problem: import("../speed/problems.mjs").Problem) => Prepared | undefined | Promise<Prepared | undefined>} prepare
 *   undefined where the peer has no such op or pass
 * @property {() => void} [close]
 */

/** By name: the adapter that opens it. Each adapter maps the names of ops to the peer's calls. */
const ADAPTERS = {
  naive: async () => (await import("./naive.mjs")).open(),
  "tfjs-wasm": async (options) => (await import("./tfjs.mjs")).open("wasm", options),
  "tfjs-cpu": async (options) => (await import("./tfjs.mjs")).open("cpu", options),
  "onnxruntime-web": async (options) => (await import("./onnxruntime.mjs")).open(options),
  "jax-js": async () => (await import("./jax.mjs")).open(),
  "numpy-ts": async () => (await import("./numpy.mjs")).open(),
  pytorch: async (options) => (await import("./pytorch.mjs")).open(options),
};

export const peerNames = Object.keys(ADAPTERS);

const home = fileURLToPath(new URL(".", import.meta.url));

/** The version of an installed package, read from its own package.json. */
export function versionOf(name) {
  const file = `${home}node_modules/${name}/package.json`;
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
}

function installed() {
  const { dependencies } = JSON.parse(readFileSync(`${home}package.json`, "utf8"));
  return Object.entries(dependencies).every(([name, version]) => versionOf(name) === version);
}

/** Installs package.json unless it is there; says so where that fails. */
function install(report) {
  if (installed()) return;
  report("installing the libraries to compare with into bench/peers/node_modules (once, 460 MB)");
  const command = ["ci", "--prefix", home, "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", command, { encoding: "utf8", shell: process.platform === "win32" });
  if (status === 0) return;
  const reason = (error?.message ?? stderr).trim().split("\n")[0];
  report(`they could not be installed, offline? Going on without them (${reason})`);
}

/**
 * @param {readonly string[]} names
 * @param {{ threads: number, python: string }} options
 * @param {(message: string) => void} report
 * @returns {Promise<Peer[]>}
 */
export async function openPeers(names, options, report) {
  // The plain loops and PyTorch are not among what npm installs.
  if (names.some((name) => name !== "naive" && name !== "pytorch")) install(report);
  const peers = [];
  for (const name of names) {
    try {
      peers.push(await ADAPTERS[name](options));
    } catch (error) {
      report(`without ${name}: ${error.message.split("\n")[0]}`);
    }
  }
  return peers;
}
