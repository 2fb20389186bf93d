// Arrays of arrays, made of flat ones.

const product = (shape: readonly number[]) => shape.reduce((all, length) => all * length, 1);

/** The same numbers as arrays in arrays. */
export function nested(values: ArrayLike<number>, shape: readonly number[], start = 0): unknown {
  const [length = 1, ...inner] = shape;
  const each = product(inner);
  if (inner.length === 0) return Array.from({ length }, (_, i) => values[start + i]);
  return Array.from({ length }, (_, i) => nested(values, inner, start + i * each));
}
