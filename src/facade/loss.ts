// Element-wise losses and their costs.

import type { Input, Output, Settings } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { planReduction, REDUCTION_OPTIONS, type ReductionPlan, reduce } from "./reduction.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions;

interface Call {
  readonly prediction: Input;
  readonly target: Input;
  readonly shape: readonly number[];
  readonly count: number;
  readonly plan: ReductionPlan;
  readonly settings: Settings;
}

export function makeLoss(spec: SpecOf<"loss">, context: Context): object {
  const { backend, store } = context;
  const run = backend.loss(spec);
  const common = REDUCTION_OPTIONS.filter((name) => !(spec.root && name === "reduction"));
  const read = settingsReader(spec, [...common, "shape", "out"]);

  const prepare = (prediction: Input, target: Input, given: Given | undefined): Call => {
    const settings = read(given);
    checkInput(spec.name, "prediction", prediction, store);
    checkInput(spec.name, "target", target, store);
    const shape = shapeOf(spec.name, "prediction", prediction, given?.shape);
    const count = sizeOf(prediction);
    checkSize(spec.name, "target", target, count, "as prediction");
    const divisor = (weights: Input | undefined) => (weights ? context.sum(weights) : count);
    const plan = planReduction(spec.name, given, count, divisor, context);
    checkValues(spec, backend, prediction, target, settings);
    return { prediction, target, shape, count, plan, settings };
  };
  const execute = (mode: Mode, call: Call, out: Output | undefined, scale: number) => {
    const { prediction, target, count, plan, settings } = call;
    const [p, t, w] = out
      ? [apart(prediction, out), apart(target, out), apart(plan.weights, out)]
      : [prediction, target, plan.weights];
    return run(mode, p, t, w, out, count, scale, settings);
  };
  const output = (call: Call, given: unknown) => outputFor(spec.name, given, call.prediction, call.shape, call.count, store);
  const losses = (call: Call, given: unknown) => {
    const out = output(call, given);
    execute(Mode.losses, call, out, 1);
    return out;
  };
  const cost = (call: Call) => {
    const mean = reduce(call.plan, execute(Mode.sum, call, undefined, 1));
    return spec.root ? Math.sqrt(mean) : mean;
  };
  /** d√m = dm / (2√m): the root's gradient needs its value first. At a perfect fit it is 0. */
  const rootScale = (plan: ReductionPlan, value: number) => (value === 0 ? 0 : plan.scale / (2 * value));

  const api = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    return call.plan.reduction === "none" ? losses(call, given?.out) : cost(call);
  };
  api.grad = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    const out = output(call, given?.out);
    execute(Mode.gradient, call, out, spec.root ? rootScale(call.plan, cost(call)) : call.plan.scale);
    return out;
  };
  api.valueAndGrad = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    const grad = output(call, given?.out);
    if (call.plan.reduction === "none") {
      const value = losses(call, undefined);
      execute(Mode.gradient, call, grad, 1);
      return { value, grad };
    }
    if (spec.root) {
      const value = cost(call);
      execute(Mode.gradient, call, grad, rootScale(call.plan, value));
      return { value, grad };
    }
    return { value: reduce(call.plan, execute(Mode.sumAndGradient, call, grad, call.plan.scale)), grad };
  };
  return api;
}

function checkValues(
  spec: SpecOf<"loss">,
  backend: Context["backend"],
  prediction: Input,
  target: Input,
  { values }: Settings,
): void {
  const fail = (name: string, input: Input, index: number, expected: string) => {
    const value = dataOf(input)[index];
    throw new RangeError(`${spec.name}: ${name}[${index}] is ${value}, expected ${expected}`);
  };
  if (spec.domain) {
    const [low, high] = spec.domain;
    for (const [name, input] of [
      ["prediction", prediction],
      ["target", target],
    ] as const) {
      const index = backend.firstOutside(input, low, high);
      if (index >= 0) fail(name, input, index, spec.domainInWords ?? `a number from ${low} to ${high}`);
    }
  }
  if (spec.labels) {
    const [first, second] = spec.labels(values);
    const index = backend.firstNotLabel(target, first, second);
    if (index >= 0) fail("target", target, index, `${first} or ${second}`);
  }
}
