// The public types of the ops, made from the table: each spec's kind and options give the signature of its function.

import type { NumberArray } from "../backend/backend.js";
import type { Ops, SomeOps } from "../ops.js";
import type { Tensor } from "../runtime/tensor.js";
import type { OptionSpecs, Resolved } from "../spec/options.js";
import type {
  ActivationSpec,
  ChannelActivationSpec,
  GroupActivationSpec,
  LayerSpec,
  LossSpec,
  OutputActivationSpec,
  OutputRowSpec,
  PenaltySpec,
  RootLossSpec,
  RowLossSpec,
  RowSpec,
  WeightedRowLossSpec,
} from "../spec/types.js";

/** A new array from the op, or the tensor where a tensor went in. */
export type Numbers = Float32Array | Tensor;
/** A Float16Array, where the engine has it: not every TypeScript library knows that name. */
export interface Float16Numbers extends ArrayLike<number> {
  readonly BYTES_PER_ELEMENT: number;
  readonly [Symbol.toStringTag]: "Float16Array";
}
/** Arrays of numbers in arrays, to any depth: all rows of the same length. They tell their shape, as tensors do. */
export interface NestedNumbers extends ReadonlyArray<NumberArray | NestedNumbers> {}
/** What ops take: a tensor (used in place), a typed array, an array of numbers or arrays of arrays (copied in and out). */
export type Numeric = NumberArray | Float16Numbers | NestedNumbers | Tensor;
/** A target that may hold class indices: also of 64 bits, as ONNX and PyTorch have them. */
export type ClassTarget = Numeric | BigInt64Array | BigUint64Array;
/** A tensor in gives a tensor out; an array in gives a Float32Array out. */
export type Like<I extends Numeric> = I extends Tensor ? Tensor : Float32Array<ArrayBuffer>;

type Partially<S extends OptionSpecs> = { readonly [K in keyof Resolved<S>]?: Resolved<S>[K] };

/** Options that every op takes. */
export interface ShapeOption {
  /** Shape of a flat array; a tensor knows its own. */
  readonly shape?: readonly number[];
}

/** Options of ops whose result is as large as an input. */
export interface OutOptions extends ShapeOption {
  /** Receives the result instead of a new array or tensor; may be the input itself. */
  readonly out?: Numbers;
}

type Options<S extends OptionSpecs> = Partially<S> & OutOptions;

/** y = f(x), element by element. */
export interface ActivationApi<S extends OptionSpecs> {
  /** f(x). */
  <I extends Numeric>(x: I, options?: Options<S>): Like<I>;
  /** f′(x). */
  derivative<I extends Numeric>(x: I, options?: Options<S>): Like<I>;
  /** dx = dy · f′(x). */
  backward<I extends Numeric>(dy: I, x: Numeric, options?: Options<S>): Like<I>;
}

/** An activation whose output alone tells its gradient. */
export interface OutputActivationApi<S extends OptionSpecs> extends ActivationApi<S> {
  /** dx = dy · f′, from the output y = f(x) alone. */
  backwardFromOutput<I extends Numeric>(dy: I, y: Numeric, options?: Options<S>): Like<I>;
}

/** An activation with learnable slopes: one for all, or one for each channel of the last axis. */
export interface ChannelActivationApi {
  /** f(x). @param alpha one slope, or one for each channel of the last axis */
  <I extends Numeric>(x: I, alpha: Numeric, options?: OutOptions): Like<I>;
  /** ∂f/∂x. */
  derivative<I extends Numeric>(x: I, alpha: Numeric, options?: OutOptions): Like<I>;
  /** The gradients of x and alpha. */
  backward<I extends Numeric>(dy: I, x: Numeric, alpha: Numeric, options?: ShapeOption): { x: Like<I>; alpha: Like<I> };
}

/** Groups of adjacent elements of the last axis become one each. */
export interface GroupActivationApi<S extends OptionSpecs> {
  /** [… , n · group] → [… , n] */
  <I extends Numeric>(x: I, options?: Options<S>): Like<I>;
  /** dy[… , n], x[… , n · group] → dx[… , n · group] */
  backward<I extends Numeric>(dy: I, x: Numeric, options?: Options<S>): Like<I>;
}

/** Options of the softmax family. */
export type RowOptions<S extends OptionSpecs> = Options<S> & {
  /** The axis that a row runs along; −1 (the default) is the last. */
  readonly axis?: number;
};

/** The softmax family: along one axis. */
export interface RowApi<S extends OptionSpecs> {
  /** f of each row. [… , n, …] → the same shape; where a row becomes one number, without that axis. */
  <I extends Numeric>(x: I, options?: RowOptions<S>): Like<I>;
  /** The gradient of x from that of the output. */
  backward<I extends Numeric>(dy: I, x: Numeric, options?: RowOptions<S>): Like<I>;
}

/** A row op whose output alone tells its gradient. */
export interface OutputRowApi<S extends OptionSpecs> extends RowApi<S> {
  /** The gradient of x from that of the output, and the output y alone. */
  backwardFromOutput<I extends Numeric>(dy: I, y: Numeric, options?: RowOptions<S>): Like<I>;
}

/** What becomes of the losses. */
export type Reduction = "mean" | "sum" | "none";

