// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets, Settings } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, outputFor, product, shapeOf, written } from "./arguments.js";
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
    const targets = readTargets(spec, target, rows, columnsOf(shape), given, context);
    // The gradient of one class is written before the target of the next is read.
    if (given?.out && given.out === targets.probabilities) throw new TypeError(`${spec.name}: out must not be the target`);
    return targets;
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
    const columns = columnsOf(shape);
    const rows = rowsOf(shape);
    const into = out instanceof Tensor ? out : written(given, sizeOf(prediction), context);
    if (!into || (into instanceof Tensor && into !== targets.classWeights)) {
      return run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
    }
    const separate = {
      ...targets,
      probabilities: apart(targets.probabilities, into),
      classWeights: quiteApart(targets.classWeights, into),
      weights: apart(targets.weights, into),
    };
    return run(mode, apart(prediction, into), separate, out, rows, columns, scale, settings, losses);
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

/** The class weights, or a copy where `out` may take their place: they are read again for every row. */
function quiteApart(classWeights: Input | undefined, out: Output): Input | undefined {
  if (classWeights === out) return dataOf(out).slice();
  const shares = ArrayBuffer.isView(classWeights) && ArrayBuffer.isView(out) && classWeights.buffer === out.buffer;
  return shares ? classWeights.slice() : classWeights;
}

const columnsOf = (shape: readonly number[]): number => shape[shape.length - 1] ?? 1;
const rowsOf = (shape: readonly number[]): number => product(shape, 0, shape.length - 1);
