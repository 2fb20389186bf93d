// Calls that random ones have found wrong, each with the right values as worked out apart: by hand, or with mpmath.

import { describe, expect, it } from "vitest";
import { ulpBetween } from "../../src/accuracy/ulp.js";
import { eachSubject, type Given, type Options, type Subject, unsplitSubjects, verifyingSubjects } from "../subjects.js";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const floats = (...numbers: number[]) => Float32Array.from(numbers);
const row = (columns: number, options: Options = {}) => ({ shape: [1, columns], reduction: "sum", ...options });

/** Every number within `ulp` of the right one, zeros with their signs. */
function expectNumbers(subject: Subject, op: string, method: string, given: Given[], options: Options, right: number[], ulp = 4) {
  const got = subject.numbers(op, method, given, options);
  for (const [i, truth] of right.entries()) {
    const number = got[i] as number;
    const isRight = truth === 0 ? Object.is(number, truth) : ulpBetween(number, truth) <= ulp;
    expect(isRight, `${op}.${method}[${i}] is ${number}, right is ${truth}`).toBe(true);
  }
}

// log(q / p) + 1 beside its root q = p / e, as mpmath has it with 300 bits.
const BESIDE_ROOT = [
  [0.3426210284233093, 0.9313405156135559, -2.7102059589570922e-12],
  [0.3453463315963745, 0.9387486577033997, 1.810468931840647e-14],
  [0.08066117763519287, 0.2192598134279251, -3.337858445872614e-13],
  [0.1494324505329132, 0.40619951486587524, -3.7444773046760497e-13],
  [0.3355009853839874, 0.911986231803894, 2.143702430233375e-10],
  [0.08862961083650589, 0.2409202605485916, 2.1450759759078547e-10],
  [0.1766539216041565, 0.48019513487815857, 2.1125679822630034e-8],
  [0.08194975554943085, 0.22276030480861664, 9.99521407799036e-6],
  [0.28120577335357666, 0.7636328935623169, 0.0009995229769865575],
  [0.022884491831064224, 0.06173116713762283, 0.007670525165895855],
  [0.06958217918872833, 0.18766143918037415, 0.00786900449913098],
  [0.04669225588440895, 0.12790760397911072, -0.007729835313924533],
  [0.006895810831338167, 0.018894020467996597, -0.007931393318406059],
  [0.07523364573717117, 0.20049633085727692, 0.019802600997009794],
  [0.08496996015310287, 0.14435768127441406, 0.4700036665229606],
  [0.0037426978815346956, 0.10173707455396652, -2.3025850747714585],
] as const;

