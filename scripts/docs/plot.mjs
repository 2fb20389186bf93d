// Small plots as SVG, legible on light and dark pages: f solid, its slope dashed.

const SIZE = { width: 300, height: 170 };
const MARGIN = { left: 34, right: 10, top: 10, bottom: 30 };
const COLOURS = { f: "#2f81f7", g: "#e0823d", axis: "#7d8590" };
const SAMPLES = 200;
/** Points this near to the line between their neighbours, in pixels, add nothing. */
const NEAR = 0.08;
/** Steeper than this between two samples, in heights of the plot, is a jump: the pen is lifted. */
const JUMP = 0.09;
/** Taller curves are cut off. */
const TALLEST = 6;

const rounded = (value) => String(Number(value.toFixed(1)));

/** Between them the curves' values lie, and 0 does too. */
function verticalRange({ f, g }, xs) {
  const values = xs.flatMap((x) => [f(x), g(x)]).filter(Number.isFinite);
  const low = Math.max(Math.min(0, ...values), -TALLEST);
  const high = Math.min(Math.max(0, ...values), TALLEST);
  return high > low ? [low, high] : [low - 1, low + 1];
}

/** The pieces of a curve between its jumps, each a list of points. */
function piecesOf(f, xs, toX, toY, { y: top, height }) {
  const pieces = [];
  let piece = [];
  for (const x of xs) {
    const [px, py] = [toX(x), toY(f(x))];
    const drawn = Number.isFinite(py) && py > top - height && py < top + 2 * height;
    const previous = piece.at(-1);
    if (!drawn || (previous && Math.abs(py - previous[1]) > JUMP * height)) {
      if (piece.length > 0) pieces.push(piece);
      piece = [];
    }
    if (drawn) piece.push([px, py]);
  }
  return piece.length > 0 ? [...pieces, piece] : pieces;
}

/** Without the points that lie between others on a straight line (Douglas and Peucker). */
function simplified(points) {
  if (points.length < 3) return points;
  const [[x0, y0], [x1, y1]] = [points[0], points.at(-1)];
  const distances = points.map(([x, y]) => Math.abs(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) - y));
  const farthest = distances.indexOf(Math.max(...distances));
  if (distances[farthest] <= NEAR) return [points[0], points.at(-1)];
  return [...simplified(points.slice(0, farthest + 1)).slice(0, -1), ...simplified(points.slice(farthest))];
}

function path(f, xs, toX, toY, box) {
  const pieces = piecesOf(f, xs, toX, toY, box).map(simplified);
  return pieces.map((points) => `M${points.map((point) => point.map(rounded).join(" ")).join("L")}`).join("");
}

const text = (x, y, words, more = "") => `<text x="${rounded(x)}" y="${rounded(y)}" ${more}>${words}</text>`;
const line = (x1, y1, x2, y2) =>
  `<path d="M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}" stroke="${COLOURS.axis}" stroke-opacity=".5"/>`;

/** Curves and axes inside a box; `id` keeps the clips of a page apart. */
function panel(curves, { x, y, width, height, id }) {
  const [from, to] = curves.from;
  const xs = Array.from({ length: SAMPLES + 1 }, (_, i) => from + ((to - from) * i) / SAMPLES);
  const [low, high] = verticalRange(curves, xs);
  const margin = (high - low) * 0.06;
  const toX = (value) => x + ((value - from) / (to - from)) * width;
  const toY = (value) => y + height - ((value - low + margin) / (high - low + 2 * margin)) * height;
  const zero = from < 0 && to > 0 ? line(toX(0), y, toX(0), y + height) : "";
  const curve = (f, colour, dash) =>
    `<path d="${path(f, xs, toX, toY, { y, height })}" stroke="${colour}" stroke-width="1.8" stroke-linejoin="round"${dash}/>`;
  return {
    low,
    high,
    toX,
    toY,
    drawn: `<clipPath id="${id}"><rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"/></clipPath>
${line(x, toY(0), x + width, toY(0))}${zero}
<g fill="none" clip-path="url(#${id})">${curve(curves.f, COLOURS.f, "")}${curve(curves.g, COLOURS.g, ' stroke-dasharray="5 3"')}</g>`,
  };
}

const open = (width, height, title) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="10" fill="${COLOURS.axis}">
<title>${title}</title>`;

/** One op. */
export function plot(name, curves) {
  const { width, height } = SIZE;
  const inner = {
    x: MARGIN.left,
    y: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
    id: name,
  };
  const { low, high, toY, drawn } = panel(curves, inner);
  const [from, to] = curves.from;
  const bottom = inner.y + inner.height;
  return `${open(width, height, `${name}: ${curves.value} and ${curves.slope} over ${curves.horizontal}`)}
${drawn}
${text(inner.x - 4, toY(high) + 4, rounded(high), 'text-anchor="end"')}${text(inner.x - 4, toY(low) + 4, rounded(low), 'text-anchor="end"')}
${text(inner.x, bottom + 12, rounded(from))}${text(inner.x + inner.width, bottom + 12, rounded(to), 'text-anchor="end"')}${text(inner.x + inner.width / 2, bottom + 12, curves.horizontal, 'text-anchor="middle"')}
${text(inner.x, bottom + 26, `— ${curves.value}`, `fill="${COLOURS.f}"`)}${text(inner.x + inner.width, bottom + 26, `- - ${curves.slope}`, `fill="${COLOURS.g}" text-anchor="end"`)}
</svg>
`;
}

/** Many ops side by side, with their names alone. */
export function overview(title, all, columns) {
  const cell = { width: 118, height: 92 };
  const width = columns * cell.width;
  const height = Math.ceil(all.length / columns) * cell.height;
  const cells = all.map(({ name, curves }, i) => {
    const [x, y] = [(i % columns) * cell.width + 6, Math.floor(i / columns) * cell.height + 4];
    const { drawn } = panel(curves, { x, y: y + 14, width: cell.width - 12, height: cell.height - 24, id: name });
    return `${text(x + (cell.width - 12) / 2, y + 10, name, 'text-anchor="middle"')}${drawn}`;
  });
  return `${open(width, height, title)}
${cells.join("\n")}
</svg>
`;
}
