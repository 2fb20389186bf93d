// Puts the recorded results of the accuracy sweep beside each op's bound.

import measured from "./measured.json" with { type: "json" };
import type { Measurements } from "./spec/types.js";

export function withMeasured<T extends Readonly<Record<string, object>>>(table: T): T {
  const results: Readonly<Record<string, Measurements | undefined>> = measured;
  const specs = Object.entries(table).map(([name, spec]) => {
    const found = results[name];
    return [name, found ? { ...spec, measured: found } : spec] as const;
  });
  return Object.fromEntries(specs) as T;
}
