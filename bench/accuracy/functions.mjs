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

/** Where the default is 0: of so little, 1 less it is rounded to a few digits. */
const LITTLE = 0.0023;

/** A value that an option may have, not its default, and no number that makes products exact. */
function anotherOf({ default: first, accepts }) {
  const another = typeof first === "boolean" ? !first : first === 0 ? LITTLE : Number((1.7 * first + 0.2).toFixed(3));
  return accepts(another) ? another : first;
}

/** @typedef {{ options: object, label: string, isDefault?: boolean }} Form of an op, by its options */

/** The defaults, each other value of an option that is a choice, and another value of all options that are not. @returns {Form[]} */
function formsOf(spec) {
  const defaults = defaultsOf(spec);
  const given = Object.entries(spec.options);
  const chosen = given.flatMap(([name, { default: first, choices = [] }]) =>
    choices.filter((each) => each !== first).map((each) => ({ [name]: each })),
  );
  const others = given.filter(([, { choices }]) => !choices).map(([name, option]) => [name, anotherOf(option)]);
  const changed = [...chosen, ...(others.length > 0 ? [Object.fromEntries(others)] : [])];
  const inWords = (options) => Object.entries(options).map(([name, value]) => `${name} ${value}`);
  return [
    { options: defaults, label: "", isDefault: true },
    ...changed.map((each) => ({ options: { ...defaults, ...each }, label: `, ${inWords(each).join(", ")}` })),
  ];
}

function fromActivation(spec) {
  const common = { op: spec.name, bound: spec.bound, domain: EVERYWHERE };
  return formsOf(spec).flatMap(({ options, label }) => [
    {
      ...common,
      what: `value${label}`,
      exact: (x) => spec.forward(x, options),
      run: (lw, x, out) => lw[spec.name](x, { ...options, out }),
    },
    {
      ...common,
      what: `derivative${label}`,
      exact: (x) => spec.derivative(x, options),
      run: (lw, x, out) => lw[spec.name].derivative(x, { ...options, out }),
    },
  ]);
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
  return formsOf(spec).flatMap((form) => {
    const targets = targetsOf(spec, form.options);
    return targets
      .filter(({ drawn }) => form.isDefault || drawn || !targets.some((each) => each.drawn))
      .flatMap((target) => fromTarget(spec, form, target));
  });
}

/** A loss against one kind of target. */
function fromTarget(spec, { options, label: form, isDefault }, { label, of, drawn }) {
  const common = { op: spec.name, bound: spec.bound, domain: spec.domain ?? EVERYWHERE };
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
    what: `value, ${label}${form}`,
    exact: (x) => spec.loss(x, of(x), options),
    run: (lw, x, out) => lw[spec.name](x, targetsFor(x), { ...options, reduction: "none", out }),
  };
  // Where terms of the gradient cancel, at other targets than 0 and 1, no bound in ulp of the result can hold.
  if (spec.gradientTerms && (drawn || !isDefault)) return [value];
  return [
    value,
    {
      ...common,
      what: `derivative, ${label}${form}`,
      exact: (x) => spec.gradient(x, of(x), options),
      run: (lw, x, out) => lw[spec.name].grad(x, targetsFor(x), { ...options, reduction: "none", out }),
    },
  ];
}

function fromPenalty(spec) {
  return formsOf(spec).map(({ options, label }) => ({
    op: spec.name,
    bound: spec.bound,
    domain: EVERYWHERE,
    what: `derivative${label}`,
    exact: (x) => spec.gradient(x, options),
    run: (lw, x, out) => lw[spec.name].grad(x, { ...options, out }),
  }));
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