describe("extremes", () => {
  eachSubject([...unsplitSubjects, ...verifyingSubjects], (subject) => {
    it("an infinite upstream gradient of softmax and softmin is the limit of the formula", () => {
      for (const sign of [1, -1]) {
        for (const columns of [2, 3, 5, 8, 17]) {
          const dy = new Float32Array(columns).fill(1);
          dy[1] = sign * infinity;
          const [x, y] = [new Float32Array(columns), new Float32Array(columns).fill(1 / columns)];
          for (const [op, direction] of [["softmax", -1] as const, ["softmin", 1] as const]) {
            const right = Array.from(dy, (each) => (each === 1 ? direction * sign * infinity : nan));
            expectNumbers(subject, op, "backward", [dy, x], { shape: [1, columns] }, right);
            const fromOutput = Array.from(dy, (each) => (each === 1 ? -sign * infinity : nan));
            if (op === "softmax") expectNumbers(subject, op, "backwardFromOutput", [dy, y], { shape: [1, columns] }, fromOutput);
          }
        }
      }
    });

    it("one class with all of the target keeps 1 − p, whatever the maximum", () => {
      for (let m = -95; m < 95; m += 0.37) {
        for (const [share, weight] of [
          [1, 1],
          [Math.fround(0.3), 1],
          [1, Math.fround(1.7)],
          [1 - 2 ** -24, Math.fround(0.1)],
        ] as const) {
          const x = floats(m, m - 20, m - 33);
          const others = Math.exp((x[1] as number) - (x[0] as number)) + Math.exp((x[2] as number) - (x[0] as number));
          const right = (-share * weight * others) / (1 + others);
          const options = row(3, weight === 1 ? {} : { classWeights: floats(weight, 1, 1) });
          expectNumbers(subject, "crossEntropy", "grad", [x, floats(share, 0, 0)], options, [right], 5);
          if (weight === 1)
            expectNumbers(subject, "klDivergenceWithLogits", "grad", [x, floats(share, 0, 0)], row(3), [right], 5);
        }
        expectNumbers(subject, "klDivergenceWithLogits", "grad", [floats(m), floats(1)], row(1), [0]);
      }
    });

    it("class weights of both signs that all but cancel, near the end of float32", () => {
      const classWeights = floats(3e38, -3e38);
      expectNumbers(
        subject,
        "crossEntropy",
        "grad",
        [floats(0, 0), floats(0.5, 0.5)],
        row(2, { classWeights }),
        [-1.5e38, 1.5e38],
      );
    });

    it("a class weight of 0 leaves out a target that is NaN", () => {
      const x = floats(1, 2, 3, 4, 5);
      const total = Math.exp(-2) + Math.exp(-1) + 1 + Math.exp(1) + Math.exp(2);
      const options = row(5, { classWeights: floats(0, 1, 1, 1, 1) });
      const given = [x, floats(nan, 0, 1, 0, 0)];
      const right = [-2, -1, 0, 1, 2].map((each) => Math.exp(each) / total - (each === 0 ? 1 : 0));
      expectNumbers(subject, "crossEntropy", "grad", given, options, right, 8);
      expect(subject.call("crossEntropy", "forward", given, options)).toBeCloseTo(Math.log(total), 5);
    });

    it("weights that are NaN or infinite reach the target's class alone, and nothing that a class weight of 0 leaves out", () => {
      for (const [op, x] of [
        ["sparseCategoricalCrossEntropy", floats(0.2, 0.3, 0.5)],
        ["negativeLogLikelihood", floats(-2, -0.3, -0.5)],
      ] as const) {
        const target = Int32Array.of(1);
        for (const weight of [nan, infinity]) {
          const entry = weight === infinity ? -infinity : nan;
          expectNumbers(subject, op, "grad", [x, target], row(3, { weights: floats(weight) }), [0, entry, 0]);
          expectNumbers(subject, op, "grad", [x, target], row(3, { classWeights: floats(weight, 0, weight) }), [0, 0, 0]);
          const both = row(3, { weights: floats(weight), classWeights: floats(1, 0, 1) });
          expectNumbers(subject, op, "grad", [x, target], both, [0, 0, 0]);
          expect(subject.call(op, "forward", [x, target], both)).toBe(0);
        }
      }
      const options = row(3, { classWeights: floats(nan, 1, infinity) });
      const total = Math.exp(-1) + 1 + Math.exp(1);
      const right = [Math.exp(-1) / total, 1 / total - 1, Math.exp(1) / total];
      expectNumbers(subject, "crossEntropy", "grad", [floats(0, 1, 2), Int32Array.of(1)], options, right, 8);
      // The mean's divisor is NaN.
      const divided = { shape: [2, 2], classWeights: floats(0, nan) };
      const rows = [floats(1, 2, 1, 2), Int32Array.of(0, 1)];
      expectNumbers(subject, "crossEntropy", "grad", rows, divided, [0, 0, nan, nan]);
      const clipped = row(2, { classWeights: floats(nan, 1), epsilon: 0.1 });
      expectNumbers(subject, "sparseCategoricalCrossEntropy", "grad", [floats(1, 0), Int32Array.of(0)], clipped, [nan, 0]);
    });

    it("the reverse divergence's gradient beside its root", () => {
      for (const [q, p, right] of BESIDE_ROOT) {
        for (const columns of [1, 2, 3]) {
          const fill = (value: number) => new Float32Array(columns).fill(value);
          const options = row(columns, { direction: "reverse" });
          expectNumbers(subject, "klDivergence", "grad", [fill(q), fill(p)], options, Array.from(fill(right)), 0.51);
        }
      }
    });

    it("divergences of tiny probabilities that are nearly alike", () => {
      // p log(p / q) with p = (1 + δ) q, by the series of (1 + δ) log(1 + δ).
      const [q, p] = floats(4.978074868256615e-28, 4.9780753497391015e-28);
      const [b, a] = [q as number, p as number];
      const delta = (a - b) / b;
      const right = b * (1 + delta) * (delta - delta ** 2 / 2 + delta ** 3 / 3);
      const options = { shape: [1, 1], reduction: "none" };
      expectNumbers(subject, "klDivergence", "forward", [floats(b), floats(a)], options, [right], 0.51);
    });

    it("linear with a slope of 0 is its intercept", () => {
      const x = floats(-infinity, -1, -0, 0, 1, infinity, nan);
      for (const intercept of [0, -0, 2.5]) {
        const right = Array.from(x, (each) => (Number.isNaN(each) ? nan : intercept));
        expectNumbers(subject, "linear", "forward", [x], { slope: 0, intercept }, right);
      }
    });

    it("gelu's tanh form answers an infinite upstream gradient however far out", () => {
      const x = floats(-6, -20, -25, -30, -31, -1e4, -3e38, 31);
      const right = Array.from(x, (each) => (each < 0 ? -infinity : infinity));
      expectNumbers(subject, "gelu", "backward", [new Float32Array(x.length).fill(infinity), x], { approximate: "tanh" }, right);
    });

    it("the root of a mean of squares: a tiny difference with a huge weight beside a huge one", () => {
      const [w, tiny, huge] = [Math.fround(9.8e37), Math.fround(3.6e-29), Math.fround(1e38)];
      // √(½ (w · tiny² + huge²)), of which the first is nothing.
      const right = [(w * tiny) / (Math.SQRT2 * huge), Math.SQRT1_2];
      const given = [floats(tiny, huge), floats(0, 0)];
      expectNumbers(subject, "rootMeanSquaredError", "grad", given, { weights: floats(w, 1) }, right, 6);
    });
  });
});
