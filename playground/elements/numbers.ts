// Numbers as a reader wants them.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const superscript = (exponent: number) =>
  `${exponent < 0 ? "⁻" : ""}${[...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;

/** With so many digits at most; the tiny and the huge as powers of ten. */
export function digits(value: number, count: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return Object.is(value, -0) ? "−0" : "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa = "", exponent = ""] = value.toExponential(count - 1).split("e");
    const power = `10${superscript(Number(exponent))}`;
    if (Math.abs(Number(mantissa)) === 1) return value < 0 ? `−${power}` : power;
    return `${signed(String(Number(mantissa)))} · ${power}`;
  }
  return signed(String(Number(value.toPrecision(count))));
}

const signed = (text: string) => text.replace("-", "−");

/** For labels. */
export const short = (value: number): string => digits(value, 3);
/** For what is read off: as much as float32 holds, nearly. */
export const long = (value: number): string => digits(value, 6);

export function duration(seconds: number): string {
  if (seconds >= 1) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds >= 1e-3) return `${Number((seconds * 1e3).toPrecision(3))} ms`;
  return seconds >= 1e-6 ? `${Number((seconds * 1e6).toPrecision(3))} µs` : `${Number((seconds * 1e9).toPrecision(3))} ns`;
}

/** "1 row", "2 rows". */
export const count = (number: number, word: string): string => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
