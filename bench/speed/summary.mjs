// What a run comes to: geometric means against each peer, the rows where we lose, the fastest of the others.

/** The groups of passes that a geometric mean is taken over. */
const GROUPS = {
  "forward and value": ["forward", "value"],
  "with gradient": ["forwardBackward", "valueAndGrad"],
  "backward alone": ["backward"],
};

/** A ratio below this is a loss: closer to 1 is a draw within the spread. */
const LOSS = 0.97;
/** What the tables and the chart in the docs show. */
const SHOWN_SIZE = 1048576;
/** Our own other ways, and native code. */
const NOT_JAVASCRIPT_PEERS = ["high", "reference", "pytorch"];

export const peersOf = (rows) =>
  [...new Set(rows.flatMap(({ ratios }) => Object.keys(ratios)))].filter((name) => name !== "high");

function geometricMean(values) {
  return Math.exp(values.reduce((all, each) => all + Math.log(each), 0) / values.length);
}

function meanOf(rows, peer, passes) {
  const ratios = rows.filter(({ pass, ratios: all }) => passes.includes(pass) && all[peer]).map((row) => row.ratios[peer][0]);
  if (ratios.length === 0) return undefined;
  return { mean: geometricMean(ratios), least: Math.min(...ratios), rows: ratios.length };
}

/** By peer and group of passes: geometric mean, smallest ratio, and how many rows. */
export function geometricMeans(rows) {
  return peersOf(rows).map((peer) => {
    const groups = Object.entries(GROUPS).map(([group, passes]) => [group, meanOf(rows, peer, passes)]);
    return { peer, groups: Object.fromEntries(groups) };
  });
}

/** Rows in which a peer is faster than `fast`, the worst first. */
export function losses(rows) {
  const lost = rows.flatMap(({ op, pass, size, ratios }) =>
    Object.entries(ratios)
      .filter(([peer, [ratio]]) => peer !== "high" && ratio < LOSS)
      .map(([peer, [ratio]]) => ({ op, pass, size, peer, ratio })),
  );
  return lost.sort((a, b) => a.ratio - b.ratio);
}

/** The fastest other library in JavaScript or WebAssembly. */
export function fastestPeer({ ratios }) {
  const others = Object.entries(ratios).filter(([peer]) => !NOT_JAVASCRIPT_PEERS.includes(peer));
  if (others.length === 0) return undefined;
  const [peer, [ratio]] = others.reduce((best, each) => (each[1][0] < best[1][0] ? each : best));
  return { peer, ratio };
}

/** The rows of the size that is shown, or of the largest that was measured. */
export function rowsAt(rows) {
  const sizes = rows.map(({ asked }) => asked);
  const size = sizes.includes(SHOWN_SIZE) ? SHOWN_SIZE : Math.max(...sizes);
  return { size, rows: rows.filter(({ asked }) => asked === size) };
}
