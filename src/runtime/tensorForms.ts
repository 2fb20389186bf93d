// Tensors as text: for JSON, and for whoever looks at one.

/** Numbers that JSON has no way to write. */
export type UnwritableNumber = "NaN" | "Infinity" | "-Infinity" | "-0";

/** A tensor as JSON has it. `lw.tensor` takes it. */
export interface TensorJson {
  readonly shape: readonly number[];
  readonly data: readonly (number | UnwritableNumber)[];
}

const isWritable = (value: number) => Number.isFinite(value) && !Object.is(value, -0);

export function jsonOf(shape: readonly number[], data: Float32Array): TensorJson {
  const written = Array.from(data, (each) => (isWritable(each) ? each : (nameOf(each) as UnwritableNumber)));
  return { shape: [...shape], data: written };
}

const nameOf = (value: number) => (Object.is(value, -0) ? "-0" : String(value));

const UNWRITABLE: readonly unknown[] = ["NaN", "Infinity", "-Infinity", "-0"] satisfies UnwritableNumber[];

/** A number of a TensorJson; what is none stays as it is. */
export const numberOf = (value: unknown): unknown => (UNWRITABLE.includes(value) ? Number(value) : value);

/** So many numbers are shown. */
const SHOWN = 8;

/** "Tensor [2, 3] 1, 2, 3, 4, 5, 6". @param data undefined once it is disposed */
export function pictureOf(shape: readonly number[], data: Float32Array | undefined): string {
  const title = `Tensor [${shape.join(", ")}]`;
  if (!data) return `${title} (disposed)`;
  const shown = Array.from(data.subarray(0, SHOWN), (each) =>
    isWritable(each) ? String(Number(each.toPrecision(6))) : nameOf(each),
  );
  if (data.length > SHOWN) shown.push(`… ${data.length - SHOWN} more`);
  return `${title} ${shown.join(", ")}`.trimEnd();
}
