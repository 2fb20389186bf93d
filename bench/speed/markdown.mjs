// The page on speed, made from recorded results; and what the README says of it.

import { describeEnvironment } from "./environment.mjs";
import { geometricMeans, losses, peersOf, rowsAt } from "./summary.mjs";
import { figure } from "./table.mjs";

const MOST_LOSSES = 10;

const table = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? "---" : "--:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

function ratioCell({ ratios, wrong, slow }, peer) {
  if (wrong[peer]) return wrong[peer].startsWith("fails") ? "fails" : "wrong";
  if (slow.includes(peer)) return "slow";
  return ratios[peer] ? figure(ratios[peer][0]) : "–";
}

function means(rows) {
  const all = geometricMeans(rows);
  const groups = Object.keys(all[0].groups);
  const cell = (found) => (found ? `${figure(found.mean)} (least ${figure(found.least)}; ${found.rows} rows)` : "–");
  return table(
    ["against", ...groups],
    all.map(({ peer, groups: found }) => [peer, ...groups.map((group) => cell(found[group]))]),
  );
}

function everyRow(rows, peers) {
  const head = ["op", "ns / element", "copy", "high", ...peers];
  return table(
    head,
    rows.map((row) => {
      const { op, pass, size, nanoseconds, copy, operations } = row;
      const limit = copy ? figure(copy[0]) : `${figure(operations / nanoseconds.fast)} GFLOP/s`;
      const cells = [
        figure(nanoseconds.fast / size),
        limit,
        ratioCell(row, "high"),
        ...peers.map((peer) => ratioCell(row, peer)),
      ];
      return [`\`${op}\` ${pass}`, ...cells];
    }),
  );
}

/** @param {{ environment: object, startup: Record<string, number>, rows: readonly import("./row.mjs").Row[] }} results */
export function speedSection({ environment, startup, rows }, chartFile) {
  const { size, rows: shown } = rowsAt(rows);
  const peers = peersOf(rows);
  const lost = losses(rows).filter(({ peer }) => peer !== "pytorch");
  const worst = lost
    .slice(0, MOST_LOSSES)
    .map(({ op, pass, size: of, peer, ratio }) => `\`${op}\` ${pass} at ${of}: ${peer} ${figure(ratio)}`);
  const start = Object.entries(startup).map(([name, milliseconds]) => `${name} ${figure(milliseconds)} ms`);
  const sizes = [...new Set(rows.map(({ asked }) => asked))].sort((a, b) => a - b);
  return `How many times as long others take, geometric means over ${rows.length} rows of ${sizes.join(", ")} elements:

${means(rows)}

![Time of the fastest other library in units of ours, by op](${chartFile})

${lost.length === 0 ? "No row in which another JavaScript library is faster." : `Another JavaScript library is faster in ${lost.length} rows: ${worst.join("; ")}${lost.length > worst.length ? "; …" : "."}`}
From import to the first result: ${start.join(", ")}.

<details><summary>Every op at ${size} elements</summary>

In units of our time with \`fast\`: a copy of as many bytes as the op must move, our \`high\`, and the others. –: it has no such op;
wrong: its result is, so it is not timed; fails: it throws; slow: a call would take too long.

${everyRow(shown, peers)}

</details>

${describeEnvironment(environment)}; measured on ${environment.date}.`;
}

/** Three numbers: for the README. */
export function speedSentence({ rows }) {
  const all = geometricMeans(rows);
  const mean = (peer, group) => figure(all.find((each) => each.peer === peer).groups[group].mean);
  return `In geometric means over all ops and ${new Set(rows.map(({ asked }) => asked)).size} sizes, one thread each: plain JavaScript loops take **${mean("naive", "with gradient")} times** as long for a value
with its gradient, TensorFlow.js's wasm backend **${mean("tfjs-wasm", "with gradient")} times**, and ONNX Runtime Web **${mean("onnxruntime-web", "forward and value")} times** for the value alone.`;
}
