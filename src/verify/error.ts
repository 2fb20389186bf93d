// What verify mode finds, and throws. It is all of verify mode that the core entry holds.

/** One difference: where, and how large. */
export interface Mismatch {
  readonly op: string;
  readonly pass: string;
  readonly index: number;
  readonly got: number;
  readonly expected: number;
  /** Distance in units in the last place of float32. */
  readonly ulp: number;
}

/** A result of the kernels is further from the reference than the op's bound allows. */
export class VerificationError extends Error implements Mismatch {
  override readonly name = "VerificationError";
  readonly op: string;
  readonly pass: string;
  readonly index: number;
  readonly got: number;
  readonly expected: number;
  readonly ulp: number;

  constructor(mismatch: Mismatch) {
    const { op, pass, index, got, expected, ulp } = mismatch;
    super(`${op} ${pass}[${index}] is ${got}, the reference gives ${expected}: ${ulp.toPrecision(3)} ulp apart`);
    this.op = op;
    this.pass = pass;
    this.index = index;
    this.got = got;
    this.expected = expected;
    this.ulp = ulp;
  }
}
