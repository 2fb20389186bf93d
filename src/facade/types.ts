// The public types of the ops, made from the table: each spec's kind and options give the signature of its function.

import type { NumberArray } from "../backend/backend.js";
import type { Ops } from "../ops.js";
import type { Tensor } from "../runtime/tensor.js";
import type { DescribedOps } from "../signatures/index.js";
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

/** The derivatives of an activation. @internal */
export interface ActivationMethods<O extends OutOptions> {
  /** f′(x). */
  derivative<I extends Numeric>(x: I, options?: O): Like<I>;
  /** dx = dy · f′(x). */
  backward<I extends Numeric>(dy: I, x: Numeric, options?: O): Like<I>;
}

/** The gradient of what its output alone tells. @internal */
export interface OutputMethods<O extends OutOptions> {
  /** dx from dy and the output y = f(x) alone. */
  backwardFromOutput<I extends Numeric>(dy: I, y: Numeric, options?: O): Like<I>;
}

/** y = f(x), element by element. @internal */
export interface ActivationApi<S extends OptionSpecs> extends ActivationMethods<Options<S>> {
  /** f(x). */
  <I extends Numeric>(x: I, options?: Options<S>): Like<I>;
}

/** An activation whose output alone tells its gradient. @internal */
export interface OutputActivationApi<S extends OptionSpecs> extends ActivationApi<S>, OutputMethods<Options<S>> {}

/** The derivatives of an activation with learnable slopes. @internal */
export interface ChannelActivationMethods {
  /** ∂f/∂x. */
  derivative<I extends Numeric>(x: I, alpha: Numeric, options?: OutOptions): Like<I>;
  /** The gradients of x and alpha. */
  backward<I extends Numeric>(dy: I, x: Numeric, alpha: Numeric, options?: ShapeOption): { x: Like<I>; alpha: Like<I> };
}

/** An activation with learnable slopes: one for all, or one for each channel of the last axis. @internal */
export interface ChannelActivationApi extends ChannelActivationMethods {
  /** f(x). @param alpha one slope, or one for each channel of the last axis */
  <I extends Numeric>(x: I, alpha: Numeric, options?: OutOptions): Like<I>;
}

/** The gradient of what takes groups or rows. @internal */
export interface BackwardMethods<O extends OutOptions> {
  /** The gradient of x from that of the output: dy has the output's shape, the result that of x. */
  backward<I extends Numeric>(dy: I, x: Numeric, options?: O): Like<I>;
}

/** Groups of adjacent elements of the last axis become one each. @internal */
export interface GroupActivationApi<S extends OptionSpecs> extends BackwardMethods<Options<S>> {
  /** [… , n · group] → [… , n] */
  <I extends Numeric>(x: I, options?: Options<S>): Like<I>;
}

/** Options of what works along an axis. */
export interface AxisOption {
  /** The axis that a row runs along; −1 (the default) is the last. */
  readonly axis?: number;
}

/** Options of the softmax family. @internal */
export type RowOptions<S extends OptionSpecs> = Options<S> & AxisOption;

/** The softmax family: along one axis. @internal */
export interface RowApi<S extends OptionSpecs> extends BackwardMethods<RowOptions<S>> {
  /** f of each row. [… , n, …] → the same shape; where a row becomes one number, without that axis. */
  <I extends Numeric>(x: I, options?: RowOptions<S>): Like<I>;
}

/** A row op whose output alone tells its gradient. @internal */
export interface OutputRowApi<S extends OptionSpecs> extends RowApi<S>, OutputMethods<RowOptions<S>> {}

/** What becomes of the losses. */
export type Reduction = "mean" | "sum" | "none";

/** How losses become a cost. */
export interface ReductionOptions<R extends Reduction = Reduction> {
  /** `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves. */
  readonly reduction?: R;
  /** Sample weights: one for each loss. */
  readonly weights?: Numeric;
  /** What `mean` divides by: the number of losses (the default), or the sum of the weights. */
  readonly normalize?: "count" | "weights";
  /** What the mean of nothing is: NaN (the default), or 0. */
  readonly emptyMean?: "nan" | "zero";
}

