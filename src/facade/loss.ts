// Element-wise losses and their costs.

import type { Input, Output, Settings } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, shapeOf, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { checkReduction, REDUCTION_OPTIONS, reduce, scaleFor, type Wanted } from "./reduction.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions;

export function makeLoss(spec: SpecOf<"loss">, context: Context): object {
  const { backend } = context;
  const run = backend.loss(spec);
  const common = REDUCTION_OPTIONS.filter((name) => !(spec.root && name === "reduction"));
  const read = settingsReader(spec, [...common, "shape", "out"]);
  const readShape = shapeReader(spec.name);
  const checksValues = spec.domain !== undefined || spec.labels !== undefined;

  /** d√m = dm / (2√m): the root's gradient needs its value first. At a perfect fit it is 0. */
  const rootScale = (divisor: number, value: number) => (value === 0 ? 0 : scaleFor(divisor) / (2 * value));

  const apply = (wanted: Wanted, prediction: Input, target: Input, options: Given | undefined) => {
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = options?.out;
    const reduction = spec.root ? undefined : options?.reduction;
    const weights = options?.weights;
    const normalize = options?.normalize;
    const emptyMean = options?.emptyMean;
    if (options !== undefined) checkReduction(spec.name, reduction, normalize, emptyMean);
    checkInput(spec.name, "prediction", prediction, context);
    checkInput(spec.name, "target", target, context);
    if (weights !== undefined) checkInput(spec.name, "weights", weights, context);
    const size = sizeOf(prediction);
    if (givenShape !== undefined) shapeOf(spec.name, "prediction", prediction, givenShape);
    checkSize(spec.name, "target", target, size, "as prediction");
    if (weights !== undefined) checkSize(spec.name, "weights", weights, size, "one for each loss");
    if (checksValues) checkValues(spec, backend, prediction, target, settings);

    const isMean = reduction === undefined || reduction === "mean";
    const divisor = !isMean ? 1 : weights !== undefined && normalize === "weights" ? context.sum(weights) : size;
    let value = 0;
    if (spec.root || (wanted === "value" && reduction !== "none")) {
      value = reduce(run(Mode.sum, prediction, target, weights, undefined, size, 1, settings), divisor, emptyMean);
      if (spec.root) value = Math.sqrt(value);
      if (wanted === "value") return value;
    }
    const shape = shapeOf(spec.name, "prediction", prediction, givenShape);
    const out = outputFor(spec.name, given, prediction, shape, size, context);
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
        losses = outputFor(spec.name, undefined, prediction, shape, size, context);
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

function checkValues(
  spec: SpecOf<"loss">,
  backend: Context["backend"],
  prediction: Input,
  target: Input,
  { values }: Settings,
): void {
  if (spec.domain) {
    checkDomain(spec, backend, "prediction", prediction, spec.domain);
    checkDomain(spec, backend, "target", target, spec.domain);
  }
  if (spec.labels) {
    const [first, second] = spec.labels(values);
    const index = backend.firstNotLabel(target, first, second);
    if (index >= 0) fail(spec, "target", target, index, `${first} or ${second}`);
  }
}

function checkDomain(
  spec: SpecOf<"loss">,
  backend: Context["backend"],
  name: string,
  input: Input,
  [low, high]: readonly [number, number],
): void {
  const index = backend.firstOutside(input, low, high);
  if (index >= 0) fail(spec, name, input, index, spec.domainInWords ?? `a number from ${low} to ${high}`);
}

function fail(spec: SpecOf<"loss">, name: string, input: Input, index: number, expected: string): never {
  throw new RangeError(`${spec.name}: ${name}[${index}] is ${dataOf(input)[index]}, expected ${expected}`);
}
