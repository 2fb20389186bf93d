// The library as the views use it, and its table of ops. A view asks the table what there is; no view has a list of its own.

import { type Lanewise, load, ops, type Spec, type SpecOf } from "lanewise";

export type { Lanewise, Spec };

export type Kind = Spec["kind"];

export const lw: Lanewise = await load();

/** All ops, in the table's order. */
export const specs: readonly Spec[] = Object.values(ops);

export function specsOf<K extends Kind>(...kinds: K[]): SpecOf<K>[] {
  return specs.filter((spec): spec is SpecOf<K> => (kinds as Kind[]).includes(spec.kind));
}

export const specNamed = (name: string): Spec | undefined => specs.find((spec) => spec.name === name);
