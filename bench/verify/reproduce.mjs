// A call as code that makes it again.

const number = (value) => (Object.is(value, -0) ? "-0" : String(value));
const list = (numbers) => `[${Array.from(numbers, number).join(", ")}]`;

const written = {
  Array: (numbers) => list(numbers),
  tensor: (numbers, shape) => `lw.tensor(${list(numbers)}, ${list(shape)})`,
  view: (numbers) => `new Float32Array([0, ...${list(numbers)}]).subarray(1)`,
};

function inCode(value) {
  if (value === undefined) return "undefined";
  if (!(value.numbers instanceof Float32Array)) return JSON.stringify(value);
  const { numbers, shape, holder } = value;
  return written[holder]?.(numbers, shape) ?? `${holder}.from(${list(numbers)})`;
}

/** @param {import("./calls.mjs").Call} call @param {import("./subjects.mjs").Module} module */
export function reproduction({ op, method, inputs, main, options, outputs, out }, { simd, precision }) {
  const names = inputs.map((_, i) => String.fromCharCode(97 + i));
  const { shape, ...others } = options;
  const given = Object.entries(others).map(([name, value]) => `${name}: ${inCode(value)}`);
  if (inputs[main].holder !== "tensor") given.push(`shape: ${list(shape)}`);
  if (out === "new") given.push(`out: lw.zeros(${list(outputs)})`);
  else if (out !== undefined) given.push(`out: ${names[out]}`);
  return [
    'import { load } from "lanewise";',
    `const lw = await load({ simd: "${simd}", precision: "${precision}", verify: true });`,
    ...inputs.map((each, i) => `const ${names[i]} = ${inCode(each)};`),
    `lw.${op}${method === "forward" ? "" : `.${method}`}(${names.join(", ")}, { ${given.join(", ")} });`,
  ].join("\n");
}
