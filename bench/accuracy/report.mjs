// What the sweep prints.

const started = performance.now();
let lineIsOpen = false;

function closeLine() {
  if (lineIsOpen) process.stdout.write("\r\x1b[K");
  lineIsOpen = false;
}

function duration(seconds) {
  if (!Number.isFinite(seconds)) return "?";
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.ceil(seconds)} s`;
}

/** A live line with the time left; nothing where nobody watches. */
export function progressLine(label, share, position, total) {
  if (!process.stdout.isTTY) return;
  const all = (position + share) / total;
  const seconds = (performance.now() - started) / 1000;
  const bar = "█".repeat(Math.round(all * 24)).padEnd(24, "░");
  process.stdout.write(`\r\x1b[K${bar} ${(all * 100).toFixed(1)} %  ${label}  ${duration((seconds / all) * (1 - all))} left`);
  lineIsOpen = true;
}

export function printHeader(count, modules, workers) {
  const names = modules.map(({ simd, precision }) => `${simd} ${precision}`).join(", ");
  console.log(`${count} inputs a function; ${names}; ${workers} workers; Node ${process.version}\n`);
  console.log(
    "op, function                                  module         worst ulp  bound  correctly rounded  at x → got, expected",
  );
}

/** @returns {boolean} whether a module is beyond the bound */
export function printResult({ op, what, bound, inputs, modules, seconds }) {
  closeLine();
  let broken = false;
  for (const [index, { simd, precision, worst, x, got, expected, rounded, flushed }] of modules.entries()) {
    const beyond = worst > bound[precision];
    broken ||= beyond;
    const label = index === 0 ? `${op} ${what}`.padEnd(45) : "".padEnd(45);
    const share = `${((100 * rounded) / inputs).toFixed(3)} %`.padStart(10);
    const where = worst > 0 ? `${x} → ${got}, ${expected.toPrecision(10)}` : "exact";
    const flush = flushed > 0 ? `; ${flushed} flushed` : "";
    console.log(
      `${label} ${`${simd} ${precision}`.padEnd(13)} ${worst.toFixed(4).padStart(9)}  ${String(bound[precision]).padStart(5)}  ${share.padStart(17)}  ${where}${flush}${beyond ? "  BEYOND THE BOUND" : ""}`,
    );
  }
  if (process.stdout.isTTY && seconds > 30) console.log(`${"".padEnd(45)} ${duration(seconds)}`);
  return broken;
}
