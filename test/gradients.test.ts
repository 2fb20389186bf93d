// Derivatives and gradients of the specs against central differences in float64, for every op and set of options.

import { describe, expect, it } from "vitest";
import type { RowTarget, Spec } from "../src/spec/types.js";
import { predictionsFor, targetsFor } from "./conformance/calls.js";
import { GradientCheck } from "./differences.js";
import { bell, classes, distributions, optionSets, resolved, uniform } from "./inputs.js";
import { eachSubject, named, type Options, specsOf, unsplitSubjects } from "./subjects.js";

const POINTS = 300;
const sets = (spec: Spec) => optionSets(spec).map((options) => [JSON.stringify(options), options] as const);

/** Changes one element of a row. */
function withElement(row: Float64Array, index: number, value: number): Float64Array {
  const changed = row.slice();
  changed[index] = value;
  return changed;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

/** A subgradient: what is taken at a kink lies between the slopes beside it. */
function expectBetweenSides(slope: (x: number) => number, kink: number): void {
  const sides = [-1, 1].map((sign) => slope(kink + sign * 1e-9));
  expect(slope(kink)).toBeGreaterThanOrEqual(Math.min(...sides) - 1e-6);
  expect(slope(kink)).toBeLessThanOrEqual(Math.max(...sides) + 1e-6);
}

describe.each(named(specsOf("activation")))("%s", (name, spec) => {
  it.each(sets(spec))("derivative %s", (_, options) => {
    const values = resolved(spec, options);
    const check = new GradientCheck(`${name} ${JSON.stringify(options)}`);
    for (const x of uniform(POINTS, 121, -7, 7)) check.expect((at) => spec.forward(at, values), x, spec.derivative(x, values));
    check.finish();
  });

  const points = uniform(POINTS, 122, -7, 7);
  /** Where a function both rises and falls, its output does not tell the side. */
  const isMonotonic = ([, options]: readonly [string, Options]) => {
    const slopes = Array.from(points, (x) => spec.derivative(x, resolved(spec, options)));
    return slopes.every((slope) => slope >= 0) || slopes.every((slope) => slope <= 0);
  };
  const { derivativeFromOutput } = spec;
  if (derivativeFromOutput) {
    it.each(sets(spec).filter(isMonotonic))("derivative from the output %s", (_, options) => {
      const values = resolved(spec, options);
      for (const x of points) {
        expect(derivativeFromOutput(spec.forward(x, values), values)).toBeCloseTo(spec.derivative(x, values), 9);
      }
    });
  }

  const kinked = sets(spec).filter(([, options]) => spec.kinks?.(resolved(spec, options)).length);
  if (kinked.length > 0) {
    it.each(kinked)("a kink takes one of its sides or what lies between %s", (_, options) => {
      const values = resolved(spec, options);
      for (const kink of spec.kinks?.(values) ?? []) {
        expectBetweenSides((x) => spec.derivative(x, values), kink);
      }
    });
  }
});

describe.each(named(specsOf("channelActivation")))("%s", (name, spec) => {
  it("derivatives by x and by alpha", () => {
    const check = new GradientCheck(name);
    const alphas = bell(POINTS, 123);
    uniform(POINTS, 124, -7, 7).forEach((x, i) => {
      const alpha = alphas[i] as number;
      check.expect((at) => spec.forward(at, alpha), x, spec.derivative(x, alpha));
      check.expect((at) => spec.forward(x, at), alpha, spec.alphaDerivative(x, alpha));
    });
    check.finish();
  });
});

describe.each(named(specsOf("groupActivation")))("%s", (name, spec) => {
  it.each(sets(spec))("the chosen element alone has a gradient %s", (_, options) => {
    const size = spec.groupSize(resolved(spec, options));
    const check = new GradientCheck(name);
    for (let g = 0; g < 60; g++) {
      const group = Float64Array.from(bell(size, 125 + g, 2));
      const chosen = spec.chosen(group);
      group.forEach((x, i) => {
        check.expect((at) => spec.forward(withElement(group, i, at)), x, i === chosen ? 1 : 0);
      });
    }
    check.finish();
  });
});

describe.each(named(specsOf("row")))("%s", (name, spec) => {
  it.each(sets(spec))("vector-Jacobian product %s", (_, options) => {
    const values = resolved(spec, options);
    const check = new GradientCheck(name);
    for (let r = 0; r < 40; r++) {
      const x = Float64Array.from(bell(2 + (r % 7), 130 + r, 2));
      const y = spec.forward(x, values);
      const dy = Float64Array.from(bell(y.length, 131 + r));
      const dx = spec.backward(dy, x, values);
      const fromOutput = spec.backwardFromOutput?.(dy, y, values);
      x.forEach((each, i) => {
        check.expect((at) => dot(dy, spec.forward(withElement(x, i, at), values)), each, dx[i] as number, 2 ** -8);
        if (fromOutput) expect(fromOutput[i]).toBeCloseTo(dx[i] as number, 9);
      });
    }
    check.finish();
  });
});

describe.each(named(specsOf("loss")))("%s", (name, spec) => {
  it.each(sets(spec))("gradient %s", (_, options) => {
    const values = resolved(spec, options);
    const check = new GradientCheck(name);
    const [low, high] = spec.domain ?? [-Infinity, Infinity];
    const predictions = uniform(POINTS, 140, Math.max(low + 0.02, -5), Math.min(high - 0.02, 5));
    const targets = targetsFor(spec, POINTS, 141, options);
    predictions.forEach((p, i) => {
      const t = targets[i] as number;
      check.expect((at) => spec.loss(at, t, values), p, spec.gradient(p, t, values));
    });
    check.finish();
  });

  if (spec.kinks) {
    it.each(sets(spec))("a kink takes one of its sides or what lies between %s", (_, options) => {
      const values = resolved(spec, options);
      for (const target of targetsFor(spec, 20, 142, options)) {
        for (const kink of spec.kinks?.(target, values) ?? []) {
          expectBetweenSides((p) => spec.gradient(p, target, values), kink);
        }
      }
    });
  }
});

describe.each(named(specsOf("rowLoss")))("%s", (name, spec) => {
  const kinds = [
    ...(spec.targets === "classes" ? [] : ["probabilities" as const]),
    ...(spec.targets === "probabilities" ? [] : ["classes" as const]),
  ];

  const checkGradient = (kind: "probabilities" | "classes", options: Options) => {
    const values = resolved(spec, options);
    const check = new GradientCheck(`${name} ${kind}`);
    for (let r = 0; r < 40; r++) {
      const columns = 2 + (r % 7);
      const row = Float64Array.from(predictionsFor(spec, 1, columns, 150 + r));
      const target: RowTarget =
        kind === "classes"
          ? { index: classes(1, columns, 151 + r)[0] as number }
          : { probabilities: Float64Array.from(distributions(1, columns, 152 + r, true)) };
      const weights = spec.weighted ? uniform(columns, 153 + r, 0.2, 3) : new Float32Array(columns).fill(1);
      const gradient = spec.gradient(row, target, values, weights);
      row.forEach((each, i) => {
        const loss = (at: number) => spec.loss(withElement(row, i, at), target, values, weights);
        check.expect(loss, each, gradient[i] as number);
      });
    }
    check.finish();
  };

  describe.each(kinds)("%s", (kind) => {
    it.each(sets(spec))("gradient %s", (_, options) => checkGradient(kind, options));
  });
});

describe.each(named(specsOf("penalty")))("%s", (name, spec) => {
  it.each(sets(spec))("gradient %s", (_, options) => {
    const values = resolved(spec, options);
    const check = new GradientCheck(name);
    for (const w of bell(POINTS, 160, 3)) check.expect((at) => spec.penalty(at, values), w, spec.gradient(w, values));
    check.finish();
  });
});

describe.each(named(specsOf("layer")))("%s", (name) => {
  const [m, k, n] = [3, 4, 5];

  eachSubject(unsplitSubjects, (subject) => {
    it("gradients of all inputs: differences of a bilinear function are exact at any step", () => {
      const inputs = { x: bell(m * k, 161), weights: bell(k * n, 162), bias: bell(n, 163) };
      const dy = bell(m * n, 164);
      const shape = [m, k];
      const objective = (given: typeof inputs) => {
        const y = subject.numbers(name, "forward", [given.x, given.weights, given.bias], { shape });
        return dot(Float64Array.from(y), Float64Array.from(dy));
      };
      const gradients = subject.parts<"x" | "weights" | "bias">(name, "backward", [dy, inputs.x, inputs.weights], { shape });
      for (const which of ["x", "weights", "bias"] as const) {
        inputs[which].forEach((each, i) => {
          const moved = (by: number) => {
            const changed = inputs[which].slice();
            changed[i] = each + by;
            return objective({ ...inputs, [which]: changed });
          };
          expect(gradients[which][i]).toBeCloseTo((moved(2) - moved(-2)) / 4, 4);
        });
      }
    });
  });
});
