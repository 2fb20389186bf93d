// The table as it is printed, row by row.

import { geometricMeans, losses } from "./summary.mjs";

const LABEL = 42;
/** Width of the column of limits: a copy of the same bytes, or the share of the peak rate. */
const LIMIT = 11;
const MOST_LOSSES = 20;

const cell = (text, width = 9) => text.padStart(width);

/** Three figures are all that a measurement is good for. */
export function figure(value) {
  if (value >= 99.5) return value.toFixed(0);
  return value >= 9.95 ? value.toFixed(1) : value.toFixed(2);
}

export function time(nanoseconds) {
  if (nanoseconds >= 1e6) return `${figure(nanoseconds / 1e6)} ms`;
  return nanoseconds >= 1e3 ? `${figure(nanoseconds / 1e3)} µs` : `${figure(nanoseconds)} ns`;
}

function ratioCell(row, peer) {
  if (row.wrong[peer]) return row.wrong[peer].startsWith("fails") ? "fails" : "wrong";
  if (row.slow.includes(peer)) return "slow";
  const ratio = row.ratios[peer];
  return ratio ? `${figure(ratio[0])}±${spreadOf(ratio)}` : "–";
}

/** Half the distance of the quartiles in percent of the median. */
const spreadOf = ([median, low, high]) => `${Math.min(99, Math.round((50 * (high - low)) / median))}`;

export function header(peers) {
  const columns = ["call", "ns/elem", "rate", "copy", "high", ...peers];
  const widths = [9, 9, 14, LIMIT, 9, ...peers.map(widthOf)];
  return `${"".padEnd(LABEL)}${columns.map((each, i) => cell(each, widths[i])).join("")}`;
}

const widthOf = (peer) => Math.max(9, peer.length + 2);

/** A row: times of ours in `fast`, then how many times as long everything else takes. */
export function line(row, peers) {
  const { op, pass, size, nanoseconds, bytes, operations, copy, peak } = row;
  const label = `${op} ${pass} ${size}`.padEnd(LABEL);
  const { fast } = nanoseconds;
  if (fast === undefined) return `${label}${cell(row.wrong.fast ? `OUR RESULT IS WRONG: ${row.wrong.fast}` : "slow")}`;
  const rate = operations ? `${figure(operations / fast)} GFLOP/s` : `${figure(bytes / fast)} GB/s`;
  const limit = operations ? `${Math.round(100 * peak[0])} %peak` : figure(copy[0]);
  const own = [cell(time(fast)), cell(figure(fast / size)), cell(rate, 14), cell(limit, LIMIT), cell(ratioCell(row, "high"))];
  return `${label}${own.join("")}${peers.map((peer) => cell(ratioCell(row, peer), widthOf(peer))).join("")}`;
}

/** What was wrong in a row, a line each. */
export const faults = ({ wrong }) =>
  Object.entries(wrong).map(
    ([peer, fault]) => `${"".padEnd(4)}${peer} is not timed: ${fault.startsWith("fails") ? fault : `wrong, ${fault}`}`,
  );

export function summary(rows, startup) {
  const lines = ["", "Geometric means: how many times as long as ours (smallest; rows)"];
  for (const { peer, groups } of geometricMeans(rows)) {
    const parts = Object.entries(groups).map(([group, found]) => {
      if (!found) return `${group} –`;
      return `${group} ${figure(found.mean)} (${figure(found.least)}; ${found.rows})`;
    });
    lines.push(`  ${peer.padEnd(16)} ${parts.join(" · ")}`);
  }
  const lost = losses(rows);
  lines.push("", lost.length === 0 ? "No row in which another is faster." : `Rows in which another is faster: ${lost.length}`);
  for (const { op, pass, size, peer, ratio } of lost.slice(0, MOST_LOSSES)) {
    lines.push(`  ${`${op} ${pass} ${size}`.padEnd(LABEL)} ${peer} takes ${figure(ratio)} of our time`);
  }
  if (lost.length > MOST_LOSSES) lines.push(`  … and ${lost.length - MOST_LOSSES} more`);
  if (startup) {
    const times = Object.entries(startup).map(([name, milliseconds]) => `${name} ${figure(milliseconds)} ms`);
    lines.push("", `From import to the first result: ${times.join(", ")}`);
  }
  return lines.join("\n");
}