/** Options of a loss. @internal */
export type LossOptions<S extends OptionSpecs> = Options<S> & ReductionOptions;

/** A number where losses are reduced to a cost; the losses themselves where `reduction` is `none`. */
export type Cost<I extends Numeric, R extends Reduction> = R extends "none" ? Like<I> : number;

/** What losses have besides their values; O are their options, T their targets. @internal */
export interface LossMethods<O extends ReductionOptions & OutOptions, T = Numeric> {
  /** ∂ cost / ∂ prediction. */
  grad<I extends Numeric>(prediction: I, target: T, options?: O): Like<I>;
  /** The cost (with `reduction: "none"` the losses) and its gradient, in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: T,
    options?: O & { readonly reduction?: R },
  ): { value: Cost<I, R>; grad: Like<I> };
}

/** A loss, its cost and its gradient. @internal */
export interface LossApi<O extends ReductionOptions & OutOptions, T = Numeric> extends LossMethods<O, T> {
  /** The cost: the mean (or sum) of the losses; with `reduction: "none"` the losses, one for each element (of a row loss: row). */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: T,
    options?: O & { readonly reduction?: R },
  ): Cost<I, R>;
}

/** The gradient of a cost that is the root of a mean: there is nothing to reduce otherwise. @internal */
export interface RootLossMethods<O> {
  /** ∂ cost / ∂ prediction. */
  grad<I extends Numeric>(prediction: I, target: Numeric, options?: O): Like<I>;
  /** Cost and gradient in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(prediction: I, target: Numeric, options?: O): { value: number; grad: Like<I> };
}

/** A cost that is the root of a mean. @internal */
export interface RootLossApi<S extends OptionSpecs> extends RootLossMethods<Omit<LossOptions<S>, "reduction">> {
  /** The cost. */
  (prediction: Numeric, target: Numeric, options?: Omit<LossOptions<S>, "reduction">): number;
}

/** Options of row losses that know classes. */
export interface ClassOptions {
  /** A weight for each class. */
  readonly classWeights?: Numeric;
  /** Rows with this target are left out of sum and divisor. */
  readonly ignoreIndex?: number;
}

/** The gradient of a penalty. @internal */
export interface PenaltyMethods<O extends OutOptions> {
  /** ∂ penalty / ∂ weights. */
  grad<I extends Numeric>(weights: I, options?: O): Like<I>;
  /** Penalty and gradient in one pass over the data. `out` receives the gradient. */
  valueAndGrad<I extends Numeric>(weights: I, options?: O): { value: number; grad: Like<I> };
}

/** A cost of the weights alone. @internal */
export interface PenaltyApi<S extends OptionSpecs> extends PenaltyMethods<Options<S>> {
  /** The penalty. */
  (weights: Numeric, options?: Partially<S> & ShapeOption): number;
}

/** The gradients of the fully connected layer. @internal */
export interface DenseMethods {
  /** dy[m, n] → the gradients of x[m, k], weights[k, n] and bias[n]. `shape` is that of x. */
  backward<I extends Numeric>(
    dy: I,
    x: Numeric,
    weights: Numeric,
    options?: ShapeOption,
  ): { x: Like<I>; weights: Like<I>; bias: Like<I> };
}

/** The fully connected layer. @internal */
export interface DenseApi extends DenseMethods {
  /**
   * x[m, k] · weights[k, n] + bias[n] → [m, n]
   * @param x shape from the tensor, or `shape: [m, k]` for a flat array
   * @param bias may be left out
   */
  <I extends Numeric>(x: I, weights: Numeric, bias?: Numeric | undefined, options?: OutOptions): Like<I>;
}

/** The function that a spec becomes: of the table's ops the one that is described (src/signatures), else what its kind says. @internal */
export type ApiOf<S> = S extends { readonly name: infer N extends keyof DescribedOps } ? DescribedOps[N] : ApiOfKind<S>;

/** The function that a spec becomes, by its kind. @internal */
export type ApiOfKind<S> =
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

/** Every op of the table as a function. @internal */
export type OpsApi = { readonly [K in keyof Ops]: ApiOf<Ops[K]> };
