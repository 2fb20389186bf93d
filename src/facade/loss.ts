// Element-wise losses and their costs.

import type { Input, Output, Settings } from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, outputFor, shapeOf, written } from "./arguments.js";
import type { Context } from "./context.js";
import { checkReduction, isMean, isUnreduced, normalizingWeights, REDUCTION_OPTIONS, reduce, scaleFor } from "./reduction.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ReductionOptions } from "./types.js";

type Given = OutOptions & ReductionOptions;

export function makeLoss(spec: SpecOf<"loss">, context: Context): object {
  const { backend, store } = context;
  const run = backend.loss(spec);
  const common = REDUCTION_OPTIONS.filter((name) => !(spec.root && name === "reduction"));
  const read = settingsReader(spec, [...common, "shape", "out"]);
  const checksValues = spec.domain !== undefined || spec.labels !== undefined;

  // Nothing is kept in an object of its own from one step of a call to the next: small calls make no garbage.
  const check = (prediction: Input, target: Input, given: Given | undefined): Settings => {
    const settings = read(given);
    checkInput(spec.name, "prediction", prediction, context);
    checkInput(spec.name, "target", target, context);
    if (given?.shape !== undefined) shapeOf(spec.name, "prediction", prediction, given.shape);
    checkSize(spec.name, "target", target, sizeOf(prediction), "as prediction");
    checkReduction(spec.name, given, sizeOf(prediction), context);
    if (checksValues) checkValues(spec, backend, prediction, target, settings);
    return settings;
  };
  const divisorOf = (prediction: Input, given: Given | undefined): number => {
    if (!isMean(given)) return 1;
    const weights = normalizingWeights(given);
    return weights ? context.sum(weights) : sizeOf(prediction);
  };
  const output = (prediction: Input, given: Given | undefined, out: unknown) =>
    outputFor(spec.name, out, prediction, shapeOf(spec.name, "prediction", prediction, given?.shape), sizeOf(prediction), store);
  const write = (
    mode: Mode,
    prediction: Input,
    target: Input,
    given: Given | undefined,
    out: Output,
    scale: number,
    settings: Settings,
    losses?: Output,
  ) => {
    const size = sizeOf(prediction);
    const into = written(given, size, context);
    // Kernels ask the weights again for what is left out, once the gradient is written.
    const weights = given?.weights === out ? dataOf(out).slice() : apart(given?.weights, into);
    return run(mode, apart(prediction, into), apart(target, into), weights, out, size, scale, settings, losses);
  };
  const cost = (prediction: Input, target: Input, given: Given | undefined, divisor: number, settings: Settings) => {
    const sum = run(Mode.sum, prediction, target, given?.weights, undefined, sizeOf(prediction), 1, settings);
    const mean = reduce(given, sum, divisor);
    return spec.root ? Math.sqrt(mean) : mean;
  };
  /** d√m = dm / (2√m): the root's gradient needs its value first. At a perfect fit it is 0. */
  const rootScale = (divisor: number, value: number) => (value === 0 ? 0 : scaleFor(divisor) / (2 * value));

  const api = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, target, given);
    if (isUnreduced(given)) {
      const out = output(prediction, given, given?.out);
      write(Mode.losses, prediction, target, given, out, 1, settings);
      return out;
    }
    return cost(prediction, target, given, divisorOf(prediction, given), settings);
  };
  api.grad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, target, given);
    const out = output(prediction, given, given?.out);
    const divisor = divisorOf(prediction, given);
    const scale = spec.root ? rootScale(divisor, cost(prediction, target, given, divisor, settings)) : scaleFor(divisor);
    write(Mode.gradient, prediction, target, given, out, scale, settings);
    return out;
  };
  api.valueAndGrad = (prediction: Input, target: Input, given?: Given) => {
    const settings = check(prediction, target, given);
    const grad = output(prediction, given, given?.out);
    if (isUnreduced(given)) {
      const value = output(prediction, given, undefined);
      write(Mode.lossesAndGradient, prediction, target, given, grad, 1, settings, value);
      return { value, grad };
    }
    const divisor = divisorOf(prediction, given);
    if (spec.root) {
      const value = cost(prediction, target, given, divisor, settings);
      write(Mode.gradient, prediction, target, given, grad, rootScale(divisor, value), settings);
      return { value, grad };
    }
    const sum = write(Mode.sumAndGradient, prediction, target, given, grad, scaleFor(divisor), settings);
    return { value: reduce(given, sum, divisor), grad };
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
