// Losses of rows: one for each row of predictions.

import type { Input, Output, RowTargets } from "../backend/backend.js";
import { Mode } from "../runtime/abi.js";
import { probability } from "../spec/domain.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, checkOptional, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { within } from "./domain.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { isOnRoot } from "./plain.js";
import { areOnRoot, checkReduction, checkWeights, REDUCTION_OPTIONS, reduce, scaleFor, type Wanted } from "./reduction.js";
import { checkTarget, meanDivisor, readTargets } from "./rowTarget.js";
import { settingsReader } from "./settings.js";
import { checkFits, lastOf, mainShape, product, rule } from "./shapes.js";
import type { ClassOptions, OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions & ClassOptions;

export function makeRowLoss(spec: SpecOf<"rowLoss">, context: Context): object {
  const run = context.backend.rowLoss(spec);
  const classOptions = spec.weighted ? ["classWeights", "ignoreIndex"] : [];
  const { plain, read, withoutRoot } = settingsReader(spec, [...REDUCTION_OPTIONS, ...classOptions, "shape", "out"]);
  const readShape = shapeReader(spec.name);
  const withoutClasses = rule((main) => main.slice(0, -1));
  const classesOf = rule((main) => [lastOf(main)]);

  const apply = (wanted: Wanted, givenPrediction: Input, givenTarget: Input, givenOptions: Given | undefined) => {
    const options = plain(givenOptions);
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const reduction = options?.reduction;
    const givenWeights = options?.weights;
    const normalize = options?.normalize;
    const emptyMean = options?.emptyMean;
    const givenClasses = spec.weighted ? options?.classWeights : undefined;
    const ignoreIndex = spec.weighted ? options?.ignoreIndex : undefined;
    if (options !== undefined) {
      const classesOnRoot = isOnRoot("classWeights", givenClasses, options) || isOnRoot("ignoreIndex", ignoreIndex, options);
      if (classesOnRoot || areOnRoot(reduction, givenWeights, normalize, emptyMean, options)) {
        return apply(wanted, givenPrediction, givenTarget, withoutRoot(options));
      }
      checkReduction(spec.name, reduction, normalize, emptyMean);
    }
    const ownPrediction = checkInput(spec.name, "prediction", givenPrediction, context);
    const target = checkTarget(spec, givenTarget, context);
    const weights = checkOptional(spec.name, "weights", givenWeights, context);
    const classWeights = checkOptional(spec.name, "classWeights", givenClasses, context);
    if (target !== givenTarget || weights !== givenWeights || classWeights !== givenClasses) {
      checkAgain(spec.name, "prediction", ownPrediction, context, givenPrediction);
      checkAgain(spec.name, "target", target, context, givenTarget);
      checkAgain(spec.name, "weights", weights, context, givenWeights);
    }
    const shape = mainShape(spec.name, givenShape, "prediction", ownPrediction, target, given);
    const lossesShape = withoutClasses(shape);
    if (weights !== undefined) checkWeights(spec.name, weights, lossesShape);
    if (classWeights !== undefined) checkFits(spec.name, "classWeights", classWeights, classesOf(shape), "one for each class");
    const targets = readTargets(spec, target, shape, lossesShape, classWeights, ignoreIndex, weights, context);
    const isProbable = spec.predictions === "probabilities";
    const prediction = isProbable ? within(spec.name, "prediction", ownPrediction, probability, context) : ownPrediction;
    const columns = lastOf(shape);
    const rows = product(lossesShape);

    const isMean = reduction === undefined || reduction === "mean";
    const divisor = isMean ? meanDivisor(targets, rows, normalize === "weights" ? weights : undefined, context) : 1;
    if (wanted === "value" && reduction !== "none") {
      return reduce(run(Mode.sum, prediction, targets, undefined, rows, columns, 1, settings), divisor, emptyMean);
    }
    const out = outputFor(spec.name, given, ownPrediction, wanted === "value" ? lossesShape : shape, context);
    let losses: Output | undefined;
    try {
      const p = apart(prediction, given, rows * columns, context);
      const t = targetsApart(targets, given, rows * columns, context);
      if (wanted !== "both") {
        run(wanted === "value" ? Mode.losses : Mode.gradient, p, t, out, rows, columns, scaleFor(divisor), settings);
        return out;
      }
      if (reduction === "none") {
        losses = outputFor(spec.name, undefined, ownPrediction, lossesShape, context);
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
