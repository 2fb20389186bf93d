// What stands in the place of ops that were not loaded.

import entries from "./entries/*.ts?names";

/** Where each op of the table is imported from. */
export const subpaths: ReadonlyMap<string, string> = new Map(
  Object.entries(entries).flatMap(([subpath, names]) => names.map((name) => [name, subpath])),
);

/** All methods that an op may have. */
const METHODS = ["derivative", "backward", "backwardFromOutput", "grad", "valueAndGrad"];

/** A function that throws, as its methods do: to look at it is no fault. */
export function notLoaded(name: string, subpath: string): object {
  const fail = () => {
    const entry = JSON.stringify(`lanewise/${subpath}`);
    throw new Error(
      `${name} is not loaded: import { ${name} } from ${entry}, and load({ ops: { ${name}, … } }) or await lw.extend({ ${name} })`,
    );
  };
  return Object.freeze(Object.assign(fail, Object.fromEntries(METHODS.map((method) => [method, fail]))));
}
