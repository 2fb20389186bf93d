// Losses of rows: one for each row of predictions.

import type { Input, Output, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { planReduction, REDUCTION_OPTIONS, type ReductionPlan, reduce } from "./reduction.js";
import { type CheckedTargets, readTargets } from "./rowTarget.js";
import { settingsReader } from "./settings.js";
import type { ClassOptions, OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions & ClassOptions;

interface Call {
  readonly prediction: Input;
  readonly targets: CheckedTargets;
  readonly shape: readonly number[];
  readonly rows: number;
  readonly columns: number;
  readonly plan: ReductionPlan;
  readonly settings: Settings;
}

export function makeRowLoss(spec: SpecOf<"rowLoss">, context: Context): object {
  const { backend, store } = context;
  const run = backend.rowLoss(spec);
  const classOptions = spec.weighted ? ["classWeights", "ignoreIndex"] : [];
  const read = settingsReader(spec, [...REDUCTION_OPTIONS, ...classOptions, "shape", "out"]);

  const prepare = (prediction: Input, target: Input, given: Given | undefined): Call => {
    const settings = read(given);
    checkInput(spec.name, "prediction", prediction, store);
    const shape = shapeOf(spec.name, "prediction", prediction, given?.shape);
    const columns = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((all, length) => all * length, 1);
    const targets = readTargets(spec, target, rows, columns, given, context);
    const plan = planReduction(spec.name, given, rows, targets.divisor, context);
    // The gradient of one class is written before the target of the next is read.
    if (given?.out && given.out === targets.probabilities) throw new TypeError(`${spec.name}: out must not be the target`);
    return { prediction, targets: { ...targets, weights: plan.weights }, shape, rows, columns, plan, settings };
  };
  const execute = (mode: Mode, { prediction, targets, rows, columns, plan, settings }: Call, out: Output | undefined) => {
    if (!out) return run(mode, prediction, targets, out, rows, columns, plan.scale, settings);
    const separate = {
      ...targets,
      probabilities: apart(targets.probabilities, out),
      classWeights: apart(targets.classWeights, out),
      weights: apart(targets.weights, out),
    };
    return run(mode, apart(prediction, out), separate, out, rows, columns, plan.scale, settings);
  };
  const losses = (call: Call, given: unknown) => {
    const out = outputFor(spec.name, given, call.prediction, call.shape.slice(0, -1), call.rows, store);
    execute(Mode.losses, call, out);
    return out;
  };
  const gradient = (call: Call, given: unknown) =>
    outputFor(spec.name, given, call.prediction, call.shape, sizeOf(call.prediction), store);

  const api = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    return call.plan.reduction === "none" ? losses(call, given?.out) : reduce(call.plan, execute(Mode.sum, call, undefined));
  };
  api.grad = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    const out = gradient(call, given?.out);
    execute(Mode.gradient, call, out);
    return out;
  };
  api.valueAndGrad = (prediction: Input, target: Input, given?: Given) => {
    const call = prepare(prediction, target, given);
    const grad = gradient(call, given?.out);
    if (call.plan.reduction === "none") {
      const value = losses(call, undefined);
      execute(Mode.gradient, call, grad);
      return { value, grad };
    }
    return { value: reduce(call.plan, execute(Mode.sumAndGradient, call, grad)), grad };
  };
  return api;
}
