// lanewise bench: every op beside the same in plain JavaScript, in turn, so that the machine's moods meet both.

import { ops } from "lanewise";
import { inputsOf, ordinary } from "./draw.mjs";
import { engine } from "./info.mjs";
import { loadAsAsked } from "./load.mjs";
import { passesOf } from "./passes.mjs";
import { plainLoop } from "./plain.mjs";
import { makeBar, printTable } from "./table.mjs";

const SIZE = 65536;
const ROUNDS = 5;
/** Milliseconds of a round, about. */
const ROUND = 2;
/** One pass forward, and one with the gradient: whichever of these an op has. */
const SHOWN = ["forward", "backward", "valueAndGrad"];

/** @typedef {{ op: string, pass: string, elements: number, nanoseconds: number, javascript: number, ratio: number }} Timing */

/**
 * @param {import("./options.mjs").Command} command
 * @param {import("./terminal.mjs").Terminal} progress
 */
export async function bench({ ops: names, size = SIZE, load }, progress) {
  const ours = await loadAsAsked(load);
  const plain = await loadAsAsked({ ...load, backend: "reference" });
  const bar = makeBar(progress, "bench", names.length);
  const timings = names.flatMap((op) => {
    bar(op);
    return ours.scope(() => plain.scope(() => timeOp(ours, plain, op, size)));
  });
  const report = { engine: engine(), info: ours.info, size, timings };
  ours.close();
  plain.close();
  return { report, right: true, print: (/** @type {Terminal} */ terminal) => print(terminal, names, timings, report.info) };
}

/** @typedef {import("./terminal.mjs").Terminal} Terminal */
/** @typedef {import("lanewise").Lanewise} Lanewise */

/**
 * @param {Lanewise} ours
 * @param {Lanewise} plain
 * @param {string} op
 * @param {number} size
 * @returns {Timing[]}
 */
function timeOp(ours, plain, op, size) {
  const spec = ops[/** @type {keyof typeof ops} */ (op)];
  const inputs = inputsOf(spec, size, ordinary(1));
  const theirs = passesOf(plain, op, size, ordinary(1));
  return passesOf(ours, op, size, ordinary(1))
    .filter(({ name }) => SHOWN.includes(name))
    .map(({ name, elements, call }) => {
      // Where there is no loop to be written, the reference: it is plain JavaScript too.
      const other = plainLoop(spec, name, inputs) ?? theirs.find((pass) => pass.name === name)?.call ?? call;
      const subjects = [
        { lw: ours, call, calls: 0, best: Infinity },
        { lw: plain, call: other, calls: 0, best: Infinity },
      ];
      for (const subject of subjects) {
        // What the engine has seen often it compiles; and a call's length says how many make a round.
        const first = time(subject.lw, subject.call, 1);
        const second = time(subject.lw, subject.call, first < ROUND ? 3 : 1);
        subject.calls = Math.max(1, Math.round(ROUND / Math.min(first, second)));
      }
      for (let round = 0; round < ROUNDS; round++) {
        for (const subject of subjects) subject.best = Math.min(subject.best, time(subject.lw, subject.call, subject.calls));
      }
      const [mine, javascript] = subjects.map(({ best }) => (best * 1e6) / elements);
      return {
        op,
        pass: name,
        elements,
        nanoseconds: Number(mine),
        javascript: Number(javascript),
        ratio: Number(javascript) / Number(mine),
      };
    });
}

/**
 * @param {Lanewise} lw
 * @param {() => unknown} call
 * @param {number} calls
 * @returns {number} milliseconds of one
 */
function time(lw, call, calls) {
  return lw.scope(() => {
    const start = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - start) / calls;
  });
}

/** To three digits: more of a measured time does not come back. */
const digits = (/** @type {number} */ value) => String(Number(value.toPrecision(3)));

/**
 * @param {Terminal} terminal
 * @param {readonly string[]} names
 * @param {readonly Timing[]} timings
 * @param {import("lanewise").Info} info
 */
function print(terminal, names, timings, { backend, simd, precision, threads }) {
  const rows = names.flatMap((op) =>
    timings
      .filter((timing) => timing.op === op)
      .map(({ pass, nanoseconds, javascript, ratio }) => [
        op,
        pass,
        digits(nanoseconds),
        digits(javascript),
        terminal.paint(ratio >= 1 ? "green" : "red", digits(ratio)),
      ]),
  );
  printTable(terminal, ["op", "pass", "ns / element", "plain JavaScript", "times as long"], rows);
  const logarithms = timings.reduce((sum, { ratio }) => sum + Math.log(ratio), 0);
  const mean = digits(Math.exp(logarithms / timings.length));
  terminal.line();
  terminal.line(
    `Plain JavaScript takes ${mean} times as long, in the geometric mean: a loop with the op's formula for what works`,
  );
  terminal.line("on single elements, the float64 reference for rows and matrices.");
  terminal.line(`${backend}, SIMD ${simd}, ${precision} precision, threads: ${threads}; the best of ${ROUNDS} rounds each.`);
}
