// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, product, shapeOf, shapeReader, written } from "./arguments.js";
import type { Context } from "./context.js";
import { outputFor, released } from "./outputs.js";
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
    // The gradient of one class is written before the target of the next is read.
    if (given && given === targets.probabilities) throw new TypeError(`${spec.name}: out must not be the target`);

    const isMean = reduction === undefined || reduction === "mean";
    const divisor = isMean ? meanDivisor(targets, rows, normalize === "weights" ? weights : undefined, context) : 1;
    if (wanted === "value" && reduction !== "none") {
      return reduce(run(Mode.sum, prediction, targets, undefined, rows, columns, 1, settings), divisor, emptyMean);
    }
    const dropped = wanted === "value" ? shape.length - 1 : -1;
    const out = outputFor(spec.name, given, prediction, shape, wanted === "value" ? rows : rows * columns, context, dropped);
    let losses: Output | undefined;
    try {
      const into = out instanceof Tensor ? out : written(given, sizeOf(prediction), context);
      const p = into instanceof Tensor ? prediction : apart(prediction, into);
      const t = into ? targetsApart(targets, into) : targets;
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

/** The targets and what belongs to them, apart from what is written. */
function targetsApart(targets: RowTargets, into: Output): RowTargets {
  if (into instanceof Tensor && into !== targets.classWeights) return targets;
  return {
    ...targets,
    probabilities: apart(targets.probabilities, into),
    classWeights: quiteApart(targets.classWeights, into),
    weights: apart(targets.weights, into),
  };
}

/** The class weights, or a copy where `out` may take their place: they are read again for every row. */
function quiteApart(classWeights: Input | undefined, out: Output): Input | undefined {
  if (classWeights === out) return dataOf(out).slice();
  const shares = ArrayBuffer.isView(classWeights) && ArrayBuffer.isView(out) && classWeights.buffer === out.buffer;
  return shares ? classWeights.slice() : classWeights;
}
