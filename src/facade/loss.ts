// Element-wise losses and their costs.

import type { Input, Output } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, checkOptional, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { within } from "./domain.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { areOnRoot, checkReduction, checkWeights, REDUCTION_OPTIONS, reduce, scaleFor, type Wanted } from "./reduction.js";
import { settingsReader } from "./settings.js";
import { checkFits, mainShape } from "./shapes.js";
import type { OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions;

export function makeLoss(spec: SpecOf<"loss">, context: Context): object {
  const run = context.backend.loss(spec);
  const common = REDUCTION_OPTIONS.filter((name) => !(spec.root && name === "reduction"));
  const { plain, read, withoutRoot } = settingsReader(spec, [...common, "shape", "out"]);
  const readShape = shapeReader(spec.name);
  const { domain, targetDomain = domain, domainInWords } = spec;

  /** d√m = dm / (2√m): the root's gradient needs its value first. At a perfect fit it is 0. */
  const rootScale = (divisor: number, value: number) => (value === 0 ? 0 : scaleFor(divisor) / (2 * value));

  const apply = (wanted: Wanted, givenPrediction: Input, givenTarget: Input, givenOptions: Given | undefined) => {
    const options = plain(givenOptions);
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const reduction = spec.root ? undefined : options?.reduction;
    const givenWeights = options?.weights;
    const normalize = options?.normalize;
    const emptyMean = options?.emptyMean;
    if (options !== undefined) {
      if (areOnRoot(reduction, givenWeights, normalize, emptyMean, options)) {
        return apply(wanted, givenPrediction, givenTarget, withoutRoot(options));
      }
      checkReduction(spec.name, reduction, normalize, emptyMean);
    }
    const ownPrediction = checkInput(spec.name, "prediction", givenPrediction, context);
    const ownTarget = checkInput(spec.name, "target", givenTarget, context);
    const weights = checkOptional(spec.name, "weights", givenWeights, context);
    if (ownTarget !== givenTarget || weights !== givenWeights) {
      checkAgain(spec.name, "prediction", ownPrediction, context, givenPrediction);
      checkAgain(spec.name, "target", ownTarget, context, givenTarget);
    }
    const shape = mainShape(spec.name, givenShape, "prediction", ownPrediction, ownTarget, given);
    checkFits(spec.name, "target", ownTarget, shape, "as prediction");
    if (weights !== undefined) checkWeights(spec.name, weights, shape);
    if (spec.labels) checkLabels(spec, ownTarget, spec.labels(settings.values), context);
    const prediction = domain ? within(spec.name, "prediction", ownPrediction, domain, context, domainInWords) : ownPrediction;
    const target = targetDomain ? within(spec.name, "target", ownTarget, targetDomain, context, domainInWords) : ownTarget;
    const size = sizeOf(prediction);

    const isMean = reduction === undefined || reduction === "mean";
    const divisor = !isMean ? 1 : weights !== undefined && normalize === "weights" ? context.sum(weights) : size;
    let value = 0;
    if (spec.root || (wanted === "value" && reduction !== "none")) {
      value = reduce(run(Mode.sum, prediction, target, weights, undefined, size, 1, settings), divisor, emptyMean);
      if (spec.root) value = Math.sqrt(value);
      if (wanted === "value") return value;
    }
    const out = outputFor(spec.name, given, ownPrediction, shape, context);
    let losses: Output | undefined;
    try {
      const p = apart(prediction, given, size, context);
      const t = apart(target, given, size, context);
      const w = quiteApart(weights, given, size, context);
      if (wanted === "value" || wanted === "grad" || spec.root) {
        const scale = spec.root ? rootScale(divisor, value) : scaleFor(divisor);
        run(wanted === "value" ? Mode.losses : Mode.gradient, p, t, w, out, size, scale, settings);
        return wanted === "both" ? { value, grad: out } : out;
      }
      if (reduction === "none") {
        losses = outputFor(spec.name, undefined, ownPrediction, shape, context);
        run(Mode.lossesAndGradient, p, t, w, out, size, 1, settings, losses);
        return { value: losses, grad: out };
      }
      const sum = run(Mode.sumAndGradient, p, t, w, out, size, scaleFor(divisor), settings);
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

function checkLabels(
  { name }: SpecOf<"loss">,
  target: Input,
  [first, second]: readonly [number, number],
  { backend }: Context,
): void {
  const index = backend.firstNotLabel(target, first, second);
  if (index < 0) return;
  throw new RangeError(`${name}: target[${index}] is ${dataOf(target)[index]}, expected ${first} or ${second}`);
}
