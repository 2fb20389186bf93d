// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, outputFor, product, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { checkReduction, isMean, isUnreduced, normalizingWeights, REDUCTION_OPTIONS, reduce, scaleFor } from "./reduction.js";
import { meanDivisor, readTargets } from "./rowTarget.js";
import { settingsReader } from "./settings.js";
import type { ClassOptions, OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions & ClassOptions;

export function makeRowLoss(spec: SpecOf<"rowLoss">, context: Context): object {
  const { backend, store } = context;
  const run = backend.rowLoss(spec);
  const classOptions = spec.weighted ? ["classWeights", "ignoreIndex"] : [];
  const read = settingsReader(spec, [...REDUCTION_OPTIONS, ...classOptions, "shape", "out"]);

  const shapeFor = (prediction: Input, given: Given | undefined): readonly number[] =>
    shapeOf(spec.name, "prediction", prediction, given?.shape);
  /** The settings, once all arguments but the target are known to be right. */
  const check = (prediction: Input, given: Given | undefined): Settings => {
    const settings = read(given);
    checkInput(spec.name, "prediction", prediction, store);
    const shape = shapeFor(prediction, given);
    checkReduction(spec.name, given, product(shape, 0, shape.length - 1), context);
    return settings;
  };
  const targetsOf = (prediction: Input, target: Input, given: Given | undefined): RowTargets => {
    const shape = shapeFor(prediction, given);
    const targets = readTargets(spec, target, product(shape, 0, shape.length - 1), shape.at(-1) ?? 1, given, context);
    // The gradient of one class is written before the target of the next is read.
    if (given?.out && given.out === targets.probabilities) throw new TypeError(`${spec.name}: out must not be the target`);
    return targets;
  };
  const divisorOf = (prediction: Input, targets: RowTargets, given: Given | undefined): number => {
    if (!isMean(given)) return 1;
    const shape = shapeFor(prediction, given);
    return meanDivisor(targets, product(shape, 0, shape.length - 1), normalizingWeights(given), context);
  };
  const execute = (
    mode: Mode,
    prediction: Input,
    targets: RowTargets,
    given: Given | undefined,
    out: Output | undefined,
    scale: number,
    settings: Settings,
  ) => {
    const shape = shapeFor(prediction, given);
    const columns = shape.at(-1) ?? 1;
    const rows = product(shape, 0, shape.length - 1);
    if (!out || out instanceof Tensor) return run(mode, prediction, targets, out, rows, columns, scale, settings);
    const separate = {
      ...targets,
      probabilities: apart(targets.probabilities, out),
      classWeights: apart(targets.classWeights, out),
      weights: apart(targets.weights, out),
    };
    return run(mode, apart(prediction, out), separate, out, rows, columns, scale, settings);
  };
  const losses = (prediction: Input, targets: RowTargets, given: Given | undefined, into: unknown, settings: Settings) => {
    const shape = shapeFor(prediction, given);
    const last = shape.length - 1;
    const out = outputFor(spec.name, into, prediction, shape, product(shape, 0, last), store, last);
    execute(Mode.losses, prediction, targets, given, out, 1, settings);
    return out;
  };
  const gradient = (prediction: Input, given: Given | undefined) =>
    outputFor(spec.name, given?.out, prediction, shapeFor(prediction, given), sizeOf(prediction), store);

  const api = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const targets = targetsOf(prediction, target, given);
    if (isUnreduced(given)) return losses(prediction, targets, given, given?.out, settings);
    const divisor = divisorOf(prediction, targets, given);
    return reduce(given, execute(Mode.sum, prediction, targets, given, undefined, 1, settings), divisor);
  };
  api.grad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const targets = targetsOf(prediction, target, given);
    const out = gradient(prediction, given);
    const scale = scaleFor(divisorOf(prediction, targets, given));
    execute(Mode.gradient, prediction, targets, given, out, scale, settings);
    return out;
  };
  api.valueAndGrad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const targets = targetsOf(prediction, target, given);
    const grad = gradient(prediction, given);
    if (isUnreduced(given)) {
      const value = losses(prediction, targets, given, undefined, settings);
      execute(Mode.gradient, prediction, targets, given, grad, 1, settings);
      return { value, grad };
    }
    const divisor = divisorOf(prediction, targets, given);
    const sum = execute(Mode.sumAndGradient, prediction, targets, given, grad, scaleFor(divisor), settings);
    return { value: reduce(given, sum, divisor), grad };
  };
  return api;
}
