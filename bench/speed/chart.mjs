// The chart: for each op, how many times as long the fastest other JavaScript or WebAssembly library takes. Greys and
// colours of middle lightness, so that it reads on a light page and on a dark one.

import { fastestPeer, rowsAt } from "./summary.mjs";

const PANELS = [
  { title: "forward, value", passes: ["forward", "value"] },
  { title: "with gradient", passes: ["forwardBackward", "valueAndGrad"] },
];
const INK = "#7d8590";
const GRID = "#7d859055";
const COLOURS = ["#2f81f7", "#3fb950", "#db6d28", "#a371f7", "#d4a72c", "#f778ba", "#6e7681"];
const SLOWER = "#f85149";
const [LABELS, PANEL, GAP, BAR, TOP, BOTTOM] = [210, 330, 40, 15, 66, 34];
/** Ratios beyond are cut off; the figure beside the bar tells. */
const [LOWEST, HIGHEST] = [0.5, 128];

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const place = (ratio) => (Math.log2(Math.min(HIGHEST, Math.max(LOWEST, ratio)) / LOWEST) / Math.log2(HIGHEST / LOWEST)) * PANEL;
const rounded = (value) => Number(value.toFixed(1));

function text(x, y, content, attributes = "") {
  return `<text x="${rounded(x)}" y="${rounded(y)}" ${attributes}>${escaped(content)}</text>`;
}

function bar(x, y, { peer, ratio }, colours) {
  const [from, to] = [place(Math.min(1, ratio)), place(Math.max(1, ratio))];
  const fill = ratio < 1 ? SLOWER : colours.get(peer);
  const figure = ratio >= 9.95 ? ratio.toFixed(0) : ratio.toFixed(1);
  const shape = `<rect x="${rounded(x + from)}" y="${rounded(y + 2)}" width="${rounded(Math.max(1, to - from))}" height="${BAR - 4}" rx="2" fill="${fill}"/>`;
  return shape + text(x + to + 4, y + BAR - 4, figure, 'font-size="10"');
}

function panel({ title, passes }, index, ops, rows, colours) {
  const x = LABELS + index * (PANEL + GAP);
  const bottom = TOP + ops.length * BAR;
  const parts = [text(x, TOP - 22, title, 'font-weight="600"')];
  for (let ratio = LOWEST; ratio <= HIGHEST; ratio *= 2) {
    const at = rounded(x + place(ratio));
    parts.push(`<line x1="${at}" y1="${TOP - 4}" x2="${at}" y2="${bottom}" stroke="${ratio === 1 ? INK : GRID}"/>`);
    parts.push(text(at, TOP - 8, `${ratio}×`, 'font-size="10" text-anchor="middle"'));
  }
  for (const [line, op] of ops.entries()) {
    const row = rows.find((each) => each.op === op && passes.includes(each.pass));
    const best = row && fastestPeer(row);
    if (best) parts.push(bar(x, TOP + line * BAR, best, colours));
  }
  return parts.join("\n");
}

/** @param {{ environment: object, rows: readonly import("./row.mjs").Row[] }} results @returns {string} SVG */
export function chart({ environment, rows }) {
  const { size, rows: shown } = rowsAt(rows);
  const compared = shown.filter((row) => fastestPeer(row));
  const ops = [...new Set(compared.map(({ op }) => op))];
  const peers = [...new Set(compared.map((row) => fastestPeer(row).peer))].sort();
  const colours = new Map(peers.map((peer, i) => [peer, COLOURS[i % COLOURS.length]]));
  const [width, height] = [LABELS + 2 * PANEL + GAP + 50, TOP + ops.length * BAR + BOTTOM];
  const title = `Time of the fastest other library, in units of ours (${size} elements, ${environment.simd} SIMD, Node ${environment.node})`;
  const legend = peers.map((peer, i) => {
    const x = LABELS + i * 130;
    const y = height - BOTTOM + 14;
    return `<rect x="${x}" y="${y}" width="10" height="10" rx="2" fill="${colours.get(peer)}"/>${text(x + 14, y + 9, peer, 'font-size="11"')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11.5" fill="${INK}">
<title>${escaped(title)}</title>
${text(8, 18, title, 'font-size="13" font-weight="600"')}
${ops.map((op, i) => text(LABELS - 10, TOP + (i + 1) * BAR - 4, op, 'text-anchor="end"')).join("\n")}
${PANELS.map((each, index) => panel(each, index, ops, shown, colours)).join("\n")}
${legend.join("\n")}
</svg>
`;
}
