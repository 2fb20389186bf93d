// What an op class must offer to be driven by loops/. Seen by tsc only: asc resolves the methods when it instantiates
// the driver, since AssemblyScript forbids type parameters on interface methods (AS241). T is the lane type: f32 or f64.

/** 1 in the `high` modules, 0 in the `fast` ones (asconfig.json, `use`). */
declare const HIGH: i32;

/** An element-wise activation with at most two options, already splatted. Must have no fields: it is never constructed. */
interface ActivationLanes {
  forward<T>(x: v128, a: v128, b: v128): v128;
  derivative<T>(x: v128, a: v128, b: v128): v128;
  derivativeFromOutput?<T>(y: v128, a: v128, b: v128): v128;
  // What can be done in float32 lanes, once for the two halves of a vector that is widened; it must be exact.
  /** What forward gets for x. */
  forwardInput?(x: v128): v128;
  /** What forward gets for x where that is widened, in place of forwardInput. */
  widenedForwardInput?(x: v128): v128;
  /** The result, from x and what forward gave, rounded to float32. */
  forwardOutput?(x: v128, y: v128): v128;
  /** What derivative gets for x. */
  slopeInput?(x: v128): v128;
  /** What derivative gets for x where that is widened, in place of slopeInput. */
  widenedInput?(x: v128): v128;
  /** What the derivative is multiplied by in place of dy where that is widened. */
  widenedGradient?(x: v128, dy: v128): v128;
  /** The result, from x (or the output y), dy (1 where there is none) and dy · derivative, rounded to float32. */
  slopeOutput?(x: v128, dy: v128, dx: v128): v128;
}

/** An element-wise loss. `shared` is what loss and gradient have in common (the difference, an exponential, …). */
interface LossLanes {
  shared<T>(prediction: v128, target: v128, a: v128, b: v128): v128;
  loss<T>(prediction: v128, target: v128, shared: v128, a: v128, b: v128): v128;
  gradient<T>(prediction: v128, target: v128, shared: v128, a: v128, b: v128): v128;
  /** The loss is rounded nowhere but in the difference of its inputs: a yes, as the methods of LossMode. */
  isExact?(): void;
  /** It takes no longer than to add its losses: see loops/sixteen.ts. A yes, likewise. */
  isCheap?(): void;
  /** Loss and gradient have so little in common that one loop for both takes as long as one for each. A yes, likewise. */
  sharesLittle?(): void;
}

/** A pass of the element-wise driver, in float32 lanes and widened to float64 lanes. */
interface PassLanes {
  narrow<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128;
  wide<F extends ActivationLanes>(x: usize, dy: usize, a: v128, b: v128): v128;
}

/** What a pass of the loss drivers gives. A method that is there is a yes: asc decides isDefined() when it compiles. */
interface LossMode {
  /** The sum of the losses. */
  sum?(): void;
  /** Each loss. */
  losses?(): void;
  /** Each gradient. */
  gradient?(): void;
}

/** Whether losses are multiplied by weights. */
interface Weighing {
  weighed?(): void;
  /** A weight of 0 leaves its loss out. */
  leavesOut?(): void;
}

/** Whether a row kernel sees x, −x or |x|. */
interface SignLanes {
  signed<T>(x: v128): v128;
}

/** One vector of a row's output, from vectors at up to three addresses and the row's numbers a, b and c. */
interface RowLanes {
  of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128;
}

/** What the pass of the exponentials e = e^(x − max) does besides summing them. */
interface ExponentialLanes {
  /** Keeps them. */
  keep?(): void;
  /** Sums what equals the maximum apart. */
  apart?(): void;
  first?<T>(e: v128, difference: v128, y: usize, z: usize, a: v128, b: v128): v128;
  /** Made of what `first` gave. */
  second?<T>(first: v128, difference: v128): v128;
}

/** Where a row's exponentials are taken from. */
interface OriginLanes {
  e<T>(x: v128, maximum: v128, lowest: v128, bias: v128): v128;
}

/** The loss of the value at a row's class. */
interface ClassLoss {
  loss(value: f64, epsilon: f64): f64;
  gradient(value: f64, epsilon: f64): f64;
}
