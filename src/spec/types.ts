// What a spec is: the meaning of an op in float64, and all that the facade, the backends, the tests and the docs know of it.

import type { Family } from "../families.js";
import type { Domain } from "./domain.js";
import type { OptionSpecs, Resolved } from "./options.js";

/** Largest error in units in the last place of float32, for every input. */
export interface Bound {
  readonly fast: number;
  readonly high: number;
  /** Why `fast` is above 4. */
  readonly reason?: string;
}

/** Largest errors that the accuracy sweep has seen (`npm run accuracy`), by function: "value", "derivative", … */
export type Measurements = Readonly<Record<string, Omit<Bound, "reason"> & { readonly inputs: number }>>;

interface SpecBase<Name extends string, S extends OptionSpecs> {
  readonly name: Name;
  /** Whose module holds its kernel. */
  readonly family: Family;
  /** One sentence: what it is. */
  readonly summary: string;
  readonly options: S;
  /** As in a textbook. */
  readonly formula: string;
  /** Convention traps, each a sentence; where libraries differ, ours is said here. */
  readonly notes?: readonly string[];
  /** Where the formula comes from. */
  readonly source: string;
  /** What the accuracy sweep found; 2^32 inputs are all floats. */
  readonly measured?: Measurements;
  /** The export of its module; the op's own name unless several ops share a kernel. */
  readonly kernel?: string;
}

/** y = f(x), element by element. */
export interface ActivationSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends SpecBase<Name, S> {
  readonly kind: "activation";
  forward(x: number, options: Resolved<S>): number;
  /** f′(x) */
  derivative(x: number, options: Resolved<S>): number;
  /** f′ from y = f(x) alone, where that is enough. */
  derivativeFromOutput?(y: number, options: Resolved<S>): number;
  /** The option that must be ≥ 0 for that: below 0 the output does not tell the sign of x. */
  readonly nonNegativeFromOutput?: Extract<keyof S, string>;
  /** The kernel's two parameters a and b. */
  parameters?(options: Resolved<S>): readonly number[];
  range(options: Resolved<S>): readonly [low: number, high: number];
  readonly monotonic: boolean;
  /** Where f′ jumps; the value taken there is that of `derivative`. */
  kinks?(options: Resolved<S>): readonly number[];
  /** The size of the terms that make f(x), without their signs; none where they do not cancel. */
  terms?(x: number, options: Resolved<S>): number;
  /** What numbers are multiplied by in f′ that `fast` may have flushed; 1 if none is given. */
  factor?(options: Resolved<S>): number;
  readonly bound: Bound;
}

/** An activation whose derivative its output alone can tell. */
export interface OutputActivationSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs>
  extends ActivationSpec<Name, S> {
  derivativeFromOutput(y: number, options: Resolved<S>): number;
}

/** An activation with a learnable slope per channel (last axis) or one for all. */
export interface ChannelActivationSpec<Name extends string = string> extends SpecBase<Name, Record<never, never>> {
  readonly kind: "channelActivation";
  /** The kernel that takes one slope for all elements. */
  readonly sharedKernel: string;
  forward(x: number, alpha: number): number;
  derivative(x: number, alpha: number): number;
  /** ∂f/∂alpha */
  alphaDerivative(x: number, alpha: number): number;
  range(): readonly [low: number, high: number];
  readonly monotonic: boolean;
  kinks(): readonly number[];
  readonly bound: Bound;
}

/** Adjacent groups on the last axis become one element each. */
export interface GroupActivationSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs>
  extends SpecBase<Name, S> {
  readonly kind: "groupActivation";
  groupSize(options: Resolved<S>): number;
  forward(group: Float64Array): number;
  /** The position in the group that takes the whole gradient. */
  chosen(group: Float64Array): number;
  range(): readonly [low: number, high: number];
  readonly monotonic: boolean;
  readonly bound: Bound;
}

/** One row in, one row (or one number) out: the softmax family. */
export interface RowSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends SpecBase<Name, S> {
  readonly kind: "row";
  /** True where a row becomes one number. */
  readonly reduces: boolean;
  /** The row of outputs; one element where it reduces. */
  forward(x: Float64Array, options: Resolved<S>): Float64Array;
  /** dx from dy (one element where it reduces) and x. */
  backward(dy: Float64Array, x: Float64Array, options: Resolved<S>): Float64Array;
  backwardFromOutput?(dy: Float64Array, y: Float64Array, options: Resolved<S>): Float64Array;
  /** Where a row becomes one number: the size of the terms that make it, without their signs. */
  terms?(x: Float64Array, options: Resolved<S>): number;
  /** The probabilities behind a row. */
  shares(x: Float64Array): Float64Array;
  sharesFromOutput?(y: Float64Array): Float64Array;
  /** The size of the terms that make each element of dx, without their signs; none where it is one term. */
  gradientTerms?(dy: Float64Array, shares: Float64Array): Float64Array;
  /** What each share (which `fast` may have flushed) is multiplied by in dx. */
  gradientFactors(dy: Float64Array, shares: Float64Array): Float64Array;
  parameters?(options: Resolved<S>): readonly number[];
  range(): readonly [low: number, high: number];
  /** Of the forward pass, for every element of a row. */
  readonly bound: Bound;
}

/** A row op whose gradient its output alone can tell. */
export interface OutputRowSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends RowSpec<Name, S> {
  backwardFromOutput(dy: Float64Array, y: Float64Array, options: Resolved<S>): Float64Array;
}

