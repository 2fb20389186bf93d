// tf.train.adam with one kernel for each variable instead of seventeen.

import {
  AdamOptimizer,
  engine,
  mul,
  type NamedTensorMap,
  type Tensor,
  tidy,
  type Variable,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { checkOption } from "../facade/settings.js";
import { finite, fraction, nonNegative } from "../spec/options.js";
import { LanewiseBackend } from "./backend.js";
import { Fallback } from "./fallback.js";
import { haveType, sizeOf } from "./shape.js";

interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

interface Moment {
  readonly originalName: string;
  readonly variable: Variable;
}

/** What AdamOptimizer keeps to itself. */
interface State {
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  readonly accumulatedFirstMoment: Moment[];
  readonly accumulatedSecondMoment: Moment[];
}

/** What one step changes, and by what. */
interface Step {
  readonly changed: readonly [variable: Variable, firstMoment: Variable, secondMoment: Variable];
  readonly gradient: Tensor;
}

class FusedAdam extends AdamOptimizer {
  override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
    const { backend } = engine();
    if (!(backend instanceof LanewiseBackend) || !this.#applyFused(backend, gradients)) {
      super.applyGradients(gradients as NamedTensor[]);
    }
  }

  /** False, with nothing done, where not everything is float32 in linear memory. */
  #applyFused(backend: LanewiseBackend, gradients: NamedTensorMap | NamedTensor[]): boolean {
    const steps = this.#steps(gradients);
    if (!steps.every(({ changed, gradient }) => canChange(backend, changed, gradient))) return false;
    const { accBeta1, accBeta2 } = this as unknown as State;
    const [firstCorrection, secondCorrection] = [accBeta1, accBeta2].map((power) => 1 - (power.dataSync()[0] as number));
    for (const { changed, gradient } of steps) {
      const [variable, first, second] = changed.map((each) => backend.address(each));
      backend.own.adam(
        variable as number,
        backend.address(gradient),
        first as number,
        second as number,
        sizeOf(gradient),
        this.beta1,
        this.beta2,
        firstCorrection as number,
        secondCorrection as number,
        this.epsilon,
        this.learningRate,
      );
    }
    tidy(() => {
      accBeta1.assign(mul(accBeta1, this.beta1));
      accBeta2.assign(mul(accBeta2, this.beta2));
    });
    this.incrementIterations();
    return true;
  }

  #steps(gradients: NamedTensorMap | NamedTensor[]): Step[] {
    const named = Array.isArray(gradients) ? gradients : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    const { accumulatedFirstMoment, accumulatedSecondMoment } = this as unknown as State;
    const steps: Step[] = [];
    named.forEach(({ name, tensor: gradient }, i) => {
      const variable = engine().registeredVariables[name] as Variable;
      accumulatedFirstMoment[i] ??= momentOf(variable, `${name}/m`);
      accumulatedSecondMoment[i] ??= momentOf(variable, `${name}/v`);
      if (gradient == null) return;
      steps.push({ changed: [variable, accumulatedFirstMoment[i].variable, accumulatedSecondMoment[i].variable], gradient });
    });
    return steps;
  }
}

/** Of a moment: 1 would divide by 0. */
const decay = fraction(0, 1);

function momentOf(variable: Variable, originalName: string): Moment {
  return { originalName, variable: tidy(() => zerosLike(variable).variable(false)) };
}

/** Whether the variables may be written where they stand: what they share, or hold as another type, is copied first. */
function canChange(backend: LanewiseBackend, variables: readonly Variable[], gradient: Tensor): boolean {
  if (!haveType("float32", ...variables, gradient)) return false;
  try {
    for (const variable of variables) {
      const { refCount, dtype } = backend.entry(variable);
      if (refCount > 1 || dtype !== "float32") tidy(() => variable.assign(mul(variable, 1)));
      backend.address(variable);
    }
    backend.address(gradient);
    return true;
  } catch (error) {
    if (error instanceof Fallback) return false;
    throw error;
  }
}

/**
 * Adam, as tf.train.adam: the same options, updates, weights and configuration, in one pass over each variable. On another
 * backend it is tf.train.adam.
 * @param epsilon the backend's (1e-7) unless given
 */
export function adam(learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon?: number): AdamOptimizer {
  checkOption("adam", "learningRate", finite(0.001), learningRate);
  checkOption("adam", "beta1", decay, beta1);
  checkOption("adam", "beta2", decay, beta2);
  if (epsilon != null) checkOption("adam", "epsilon", nonNegative(0), epsilon);
  return new FusedAdam(learningRate, beta1, beta2, epsilon as number);
}
