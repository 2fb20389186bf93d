// Makes a call that was drawn: puts its numbers where they belong, and calls the op.

const PADDING = 3;

const holders = {
  Float32Array: (numbers) => numbers.slice(),
  Float64Array: (numbers) => Float64Array.from(numbers),
  Int32Array: (numbers) => Int32Array.from(numbers),
  Uint8Array: (numbers) => Uint8Array.from(numbers),
  Array: (numbers) => Array.from(numbers),
  view: (numbers) => {
    const whole = new Float32Array(numbers.length + 2 * PADDING).fill(Number.NaN);
    whole.set(numbers, PADDING);
    return whole.subarray(PADDING, PADDING + numbers.length);
  },
};

/** The numbers of a call in what holds them. */
function held(lw, input) {
  if (input === undefined) return undefined;
  const { numbers, shape, holder } = input;
  return holder === "tensor" ? lw.tensor(numbers, shape) : holders[holder](numbers);
}

const isHeld = (value) => value?.numbers instanceof Float32Array;

/**
 * @param {import("lanewise").Lanewise} lw
 * @param {import("./calls.mjs").Call} call
 * @returns {unknown} what the op gives
 */
export function perform(lw, { op, method, inputs, main, options, outputs, out }) {
  return lw.scope(() => {
    const given = inputs.map((each) => held(lw, each));
    const { shape, ...others } = Object.fromEntries(
      Object.entries(options).map(([name, value]) => [name, isHeld(value) ? held(lw, value) : value]),
    );
    if (inputs[main].holder !== "tensor") others.shape = shape;
    if (out === "new") others.out = inputs[0].holder === "tensor" ? lw.zeros(outputs) : new Float32Array(size(outputs));
    else if (out !== undefined) others.out = given[out];
    const callable = method === "forward" ? lw[op] : lw[op][method];
    return callable(...given, others);
  });
}

const size = (shape) => shape.reduce((all, length) => all * length, 1);
