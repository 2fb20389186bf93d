// lanewise check: every op on random inputs, with the reference repeating each call (verify mode).

import { ops } from "lanewise";
import { anyFloats } from "./draw.mjs";
import { engine } from "./info.mjs";
import { loadAsAsked } from "./load.mjs";
import { passesOf } from "./passes.mjs";
import { makeBar, printTable } from "./table.mjs";

const SIZE = 4096;
const PRECISIONS = /** @type {const} */ (["fast", "high"]);

/** @typedef {{ op: string, precision: string, ulp: number, bound: number, pass: string, calls: number, mismatches: string[] }} Finding */

/**
 * @param {import("./options.mjs").Command} command
 * @param {import("./terminal.mjs").Terminal} progress
 */
export async function check({ ops: names, size = SIZE, seed, load }, progress) {
  const precisions = load.precision ? [load.precision] : PRECISIONS;
  const bar = makeBar(progress, "check", precisions.length * names.length);
  /** @type {Finding[]} */
  const findings = [];
  let information;
  for (const precision of precisions) {
    /** @type {Finding | undefined} */
    let finding;
    const lw = await loadAsAsked({
      ...load,
      precision,
      verify: {
        onChecked: (_op, pass, ulp) => {
          if (!finding) return;
          finding.calls++;
          if (ulp > finding.ulp) Object.assign(finding, { ulp, pass });
        },
        onMismatch: ({ pass, index, got, expected, ulp }) => {
          finding?.mismatches.push(`${pass}[${index}] is ${got}, the reference gives ${expected}`);
          if (finding && ulp > finding.ulp) Object.assign(finding, { ulp, pass });
        },
      },
    });
    information ??= lw.info;
    for (const op of names) {
      bar(op);
      const bound = ops[/** @type {keyof typeof ops} */ (op)].bound[precision];
      finding = { op, precision, ulp: 0, bound, pass: "", calls: 0, mismatches: [] };
      // The first call, in passesOf, is counted too; so all that this op is checked by lies between here and the next.
      lw.scope(() => {
        for (const { call } of passesOf(lw, op, size, anyFloats(seed))) call();
      });
      findings.push(finding);
    }
    lw.close();
  }
  const wrong = findings.filter(({ mismatches }) => mismatches.length > 0);
  const report = { engine: engine(), info: information, size, seed, right: wrong.length === 0, findings };
  return { report, right: report.right, print: (/** @type {Terminal} */ terminal) => print(terminal, names, findings, wrong) };
}

/** @typedef {import("./terminal.mjs").Terminal} Terminal */

/**
 * @param {Terminal} terminal
 * @param {readonly string[]} names
 * @param {readonly Finding[]} findings
 * @param {readonly Finding[]} wrong
 */
function print(terminal, names, findings, wrong) {
  const precisions = [...new Set(findings.map(({ precision }) => precision))];
  const rows = names.map((op) => {
    const mine = findings.filter((finding) => finding.op === op);
    const bad = mine.some(({ mismatches }) => mismatches.length > 0);
    return [
      terminal.paint(bad ? "red" : "green", bad ? "✗" : "✓"),
      op,
      ...mine.flatMap(({ ulp, bound, pass }) => [ulp.toFixed(3), bound === 0 ? "exact" : String(bound), pass]),
    ];
  });
  printTable(terminal, ["", "op", ...precisions.flatMap((name) => [`${name}, ulp`, "bound", "seen in"])], rows);
  terminal.line();
  for (const { op, precision, mismatches } of wrong) {
    terminal.line(terminal.paint("red", `${op} (${precision}) ${mismatches[0]}, and ${mismatches.length - 1} more`));
  }
  const calls = findings.reduce((sum, finding) => sum + finding.calls, 0);
  const verdict = wrong.length === 0 ? "all results are within their bounds" : `${wrong.length} ops are beyond their bounds`;
  terminal.line(
    "The bound is the op's own. A product with dy, and a sum in float32, round once more; where terms cancel, ulp are theirs.",
  );
  terminal.line(`${calls} comparisons with the float64 reference: ${verdict}.`);
}
