// Calls of ops whose names are known only at run time: the table says what kind an op is, TypeScript cannot.

import { type Lanewise, lw } from "./library.js";

export type Options = Readonly<Record<string, unknown>>;
type Floats = Float32Array<ArrayBuffer>;

/** y = f(x), element by element. */
export interface ActivationCall {
  (x: Floats, options?: Options): Floats;
  derivative(x: Floats, options?: Options): Floats;
  backward(dy: Floats, x: Floats, options?: Options): Floats;
  backwardFromOutput?(dy: Floats, y: Floats, options?: Options): Floats;
}

/** An activation with a learned slope. */
export interface ChannelCall {
  (x: Floats, alpha: Floats, options?: Options): Floats;
  derivative(x: Floats, alpha: Floats, options?: Options): Floats;
  backward(dy: Floats, x: Floats, alpha: Floats, options?: Options): { x: Floats; alpha: Floats };
}

/** Rows or groups. */
export interface RowCall {
  (x: Floats, options?: Options): Floats;
  backward(dy: Floats, x: Floats, options?: Options): Floats;
}

/** A loss and its cost; the target of a row loss may be class indices. */
export interface LossCall {
  (prediction: Floats, target: ArrayLike<number>, options: Options & { reduction: "none" }): Floats;
  (prediction: Floats, target: ArrayLike<number>, options?: Options): number;
  grad(prediction: Floats, target: ArrayLike<number>, options?: Options): Floats;
  valueAndGrad(prediction: Floats, target: ArrayLike<number>, options?: Options): { value: number; grad: Floats };
}

/** A cost of the weights alone. */
export interface PenaltyCall {
  (weights: Floats, options?: Options): number;
  grad(weights: Floats, options?: Options): Floats;
}

interface CallOf {
  readonly activation: ActivationCall;
  readonly channelActivation: ChannelCall;
  readonly groupActivation: RowCall;
  readonly row: RowCall;
  readonly loss: LossCall;
  readonly rowLoss: LossCall;
  readonly penalty: PenaltyCall;
}

/** The library's function for a spec. */
export function callOf<K extends keyof CallOf>(
  spec: { readonly kind: K; readonly name: string },
  library: Lanewise = lw,
): CallOf[K] {
  return library[spec.name as keyof Lanewise] as unknown as CallOf[K];
}

/** Of one number. */
export const at = (values: ArrayLike<number>, index = 0): number => values[index] as number;
export const floats = (...values: number[]): Floats => Float32Array.from(values);
