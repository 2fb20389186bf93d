// Functions of one number that `npm run accuracy` leaves out because the op takes more: the cost of a single element (of a
// penalty, of a root of a mean), a slope beside x, a group whose other elements stay.

import type { Lanewise } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { resolved } from "../inputs.js";
import type { SweptFunction } from "./tool.js";

const EVERYWHERE = [-Infinity, Infinity] as const;

type Callable = ((...given: unknown[]) => unknown) & Record<string, (...given: unknown[]) => unknown>;

const opOf = (lw: Lanewise, op: string) => (lw as unknown as Record<string, Callable>)[op] as Callable;

/** Calls with one element after another in a tensor. */
function one(each: (api: Callable, x: Tensor, out: Tensor) => number, op: string): SweptFunction["run"] {
  return (lw, x, out) =>
    lw.scope(() => {
      const [element, result] = [lw.zeros([1]), lw.zeros([1])];
      const api = opOf(lw, op);
      for (let i = 0; i < x.length; i++) {
        element.data[0] = x[i] as number;
        out[i] = each(api, element, result);
      }
    });
}

const cost = (op: string) => one((api, x) => api(x) as number, op);

function ofPenalty(spec: Spec & { kind: "penalty" }): SweptFunction[] {
  const options = resolved(spec, {});
  const exact = (x: number) => spec.penalty(x, options);
  return [{ op: spec.name, what: "value", bound: spec.bound, domain: EVERYWHERE, exact, run: cost(spec.name) }];
}

/** √(x − t)² of one element, where the square is within the range of float32. */
function ofRoot(spec: Spec & { kind: "loss" }): SweptFunction[] {
  const t = Math.fround(0.7);
  const target = Float32Array.of(t);
  const options = resolved(spec, {});
  const common = { op: spec.name, bound: spec.bound, domain: [-(2 ** 63), 2 ** 63] as const };
  const exact = (x: number) => Math.sqrt(spec.loss(x, t, options));
  const gradient = (x: number) => (exact(x) === 0 ? 0 : spec.gradient(x, t, options) / (2 * exact(x)));
  const runGradient = one((api, x, out) => {
    api.grad?.(x, target, { out });
    return out.data[0] as number;
  }, spec.name);
  return [
    { ...common, what: "value, target 0.7", exact, run: one((api, x) => api(x, target) as number, spec.name) },
    { ...common, what: "derivative, target 0.7", exact: gradient, run: runGradient },
  ];
}

function ofChannels(spec: Spec & { kind: "channelActivation" }): SweptFunction[] {
  const slope = Math.fround(0.3);
  const alpha = Float32Array.of(slope);
  const common = { op: spec.name, bound: spec.bound, domain: EVERYWHERE };
  return [
    {
      ...common,
      what: "value, slope 0.3",
      exact: (x) => spec.forward(x, slope),
      run: (lw, x, out) => opOf(lw, spec.name)(x, alpha, { out }),
    },
    {
      ...common,
      what: "derivative, slope 0.3",
      exact: (x) => spec.derivative(x, slope),
      run: (lw, x, out) => opOf(lw, spec.name).derivative?.(x, alpha, { out }),
    },
  ];
}

/** The first element of a group whose others are 0.7. */
function ofGroups(spec: Spec & { kind: "groupActivation" }): SweptFunction[] {
  const size = spec.groupSize(resolved(spec, {}));
  const other = Math.fround(0.7);
  const group = (x: number) => Float64Array.from({ length: size }, (_, i) => (i === 0 ? x : other));
  const groups = (x: Float32Array) =>
    Float32Array.from({ length: x.length * size }, (_, i) => (i % size ? other : (x[i / size] as number)));
  const common = { op: spec.name, bound: spec.bound, domain: EVERYWHERE };
  return [
    {
      ...common,
      what: "value, others 0.7",
      exact: (x) => spec.forward(group(x)),
      run: (lw, x, out) => opOf(lw, spec.name)(groups(x), { out }),
    },
    {
      ...common,
      what: "derivative, others 0.7",
      exact: (x) => (spec.chosen(group(x)) === 0 ? 1 : 0),
      run: (lw, x, out) => {
        const dx = opOf(lw, spec.name).backward?.(new Float32Array(x.length).fill(1), groups(x)) as Float32Array;
        for (let i = 0; i < x.length; i++) out[i] = dx[i * size] as number;
      },
    },
  ];
}

function of(spec: Spec): SweptFunction[] {
  if (spec.kind === "penalty") return ofPenalty(spec);
  if (spec.kind === "loss") return spec.root ? ofRoot(spec) : [];
  if (spec.kind === "channelActivation") return ofChannels(spec);
  if (spec.kind === "groupActivation") return ofGroups(spec);
  return [];
}

export const furtherFunctions = (Object.values(ops) as Spec[]).flatMap(of);
