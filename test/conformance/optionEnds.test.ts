// Options at the ends of what they may be: a number that float32 holds with all its digits works, whatever the input. What it
// does not hold is refused (api/limits).

import { describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";
import type { OptionSpec } from "../../src/spec/options.js";
import type { Spec, SpecOf } from "../../src/spec/types.js";
import { classes, distributions, SPECIALS } from "../inputs.js";
import {
  eachSubject,
  type Given,
  named,
  type Options,
  type Outcome,
  type Subject,
  unsplitSubjects,
  verifyingSubjects,
} from "../subjects.js";
import { type Call, callsOf, targetsFor, withinDomain } from "./calls.js";

const LEAST = 2 ** -126;
const LARGEST = 3.4028234663852886e38;
/** The float32 nearest to 1e-4 and to 1e-20 is smaller. */
const SIZES = [0, LEAST, 1.2e-38, 1e-30, 1e-20, 1e-4, 0.3, 1e20, 1e30, 1e38, LARGEST];
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const floats = (...numbers: number[]) => Float32Array.from(numbers);

const withNumbers = (Object.values(ops) as Spec[]).filter((spec) => numericOptions(spec).length > 0);

function numericOptions(spec: Spec): (readonly [string, OptionSpec<unknown>])[] {
  if (spec.kind === "groupActivation") return [];
  return Object.entries<OptionSpec<unknown>>(spec.options).filter(([, option]) => typeof option.default === "number");
}

/** Each numeric option of an op alone, at all ends that it accepts. */
function endsOf(spec: Spec): Options[] {
  return numericOptions(spec).flatMap(([name, option]) =>
    [...SIZES, ...SIZES.map((size) => -size)].filter((value) => option.accepts(value)).map((value) => ({ [name]: value })),
  );
}

const count = SPECIALS.length ** 2;
/** Together each special number with each. */
const fast = Float32Array.from({ length: count }, (_, i) => SPECIALS[i % SPECIALS.length] as number);
const slow = Float32Array.from({ length: count }, (_, i) => SPECIALS[Math.floor(i / SPECIALS.length)] as number);
/** Beside them what epsilons are compared with. */
const shares = fast.map((each, i) => (i % 7 === 0 ? Math.fround(SIZES[(i / 7) % 7] as number) : Math.min(1, Math.abs(each))));

function rowLossInputs({ predictions, targets }: SpecOf<"rowLoss">, call: Call): Given[] {
  const rows = count / 2;
  const x = predictions === "logits" ? fast : predictions === "probabilities" ? shares : fast.map((each) => -Math.abs(each));
  const isClass = targets === "classes" || call.inputs[1] instanceof Int32Array;
  return [
    x.subarray(0, 2 * Math.floor(rows)),
    isClass ? classes(Math.floor(rows), 2, 61) : distributions(Math.floor(rows), 2, 62, true),
  ];
}

function inputsOf(spec: Spec, call: Call): Given[] {
  switch (spec.kind) {
    case "loss":
      return [
        spec.domain ? shares : fast,
        spec.domain || spec.targetDomain || spec.labels ? targetsFor(spec, count, 63) : withinDomain(spec, slow),
      ];
    case "rowLoss":
      return rowLossInputs(spec, call);
    default:
      return call.inputs.length === 1 ? [fast] : [slow, fast];
  }
}

/** The results of all calls of an op. */
function resultsOf(subject: Subject, spec: Spec, options: Options): Outcome[] {
  const tells = spec.kind !== "activation" || !((options[spec.nonNegativeFromOutput ?? ""] as number) < 0);
  return callsOf(spec, 1, 2)
    .filter(({ method }) => method !== "backwardFromOutput" || tells)
    .map((call) => {
      const { shape: _, ...reduction } = call.options;
      const inputs = inputsOf(spec, call);
      const shape = spec.kind === "rowLoss" ? [(inputs[0] as Float32Array).length / 2, 2] : [(inputs[0] as Float32Array).length];
      return subject.call(spec.name, call.method, inputs, { ...reduction, ...options, shape });
    });
}

describe("numbers at the ends of float32 as options", () => {
  eachSubject(verifyingSubjects, (subject) => {
    it.each(named(withNumbers))("%s is what the reference gives, for every input", (_, spec) => {
      for (const options of endsOf(spec)) {
        expect(() => resultsOf(subject, spec, options), JSON.stringify(options)).not.toThrow();
      }
    });
  });

  /** Worked out by hand. */
  const RIGHT: readonly (readonly [op: string, method: string, inputs: number[][], options: Options, right: number[]])[] = [
    ["l1Penalty", "grad", [[1e20, -1e-20, 0]], { lambda: LEAST }, [LEAST, -LEAST, 0]],
    ["l2Penalty", "grad", [[0, -0, 2 ** -20, infinity]], { lambda: LARGEST }, [0, -0, LARGEST * 2 ** -19, infinity]],
    ["l2Penalty", "grad", [[0, 2 ** 100, infinity]], { lambda: LEAST }, [0, 2 ** -25, infinity]],
    ["elasticNetPenalty", "grad", [[0, -0, 2 ** -20, infinity]], { l1: 1, l2: LARGEST }, [0, -0, LARGEST * 2 ** -19, infinity]],
    ["elasticNetPenalty", "grad", [[0, -(2 ** 100), infinity]], { l1: LEAST, l2: 2 ** -120 }, [0, -(2 ** -19), infinity]],
    ["leakyRelu", "forward", [[0, -1, -infinity, 1]], { negativeSlope: LARGEST }, [0, -LARGEST, -infinity, 1]],
    ["leakyRelu", "forward", [[0, -(2 ** 100), -infinity]], { negativeSlope: LEAST }, [0, -(2 ** -26), -infinity]],
    ["leakyRelu", "forward", [[0, -(2 ** 100), -infinity]], { negativeSlope: -LEAST }, [-0, 2 ** -26, infinity]],
    ["swish", "forward", [[-infinity, infinity, 2 ** 100]], { beta: LEAST }, [-0, infinity, 2 ** 99]],
    ["swish", "derivative", [[-infinity, infinity, 1]], { beta: LEAST }, [-0, 1, 0.5]],
    ["swish", "derivative", [[-infinity, infinity, 0]], { beta: -LARGEST }, [1, -0, 0.5]],
    ["elu", "derivative", [[-infinity, 0, 1]], { alpha: LARGEST }, [0, LARGEST, 1]],
    ["elu", "derivative", [[-infinity, 0, 1]], { alpha: -LEAST }, [-0, -LEAST, 1]],
    [
      "elu",
      "backward",
      [
        [infinity, 2 ** 100],
        [0, 0],
      ],
      { alpha: LEAST },
      [infinity, 2 ** -26],
    ],
    ["softplus", "derivative", [[-infinity, infinity, 0]], { beta: LARGEST }, [0, 1, 0.5]],
    ["hardTanh", "forward", [[-infinity, -5, 3, infinity]], { min: -1e300, max: infinity }, [-infinity, -5, 3, infinity]],
    ["hardTanh", "derivative", [[-infinity, -5, 3, infinity]], { min: -infinity, max: 1e300 }, [0, 1, 1, 0]],
    ["linear", "forward", [[0, -1, infinity]], { slope: LARGEST }, [0, -LARGEST, infinity]],
    [
      "huber",
      "grad",
      [
        [infinity, -3, 5],
        [0, 0, 5],
      ],
      { delta: LEAST, reduction: "sum" },
      [LEAST, -LEAST, 0],
    ],
    [
      "huber",
      "forward",
      [
        [infinity, 2 ** 100, 5],
        [0, 0, 5],
      ],
      { delta: LEAST, reduction: "none" },
      [infinity, 2 ** -26, 0],
    ],
    [
      "huber",
      "grad",
      [
        [2 ** 100, -3],
        [0, 0],
      ],
      { delta: LARGEST, reduction: "sum" },
      [2 ** 100, -3],
    ],
    [
      "binaryCrossEntropyWithLogits",
      "grad",
      [
        [infinity, 0],
        [1, 1],
      ],
      { posWeight: LARGEST, reduction: "sum" },
      [0, -LARGEST / 2],
    ],
    // The float32 next to 1e-4 is below it: there p is clipped, which has no gradient.
    [
      "binaryCrossEntropy",
      "grad",
      [
        [1e-4, 0.5],
        [1, 1],
      ],
      { epsilon: 1e-4, reduction: "sum" },
      [0, -2],
    ],
    [
      "categoricalCrossEntropy",
      "grad",
      [
        [1e-4, 0.5],
        [0.5, 0.5],
      ],
      { epsilon: 1e-4, reduction: "sum", shape: [1, 2] },
      [0, -1],
    ],
    ["sparseCategoricalCrossEntropy", "grad", [[1e-4, 0.5], [0]], { epsilon: 1e-4, reduction: "sum", shape: [1, 2] }, [0, 0]],
    [
      "categoricalCrossEntropy",
      "grad",
      [
        [1e-20, 0.5],
        [0.5, 0.5],
      ],
      { epsilon: 1e-20, reduction: "sum", shape: [1, 2] },
      [0, -1],
    ],
  ];

  eachSubject([...unsplitSubjects, ...verifyingSubjects], (subject) => {
    it.each(RIGHT)("%s, %s of %j with %j", (op, method, inputs, options, right) => {
      const got = subject.numbers(
        op,
        method,
        inputs.map((each) => floats(...each)),
        options,
      );
      expect(Array.from(got)).toEqual(right.map((each) => Math.fround(each)));
    });

    it("penalties of huge weights, and of none", () => {
      expect(subject.cost("l1Penalty", [floats(LARGEST)], { lambda: LEAST })).toBeCloseTo(4, 5);
      expect(subject.cost("l2Penalty", [floats(2 ** 63, 0)], { lambda: LEAST })).toBe(1);
      expect(subject.cost("elasticNetPenalty", [floats(0, -0)], { l1: LARGEST, l2: LARGEST })).toBe(0);
      expect(subject.cost("l2Penalty", [floats(0, nan)], { lambda: LARGEST })).toBeNaN();
    });
  });
});
