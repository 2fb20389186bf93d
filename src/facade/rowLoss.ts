// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets } from "../backend/backend.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, product, shapeOf, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { checkReduction, REDUCTION_OPTIONS, reduce, scaleFor, type Wanted } from "./reduction.js";
import { meanDivisor, readTargets } from "./rowTarget.js";
import { settingsReader } from "./settings.js";
import type { ClassOptions, OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions & ClassOptions;

export function makeRowLoss(spec: SpecOf<"rowLoss">, context: Context): object {
  const run = context.backend.rowLoss(spec);
  const classOptions = spec.weighted ? ["classWeights", "ignoreIndex"] : [];
  const read = settingsReader(spec, [...REDUCTION_OPTIONS, ...classOptions, "shape", "out"]);
  const readShape = shapeReader(spec.name);

  const apply = (wanted: Wanted, prediction: Input, target: Input, options: Given | undefined) => {
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = options?.out;
    const reduction = options?.reduction;
    const weights = options?.weights;
    const normalize = options?.normalize;
    const emptyMean = options?.emptyMean;
    const classWeights = spec.weighted ? options?.classWeights : undefined;
    const ignoreIndex = spec.weighted ? options?.ignoreIndex : undefined;
    if (options !== undefined) checkReduction(spec.name, reduction, normalize, emptyMean);
    checkInput(spec.name, "prediction", prediction, context);
    checkInput(spec.name, "target", target, context);
    if (weights !== undefined) checkInput(spec.name, "weights", weights, context);
    if (classWeights !== undefined) checkInput(spec.name, "classWeights", classWeights, context);
    const shape = shapeOf(spec.name, "prediction", prediction, givenShape);
    const columns = shape[shape.length - 1] ?? 1;
    const rows = product(shape, 0, shape.length - 1);
    if (weights !== undefined) checkSize(spec.name, "weights", weights, rows, "one for each loss");
    const targets = readTargets(spec, target, rows, columns, classWeights, ignoreIndex, weights);

    const isMean = reduction === undefined || reduction === "mean";
    const divisor = isMean ? meanDivisor(targets, rows, normalize === "weights" ? weights : undefined, context) : 1;
    if (wanted === "value" && reduction !== "none") {
      return reduce(run(Mode.sum, prediction, targets, undefined, rows, columns, 1, settings), divisor, emptyMean);
    }
    const dropped = wanted === "value" ? shape.length - 1 : -1;
    const out = outputFor(spec.name, given, prediction, shape, wanted === "value" ? rows : rows * columns, context, dropped);
    let losses: Output | undefined;
    try {
      const p = apart(prediction, given, rows * columns, context);
      const t = targetsApart(targets, given, rows * columns, context);
      if (wanted !== "both") {
        run(wanted === "value" ? Mode.losses : Mode.gradient, p, t, out, rows, columns, scaleFor(divisor), settings);
        return out;
      }
      if (reduction === "none") {
        losses = outputFor(spec.name, undefined, prediction, shape, rows, context, shape.length - 1);
        run(Mode.lossesAndGradient, p, t, out, rows, columns, 1, settings, losses);
        return { value: losses, grad: out };
      }
      const sum = run(Mode.sumAndGradient, p, t, out, rows, columns, scaleFor(divisor), settings);
      return { value: reduce(sum, divisor, emptyMean), grad: out };
    } catch (error) {
      throw released(error, given, out, losses);
    }
  };
  const api = (prediction: Input, target: Input, options?: Given) => apply("value", prediction, target, options);
  api.grad = (prediction: Input, target: Input, options?: Given) => apply("grad", prediction, target, options);
  api.valueAndGrad = (prediction: Input, target: Input, options?: Given) => apply("both", prediction, target, options);
  return api;
}

/** Targets are read again for every row, and within it after some of its gradient has been written. */
function targetsApart(targets: RowTargets, out: Output | undefined, most: number, context: Context): RowTargets {
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
}
