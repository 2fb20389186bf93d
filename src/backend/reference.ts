// The reference backend: every op in plain JavaScript, in float64, straight from its spec. Rounded once, on storing.

import { Mode, Pass } from "../runtime/abi.js";
import { lengthOf, partOf, setInto, typedArrayName } from "../runtime/arrays.js";
import { HeapStorage, type Storage } from "../runtime/storage.js";
import { Tensor, viewOf } from "../runtime/tensor.js";
import type { RowTarget, SpecOf } from "../spec/types.js";
import type {
  ActivationRunner,
  Backend,
  ChannelActivationRunner,
  DenseRunner,
  GroupActivationRunner,
  Input,
  LossRunner,
  RowLayout,
  RowLossRunner,
  RowRunner,
} from "./backend.js";
import { type NotNumber, readNumbers } from "./numbers.js";
import { dataOf } from "./operands.js";

type Values = ArrayLike<number>;

/** Arrays whose elements are all floats as they are. */
const EXACT: readonly unknown[] = ["Float32Array", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array"];

/** The numbers of an input, as float32 holds them. */
export function valuesOf(input: Input): Values {
  if (input instanceof Tensor) return viewOf(input);
  const values = dataOf(input);
  if (!EXACT.includes(typedArrayName(values))) return new Float32Array(values);
  return partOf(values, 0, lengthOf(values));
}

const at = (values: Values, index: number) => values[index] as number;

/** One row of an axis, in float64. */
function gather(values: Values, layout: RowLayout, outer: number, inner: number): Float64Array {
  const start = outer * layout.length * layout.inner + inner;
  return Float64Array.from({ length: layout.length }, (_, i) => at(values, start + i * layout.inner));
}

function scatter(row: Float64Array, out: Float32Array | Float64Array, layout: RowLayout, outer: number, inner: number): void {
  const start = outer * layout.length * layout.inner + inner;
  for (let i = 0; i < row.length; i++) out[start + i * layout.inner] = at(row, i);
}

export class ReferenceBackend implements Backend {
  readonly storage: Storage = new HeapStorage();
  readonly readAhead = 0;

  activation(spec: SpecOf<"activation">): ActivationRunner {
    return (pass, x, dy, out, count, { values: options }) => {
      const source = valuesOf(x);
      const upstream = dy === undefined ? source : valuesOf(dy);
      const target = dataOf(out);
      const fromOutput = spec.derivativeFromOutput ?? spec.derivative;
      for (let i = 0; i < count; i++) {
        const v = at(source, i);
        if (pass === Pass.forward) target[i] = spec.forward(v, options);
        else if (pass === Pass.derivative) target[i] = spec.derivative(v, options);
        else if (pass === Pass.backward) target[i] = at(upstream, i) * spec.derivative(v, options);
        else target[i] = at(upstream, i) * fromOutput(v, options);
      }
    };
  }

  channelActivation(spec: SpecOf<"channelActivation">): ChannelActivationRunner {
    return {
      run: (pass, x, alpha, dy, out, rows, columns) => {
        const source = valuesOf(x);
        const slopes = valuesOf(alpha);
        const upstream = dy === undefined ? source : valuesOf(dy);
        const target = dataOf(out);
        for (let i = 0; i < rows * columns; i++) {
          const v = at(source, i);
          const slope = at(slopes, i % columns);
          if (pass === Pass.forward) target[i] = spec.forward(v, slope);
          else if (pass === Pass.derivative) target[i] = spec.derivative(v, slope);
          else target[i] = at(upstream, i) * spec.derivative(v, slope);
        }
      },
      alphaGradient: (x, alpha, dy, out, rows, columns) => {
        const source = valuesOf(x);
        const slopes = valuesOf(alpha);
        const upstream = valuesOf(dy);
        const sums = new Float64Array(columns);
        for (let i = 0; i < rows * columns; i++) {
          const channel = i % columns;
          sums[channel] = at(sums, channel) + at(upstream, i) * spec.alphaDerivative(at(source, i), at(slopes, channel));
        }
        setInto(dataOf(out), sums);
      },
    };
  }

  groupActivation(spec: SpecOf<"groupActivation">): GroupActivationRunner {
    return (pass, x, dy, out, groups, { values: options }) => {
      const source = valuesOf(x);
      const upstream = dy === undefined ? source : valuesOf(dy);
      const target = dataOf(out);
      const size = spec.groupSize(options);
      for (let g = 0; g < groups; g++) {
        const group = Float64Array.from({ length: size }, (_, i) => at(source, g * size + i));
        if (pass === Pass.forward) {
          target[g] = spec.forward(group);
          continue;
        }
        const chosen = spec.chosen(group);
        for (let i = 0; i < size; i++) target[g * size + i] = i === chosen ? at(upstream, g) : 0;
      }
    };
  }

  row(spec: SpecOf<"row">): RowRunner {
    return (pass, x, dy, out, layout, { values: options }) => {
      const source = valuesOf(x);
      const upstream = dy === undefined ? source : valuesOf(dy);
      const target = dataOf(out);
      if (target.length === 0) return;
      const narrow = { ...layout, length: 1 };
      for (let o = 0; o < layout.outer; o++) {
        for (let i = 0; i < layout.inner; i++) {
          const row = gather(source, layout, o, i);
          if (pass === Pass.forward) {
            scatter(spec.forward(row, options), target, spec.reduces ? narrow : layout, o, i);
            continue;
          }
          const dyRow = gather(upstream, spec.reduces ? narrow : layout, o, i);
          const backward = pass === Pass.backward ? spec.backward : (spec.backwardFromOutput ?? spec.backward);
          scatter(backward(dyRow, row, options), target, layout, o, i);
        }
      }
    };
  }

  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
    const evaluate =
      spec.kind === "loss"
        ? { loss: spec.loss, gradient: spec.gradient }
        : {
            loss: (w: number, _: number, options: never) => spec.penalty(w, options),
            gradient: (w: number, _: number, options: never) => spec.gradient(w, options),
          };
    return (mode, prediction, target, weights, out, count, scale, { values: options }, losses) => {
      const p = valuesOf(prediction);
      const t = target && valuesOf(target);
      const w = weights && valuesOf(weights);
      const results = out && dataOf(out);
      const lossesOut = mode === Mode.losses ? results : losses && dataOf(losses);
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const pi = at(p, i);
        const ti = t ? at(t, i) : 0;
        const wi = w ? at(w, i) : 1;
        if (mode !== Mode.gradient) {
          const value = wi === 0 ? 0 : wi * evaluate.loss(pi, ti, options as never);
          sum += value;
          if (lossesOut) lossesOut[i] = value;
        }
        if (mode >= Mode.gradient && results) {
          results[i] = wi === 0 ? 0 : evaluate.gradient(pi, ti, options as never) * wi * scale;
        }
      }
      return sum;
    };
  }

  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
    return (mode, prediction, targets, out, rows, columns, scale, { values: options }, losses) => {
      if (rows === 0) return 0;
      const p = valuesOf(prediction);
      const probabilities = targets.probabilities && valuesOf(targets.probabilities);
      const rowWeights = targets.weights && valuesOf(targets.weights);
      const classWeights = targets.classWeights ? valuesOf(targets.classWeights) : new Float32Array(columns).fill(1);
      const results = out && dataOf(out);
      const lossesOut = mode === Mode.losses ? results : losses && dataOf(losses);
      if (columns === 0) {
        // Of no classes there is no loss, however many rows there are.
        results?.fill(0);
        lossesOut?.fill(0);
        return 0;
      }
      const layout = { outer: rows, length: columns, inner: 1 };
      let sum = 0;
      for (let r = 0; r < rows; r++) {
        const row = gather(p, layout, r, 0);
        const index = targets.indices && at(targets.indices, r);
        const weight = rowWeights ? at(rowWeights, r) : 1;
        const target: RowTarget =
          index === undefined ? { probabilities: gather(probabilities as Values, layout, r, 0) } : { index };
        // What class weights of 0 leave out, no weight brings back: it would make NaN of 0.
        const hasNone =
          !Number.isFinite(weight * scale) &&
          Array.from(classWeights).includes(0) &&
          spec.gradient(row, target, options, classWeights).every((each) => each === 0) &&
          spec.loss(row, target, options, classWeights) === 0;
        const isLeftOut = weight === 0 || (index !== undefined && index === targets.ignoreIndex) || hasNone;
        if (mode !== Mode.gradient) {
          const value = isLeftOut ? 0 : weight * spec.loss(row, target, options, classWeights);
          sum += value;
          if (lossesOut) lossesOut[r] = value;
        }
        if (mode >= Mode.gradient && results && isLeftOut) {
          for (let c = 0; c < columns; c++) results[r * columns + c] = 0;
        } else if (mode >= Mode.gradient && results) {
          const gradient = spec.gradient(row, target, options, classWeights);
          // What no loss depends on has a gradient of 0, whatever weighs it.
          const only = spec.targets === "classes" ? index : undefined;
          for (let c = 0; c < columns; c++) {
            results[r * columns + c] = only === undefined || c === only ? at(gradient, c) * weight * scale : 0;
          }
        }
      }
      return sum;
    };
  }

  dense(): DenseRunner {
    return {
      forward: (x, weights, bias, out, m, k, n) => {
        const b = bias && valuesOf(bias);
        const product = multiply(valuesOf(x), k, 1, valuesOf(weights), n, 1, m, n, k);
        setInto(dataOf(out), b ? product.map((each, i) => each + at(b, i % n)) : product);
      },
      backward: (dy, x, weights, out, m, k, n) => {
        const g = valuesOf(dy);
        const dx = multiply(g, n, 1, valuesOf(weights), 1, n, m, k, n);
        const dWeights = multiply(valuesOf(x), 1, k, g, n, 1, k, n, m);
        const dBias = new Float64Array(n);
        for (let i = 0; i < m * n; i++) dBias[i % n] = at(dBias, i % n) + at(g, i);
        setInto(dataOf(out.x), dx);
        setInto(dataOf(out.weights), dWeights);
        setInto(dataOf(out.bias), dBias);
      },
    };
  }

  read(values: readonly unknown[]): Input | NotNumber {
    return readNumbers(values);
  }

  firstOutside(x: Input, low: number, high: number): number {
    const values = valuesOf(x);
    for (let i = 0; i < values.length; i++) if (at(values, i) < low || at(values, i) > high) return i;
    return -1;
  }

  firstNotLabel(x: Input, a: number, b: number): number {
    const values = valuesOf(x);
    for (let i = 0; i < values.length; i++) {
      const v = at(values, i);
      if (v !== a && v !== b && !Number.isNaN(v)) return i;
    }
    return -1;
  }
}

/** a[m, k] · b[k, n] in float64; each matrix is given with the distance of its rows and of its columns. */
function multiply(
  a: Values,
  aRow: number,
  aColumn: number,
  b: Values,
  bRow: number,
  bColumn: number,
  m: number,
  n: number,
  k: number,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = at(a, i * aRow + p * aColumn);
      for (let j = 0; j < n; j++) c[i * n + j] = at(c, i * n + j) + factor * at(b, p * bRow + j * bColumn);
    }
  }
  return c;
}
