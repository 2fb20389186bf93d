// The command line of npm run bench.

import { parseArgs } from "node:util";

export const HELP = `npm run bench -- [options]

Times every op of the table, forward, backward and both (losses: value, value and gradient), beside other libraries in the
same rounds. Every result is checked against the plain JavaScript reference before it is timed.

  --op NAME,NAME       only these ops
  --pass NAME,NAME     only these passes: forward, backward, forwardBackward, value, valueAndGrad
  --size N,N           elements (default 16,1024,16384,1048576,16777216)
  --peer NAME,NAME     only these peers: naive, tfjs-wasm, tfjs-cpu, onnxruntime-web, jax-js, numpy-ts, pytorch; "none" for none
  --quick              16384 elements, shorter rounds: under 2 minutes
  --threads N          threads for us and for the peers that can (default 1)
  --node VERSION       under another Node, by npx (22 and newer have relaxed SIMD)
  --python COMMAND     a Python that can import torch (default python3)
  --json FILE          results as JSON, written after every row
  --resume             goes on with what FILE does not hold yet
  --minutes N          stops after N minutes; --resume goes on
  --svg FILE           a chart of the ratios
  --suite NAME         another suite: bench/suites/NAME.mjs
  --models FOLDER      for --suite tfjsNode: where published models are installed (bench/tfjs/published.mjs)
  --help

The peers (bench/peers/package.json, 460 MB) are installed beside their adapters at the first run.`;

const OPTIONS = {
  op: { type: "string" },
  pass: { type: "string" },
  size: { type: "string" },
  peer: { type: "string" },
  quick: { type: "boolean", default: false },
  threads: { type: "string", default: "1" },
  node: { type: "string" },
  python: { type: "string", default: "python3" },
  json: { type: "string" },
  resume: { type: "boolean", default: false },
  minutes: { type: "string" },
  svg: { type: "string" },
  suite: { type: "string" },
  models: { type: "string" },
  help: { type: "boolean", default: false },
};

const SIZES = [16, 1024, 16384, 1048576, 16777216];
const QUICK_SIZES = [16384];
const PACE = { rounds: 5, milliseconds: 5 };
const QUICK_PACE = { rounds: 3, milliseconds: 3 };

const list = (text) => text?.split(",").map((each) => each.trim());

function positive(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${name} is ${text}, expected a number > 0`);
  return value;
}

function positiveInteger(name, text) {
  const value = positive(name, text);
  if (!Number.isInteger(value)) throw new RangeError(`--${name} is ${text}, expected an integer > 0`);
  return value;
}

function known(name, given, all) {
  for (const each of given ?? []) {
    if (!all.includes(each)) throw new RangeError(`--${name}: no such ${name}: ${each}; there are ${all.join(", ")}`);
  }
  return given;
}

/**
 * @param {readonly string[]} args
 * @param {{ ops: readonly string[], passes: readonly string[], peers: readonly string[] }} names what there is
 */
export function readArguments(args, names) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const peers = values.peer === "none" ? [] : list(values.peer);
  if (values.resume && !values.json) throw new RangeError("--resume needs --json FILE");
  return {
    ...values,
    ops: known("op", list(values.op), names.ops) ?? names.ops,
    passes: known("pass", list(values.pass), names.passes) ?? names.passes,
    peers: known("peer", peers, names.peers) ?? names.peers,
    sizes: list(values.size)?.map((each) => positiveInteger("size", each)) ?? (values.quick ? QUICK_SIZES : SIZES),
    pace: values.quick ? QUICK_PACE : PACE,
    threads: positiveInteger("threads", values.threads),
    minutes: values.minutes === undefined ? Number.POSITIVE_INFINITY : positive("minutes", values.minutes),
  };
}

/** The arguments without an option that takes a value. */
export function without(args, option) {
  const at = args.findIndex((each) => each === option || each.startsWith(`${option}=`));
  return at < 0 ? [...args] : args.toSpliced(at, args[at] === option ? 2 : 1);
}
