// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, outputFor, product, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { apart, quiteApart } from "./overlap.js";
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
  /** The settings, once the prediction is known to be right. */
  const check = (prediction: Input, given: Given | undefined): Settings => {
    const settings = read(given);
    checkInput(spec.name, "prediction", prediction, context);
    return settings;
  };
  /** The targets, once these and the options of the reduction are known to be right. */
  const targetsOf = (shape: readonly number[], target: Input, given: Given | undefined): RowTargets => {
    const rows = rowsOf(shape);
    checkReduction(spec.name, given, rows, context);
    return readTargets(spec, target, rows, columnsOf(shape), given, context);
  };
  const divisorOf = (shape: readonly number[], targets: RowTargets, given: Given | undefined): number =>
    isMean(given) ? meanDivisor(targets, rowsOf(shape), normalizingWeights(given), context) : 1;
  const execute = (
    mode: Mode,
    prediction: Input,
    targets: RowTargets,
    shape: readonly number[],
    given: Given | undefined,
    out: Output | undefined,
    scale: number,
    settings: Settings,
    losses?: Output,
  ) => {
    const rows = rowsOf(shape);
    const columns = columnsOf(shape);
    const into = given?.out;
    if (into === undefined) return run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
    const most = sizeOf(prediction);
    const separate = targetsApart(targets, into, most);
    return run(mode, apart(prediction, into, most, context), separate, out, rows, columns, scale, settings, losses);
  };
  /** Targets are read again for every row, and within it after some of its gradient has been written. */
  const targetsApart = (targets: RowTargets, out: Output, most: number): RowTargets => {
    const indices = quiteApart(targets.indices, out, most, context);
    const probabilities = quiteApart(targets.probabilities, out, most, context);
    const classWeights = quiteApart(targets.classWeights, out, most, context);
    const weights = quiteApart(targets.weights, out, most, context);
    const areApart =
      indices === targets.indices &&
      probabilities === targets.probabilities &&
      classWeights === targets.classWeights &&
      weights === targets.weights;
    return areApart ? targets : { ...targets, indices, probabilities, classWeights, weights };
  };
  /** Where one loss for each row goes. */
  const lossesFor = (prediction: Input, shape: readonly number[], into: unknown) =>
    outputFor(spec.name, into, prediction, shape, rowsOf(shape), store, shape.length - 1);
  const gradientFor = (prediction: Input, shape: readonly number[], given: Given | undefined) =>
    outputFor(spec.name, given?.out, prediction, shape, sizeOf(prediction), store);

  const api = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const shape = shapeFor(prediction, given);
    const targets = targetsOf(shape, target, given);
    if (isUnreduced(given)) {
      const out = lossesFor(prediction, shape, given?.out);
      execute(Mode.losses, prediction, targets, shape, given, out, 1, settings);
      return out;
    }
    const divisor = divisorOf(shape, targets, given);
    return reduce(given, execute(Mode.sum, prediction, targets, shape, given, undefined, 1, settings), divisor);
  };
  api.grad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const shape = shapeFor(prediction, given);
    const targets = targetsOf(shape, target, given);
    const out = gradientFor(prediction, shape, given);
    const scale = scaleFor(divisorOf(shape, targets, given));
    execute(Mode.gradient, prediction, targets, shape, given, out, scale, settings);
    return out;
  };
  api.valueAndGrad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, given);
    const shape = shapeFor(prediction, given);
    const targets = targetsOf(shape, target, given);
    const grad = gradientFor(prediction, shape, given);
    if (isUnreduced(given)) {
      const value = lossesFor(prediction, shape, undefined);
      execute(Mode.lossesAndGradient, prediction, targets, shape, given, grad, 1, settings, value);
      return { value, grad };
    }
    const divisor = divisorOf(shape, targets, given);
    const sum = execute(Mode.sumAndGradient, prediction, targets, shape, given, grad, scaleFor(divisor), settings);
    return { value: reduce(given, sum, divisor), grad };
  };
  return api;
}

const columnsOf = (shape: readonly number[]): number => shape[shape.length - 1] ?? 1;
const rowsOf = (shape: readonly number[]): number => product(shape, 0, shape.length - 1);
