// Numbers as the playground shows them, read back.

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "−1.5", "2 · 10⁻⁵", "−10⁸", "∞" */
export function numberOf(text: string): number {
  const plain = text.replaceAll("−", "-").replace("∞", "Infinity");
  const [factor = "", power] = plain.split(/10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/);
  if (power === undefined) return Number(plain);
  const exponent = [...power].map((each) => (each === "⁻" ? "-" : DIGITS.indexOf(each))).join("");
  const mantissa = factor.replace(" · ", "");
  return Number(["", "-"].includes(mantissa) ? `${mantissa}1e${exponent}` : `${mantissa}e${exponent}`);
}
