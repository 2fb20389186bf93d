// Puts the recorded results of the accuracy sweep beside each op's bound.

import measured from "./measured.json" with { type: "json" };
import type { Measurements } from "./spec/types.js";

export function withMeasured<T extends Readonly<Record<string, object>>>(table: T): T {
  const results: Readonly<Record<string, Measurements | undefined>> = measured;
  const specs = Object.entries(table).map(([name, spec]) => {
    const found = results[name];
    return [name, found ? { ...spec, measured: found } : spec] as const;
  });
  return frozen(Object.fromEntries(specs)) as T;
}

/** With all that it holds: the table is shared by all instances, and says what they do. */
function frozen<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === "object" && each !== null && !Object.isFrozen(each)) frozen(each);
  return Object.freeze(value);
}