/** How losses become a cost. */
export interface ReductionOptions {
  /** `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves. */
  readonly reduction?: Reduction;
  /** Sample weights: one for each loss. */
  readonly weights?: Numeric;
  /** What `mean` divides by: the number of losses (the default), or the sum of the weights. */
  readonly normalize?: "count" | "weights";
  /** What the mean of nothing is: NaN (the default), or 0. */
  readonly emptyMean?: "nan" | "zero";
}

/** Options of a loss. */
export type LossOptions<S extends OptionSpecs> = Options<S> & ReductionOptions;

type Reduced<O> = O & { readonly reduction?: "mean" | "sum" };
type Unreduced<O> = O & { readonly reduction: "none" };

/** A loss, its cost and its gradient; O are its options, T its targets. */
export interface LossApi<O extends ReductionOptions & OutOptions, T = Numeric> {
  /** The losses themselves, one for each element (of a row loss: for each row). */
  <I extends Numeric>(prediction: I, target: T, options: Unreduced<O>): Like<I>;
  /** The cost: the mean (or sum) of the losses. */
  (prediction: Numeric, target: T, options?: Reduced<O>): number;
  /** The cost or the losses, as `reduction` says. */
  <I extends Numeric>(prediction: I, target: T, options: O): number | Like<I>;
  /** ∂ cost / ∂ prediction. */
  grad<I extends Numeric>(prediction: I, target: T, options?: O): Like<I>;
  /** Losses and gradients in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(prediction: I, target: T, options: Unreduced<O>): { value: Like<I>; grad: Like<I> };
  /** Cost and gradient in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(prediction: I, target: T, options?: Reduced<O>): { value: number; grad: Like<I> };
  /** Cost or losses, as `reduction` says, and gradient. */
  valueAndGrad<I extends Numeric>(prediction: I, target: T, options: O): { value: number | Like<I>; grad: Like<I> };
}

/** The cost is the root of a mean: there is nothing to reduce otherwise. */
export interface RootLossApi<S extends OptionSpecs> {
  /** The cost. */
  (prediction: Numeric, target: Numeric, options?: Omit<LossOptions<S>, "reduction">): number;
  /** ∂ cost / ∂ prediction. */
  grad<I extends Numeric>(prediction: I, target: Numeric, options?: Omit<LossOptions<S>, "reduction">): Like<I>;
  /** Both. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(
    prediction: I,
    target: Numeric,
    options?: Omit<LossOptions<S>, "reduction">,
  ): { value: number; grad: Like<I> };
}

/** Options of row losses that know classes. */
export interface ClassOptions {
  /** A weight for each class. */
  readonly classWeights?: Numeric;
  /** Rows with this target are left out of sum and divisor. */
  readonly ignoreIndex?: number;
}

/** A cost of the weights alone. */
export interface PenaltyApi<S extends OptionSpecs> {
  /** The penalty. */
  (weights: Numeric, options?: Partially<S> & ShapeOption): number;
  /** ∂ penalty / ∂ weights. */
  grad<I extends Numeric>(weights: I, options?: Options<S>): Like<I>;
  /** Penalty and gradient in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(weights: I, options?: Options<S>): { value: number; grad: Like<I> };
}

/** The fully connected layer. */
export interface DenseApi {
  /**
   * x[m, k] · weights[k, n] + bias[n] → [m, n]
   * @param x shape from the tensor, or `shape: [m, k]` for a flat array
   * @param bias may be left out
   */
  <I extends Numeric>(x: I, weights: Numeric, bias?: Numeric | undefined, options?: OutOptions): Like<I>;
  /** dy[m, n] → the gradients of x[m, k], weights[k, n] and bias[n]. `shape` is that of x. */
  backward<I extends Numeric>(
    dy: I,
    x: Numeric,
    weights: Numeric,
    options?: ShapeOption,
  ): { x: Like<I>; weights: Like<I>; bias: Like<I> };
}

/** The function that a spec becomes. */
export type ApiOf<S> =
  S extends OutputActivationSpec<string, infer O>
    ? OutputActivationApi<O>
    : S extends ActivationSpec<string, infer O>
      ? ActivationApi<O>
      : S extends ChannelActivationSpec
        ? ChannelActivationApi
        : S extends GroupActivationSpec<string, infer O>
          ? GroupActivationApi<O>
          : S extends OutputRowSpec<string, infer O>
            ? OutputRowApi<O>
            : S extends RowSpec<string, infer O>
              ? RowApi<O>
              : S extends RootLossSpec<string, infer O>
                ? RootLossApi<O>
                : S extends LossSpec<string, infer O>
                  ? LossApi<LossOptions<O>>
                  : S extends WeightedRowLossSpec<string, infer O>
                    ? LossApi<LossOptions<O> & ClassOptions, ClassTarget>
                    : S extends RowLossSpec<string, infer O>
                      ? LossApi<LossOptions<O>>
                      : S extends PenaltySpec<string, infer O>
                        ? PenaltyApi<O>
                        : S extends LayerSpec
                          ? DenseApi
                          : never;

/** Ops as functions: every one of the table, or those of some specs. */
export type OpsApi<T extends SomeOps = Ops> = { readonly [K in keyof T]: ApiOf<T[K]> };