/** A loss of one prediction and one target, element by element. */
export interface LossSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends SpecBase<Name, S> {
  readonly kind: "loss";
  readonly task: "regression" | "binary";
  loss(prediction: number, target: number, options: Resolved<S>): number;
  /** ∂ loss / ∂ prediction */
  gradient(prediction: number, target: number, options: Resolved<S>): number;
  /** The size of the terms that make the loss, without their signs; none where it is one term. */
  terms?(prediction: number, target: number, options: Resolved<S>): number;
  /** The same for the gradient. */
  gradientTerms?(prediction: number, target: number, options: Resolved<S>): number;
  /** What numbers are multiplied by that `fast` may have flushed; 1 if none is given. */
  factor?(prediction: number, options: Resolved<S>): number;
  /** A part of the gradient that a weight is multiplied by before all else: where that leaves float32, `fast` does. */
  readonly slope?: number;
  /** The largest number on the way, if that may be larger than loss and gradient: beyond float32 it is infinite in `fast`. */
  onTheWay?(prediction: number, target: number, options: Resolved<S>): number;
  /** Whether an infinite loss hangs on a share below 2^-126, which `fast` may take for 0. */
  vanishes?(prediction: number, target: number, options: Resolved<S>): boolean;
  parameters?(options: Resolved<S>): readonly number[];
  /** Of predictions, and of targets too where nothing else is said. */
  readonly domain?: Domain;
  readonly targetDomain?: Domain;
  /** The domain as error messages call it, where it is not that of probabilities. */
  readonly domainInWords?: string;
  /** The two allowed targets. */
  labels?(options: Resolved<S>): readonly [number, number];
  /** The cost is the root of the mean loss; there is no other reduction. */
  readonly root?: boolean;
  kinks?(target: number, options: Resolved<S>): readonly number[];
  readonly bound: Bound;
}

/** A loss whose cost is the root of its mean. */
export interface RootLossSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends LossSpec<Name, S> {
  readonly root: true;
}

/** What a row is compared with: a class, or a probability for each class. */
export type RowTarget = { readonly index: number } | { readonly probabilities: Float64Array };

/** A loss of a row of predictions, one for each class. */
export interface RowLossSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends SpecBase<Name, S> {
  readonly kind: "rowLoss";
  readonly task: "multiclass";
  /** Which targets it takes. */
  readonly targets: "classes" | "probabilities" | "either";
  /** Predictions are logits, probabilities or their logarithms. */
  readonly predictions: "logits" | "probabilities" | "logProbabilities";
  /** `classWeights` are all 1 where the user gave none. */
  loss(prediction: Float64Array, target: RowTarget, options: Resolved<S>, classWeights: ArrayLike<number>): number;
  gradient(prediction: Float64Array, target: RowTarget, options: Resolved<S>, classWeights: ArrayLike<number>): Float64Array;
  /** Whether the options `classWeights` and `ignoreIndex` are offered. */
  readonly weighted: boolean;
  /** The kernel's parameter a. */
  parameters?(options: Resolved<S>): readonly number[];
  /** The size of the terms that make a row's loss, without their signs; none where all have one sign. */
  terms?(prediction: Float64Array, target: RowTarget, options: Resolved<S>, classWeights: ArrayLike<number>): number;
  /** The same for each element of its gradient; none where each is one term. */
  gradientTerms?(
    prediction: Float64Array,
    target: RowTarget,
    options: Resolved<S>,
    classWeights: ArrayLike<number>,
  ): Float64Array;
  /** What numbers of a row are multiplied by that `fast` may have flushed; 1 if none is given. */
  factor?(target: RowTarget, options: Resolved<S>, classWeights: ArrayLike<number>): number;
  /** The largest number on the way, as of LossSpec. */
  onTheWay?(prediction: Float64Array): number;
  /** As of LossSpec. */
  vanishes?(prediction: Float64Array, target: RowTarget, options: Resolved<S>, classWeights: ArrayLike<number>): boolean;
  readonly bound: Bound;
}

/** A row loss with the options `classWeights` and `ignoreIndex`. */
export interface WeightedRowLossSpec<Name extends string = string, S extends OptionSpecs = OptionSpecs>
  extends RowLossSpec<Name, S> {
  readonly weighted: true;
}

/** A cost of the weights alone. */
export interface PenaltySpec<Name extends string = string, S extends OptionSpecs = OptionSpecs> extends SpecBase<Name, S> {
  readonly kind: "penalty";
  penalty(weight: number, options: Resolved<S>): number;
  gradient(weight: number, options: Resolved<S>): number;
  parameters(options: Resolved<S>): readonly number[];
  readonly bound: Bound;
}

/** A layer with weights; its matrix products are written once in the backends. */
export interface LayerSpec<Name extends string = string> extends SpecBase<Name, Record<never, never>> {
  readonly kind: "layer";
  readonly bound: Bound;
}

// biome-ignore lint/suspicious/noExplicitAny: a table holds specs of all option types, which are contravariant in the methods
type Any = any;

export type Spec =
  | ActivationSpec<string, Any>
  | ChannelActivationSpec
  | GroupActivationSpec<string, Any>
  | RowSpec<string, Any>
  | LossSpec<string, Any>
  | RowLossSpec<string, Any>
  | PenaltySpec<string, Any>
  | LayerSpec;

export type Kind = Spec["kind"];

/** The spec of a kind, whatever its options. */
export type SpecOf<K extends Kind> = Extract<Spec, { readonly kind: K }>;
