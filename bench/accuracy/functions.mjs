// The functions of one variable that the sweep checks, made from the table of ops: what the kernels compute, and the float64
// truth of it.

import { readFileSync } from "node:fs";
import { ops } from "lanewise";

/** Inputs at which some build was worst in a recorded sweep (record.mjs), by op and function. */
const hardest = JSON.parse(readFileSync(new URL("hardest.json", import.meta.url), "utf8"));

/**
 * @typedef {object} SweptFunction
 * @property {string} op name in the table
 * @property {string} what "value" or "derivative", with the target it was taken at
 * @property {{ fast: number, high: number }} bound ulp
 * @property {(x: number) => number} exact float64
 * @property {[number, number]} domain inputs outside are passed over
 * @property {readonly number[]} hardest inputs that were worst in an earlier sweep
 * @property {(lw: import("lanewise").Lanewise, x: Float32Array, out: Float32Array) => void} run other inputs come as another x
 */

const EVERYWHERE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function defaultsOf(spec) {
  return Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default]));
}

/** The defaults, and each other value of an option that is a choice. */
function formsOf(spec) {
  const forms = Object.entries(spec.options).flatMap(([name, { default: first, choices = [] }]) =>
    choices.filter((each) => each !== first).map((each) => ({ given: { [name]: each }, label: `, ${name} ${each}` })),
  );
  return [{ given: {}, label: "" }, ...forms];
}

function fromActivation(spec) {
  const common = { op: spec.name, bound: spec.bound, domain: EVERYWHERE };
  return formsOf(spec).flatMap(({ given, label }) => {
    const options = { ...defaultsOf(spec), ...given };
    return [
      {
        ...common,
        what: `value${label}`,
        exact: (x) => spec.forward(x, options),
        run: (lw, x, out) => lw[spec.name](x, { ...given, out }),
      },
      {
        ...common,
        what: `derivative${label}`,
        exact: (x) => spec.derivative(x, options),
        run: (lw, x, out) => lw[spec.name].derivative(x, { ...given, out }),
      },
    ];
  });
}

const word = new Float32Array(1);
const pattern = new Uint32Array(word.buffer);

/** 32 bits that look random, the same for the same x (murmur3's finish). */
function scrambled(x) {
  word[0] = x;
  let bits = pattern[0];
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** A target for x: for half of them a float beside x, where differences cancel, for the others any float. */
function drawnNear(x) {
  const random = scrambled(x);
  pattern[0] = random & 1 ? pattern[0] + (random >>> 14) - 2 ** 17 : random;
  return word[0];
}

const drawnShare = (x) => (scrambled(x) >>> 8) / 2 ** 24;

/**
 * What a loss is swept at: both labels or shares, or a number that is no power of two; and, since its two inputs have 2^64
 * pairs, a target drawn for each prediction.
 * @returns {{ label: string, of: (x: number) => number, drawn?: boolean }[]}
 */
function targetsOf(spec, options) {
  const fixed = (given) => {
    const target = Math.fround(given);
    return { label: `target ${given}`, of: () => target };
  };
  if (spec.labels) return spec.labels(options).map(fixed);
  const [low, high] = spec.domain ?? EVERYWHERE;
  const inside = (x) => {
    const target = drawnNear(x);
    return target >= low && target <= high ? target : 1;
  };
  const drawn = { label: "target drawn", drawn: true, of: spec.task === "binary" ? drawnShare : inside };
  return spec.task === "binary" ? [fixed(0), fixed(1), drawn] : [fixed(0.7), drawn];
}

function fromLoss(spec) {
  // A root is a function of all losses at once.
  if (spec.root) return [];
  const options = defaultsOf(spec);
  const common = { op: spec.name, bound: spec.bound, domain: spec.domain ?? EVERYWHERE };
  return targetsOf(spec, options).flatMap(({ label, of, drawn }) => {
    let targets = new Float32Array(0);
    let madeFor;
    // Made once for all modules, a fixed target's for all blocks: new ones cost as much as the kernels, drawn ones ten times more.
    const targetsFor = (x) => {
      if (targets.length !== x.length) targets = new Float32Array(x.length).fill(of(0));
      if (drawn && madeFor !== x) {
        for (let i = 0; i < x.length; i++) targets[i] = of(x[i]);
        madeFor = x;
      }
      return targets;
    };
    const value = {
      ...common,
      what: `value, ${label}`,
      exact: (x) => spec.loss(x, of(x), options),
      run: (lw, x, out) => lw[spec.name](x, targetsFor(x), { reduction: "none", out }),
    };
    // Where terms of the gradient cancel at other targets than 0 and 1, no bound in ulp of the result can hold.
    if (drawn && spec.gradientTerms) return [value];
    return [
      value,
      {
        ...common,
        what: `derivative, ${label}`,
        exact: (x) => spec.gradient(x, of(x), options),
        run: (lw, x, out) => lw[spec.name].grad(x, targetsFor(x), { reduction: "none", out }),
      },
    ];
  });
}

function fromPenalty(spec) {
  const options = defaultsOf(spec);
  return [
    {
      op: spec.name,
      bound: spec.bound,
      domain: EVERYWHERE,
      what: "derivative",
      exact: (x) => spec.gradient(x, options),
      run: (lw, x, out) => lw[spec.name].grad(x, { out }),
    },
  ];
}

const MAKERS = { activation: fromActivation, loss: fromLoss, penalty: fromPenalty };

/** @returns {SweptFunction[]} of one op; none for ops that are no functions of one number */
export function functionsOf(name) {
  const spec = ops[name];
  const functions = MAKERS[spec.kind]?.(spec) ?? [];
  return functions.map((swept) => ({ ...swept, hardest: hardest[name]?.[swept.what] ?? [] }));
}

/** Ops that the sweep covers. */
export const sweptOps = Object.keys(ops).filter((name) => functionsOf(name).length > 0);
