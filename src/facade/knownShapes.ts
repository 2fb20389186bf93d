// Shapes that were told before. Equal shapes are mostly one object, so that to compare two takes one look.

export type Shape = readonly number[];

/** Shapes that are remembered; a program with more of them than this compares some number by number. */
const MOST = 1024;
const known = new Map<string, Shape>();

/** The frozen shape of these lengths. */
export function knownShape(lengths: Shape): Shape {
  const key = lengths.join();
  let shape = known.get(key);
  if (shape === undefined) {
    if (known.size === MOST) known.clear();
    shape = Object.freeze([...lengths]);
    known.set(key, shape);
  }
  return shape;
}

let latestFlat = knownShape([0]);

/** The shape of an array that tells none. */
export function flatShape(size: number): Shape {
  if (latestFlat[0] !== size) latestFlat = knownShape([size]);
  return latestFlat;
}
