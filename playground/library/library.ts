// The library as the views use it, and its table of ops. A view asks the table what there is; no view has a list of its own.

import { type Described, type Kind, type Lanewise, type SpecOf as LeanSpecOf, load, ops } from "lanewise";

export { type Kind, type Lanewise, ops };

/** Specs as the table has them, with their words. */
export type SpecOf<K extends Kind> = Described<LeanSpecOf<K>>;
export type Spec = SpecOf<Kind>;

export const lw: Lanewise = await load();

/** All ops, in the table's order. */
export const specs: readonly Spec[] = Object.values(ops);

export function specsOf<K extends Kind>(...kinds: K[]): SpecOf<K>[] {
  return specs.filter((spec): spec is SpecOf<K> => (kinds as Kind[]).includes(spec.kind));
}

export const specNamed = (name: string): Spec | undefined => specs.find((spec) => spec.name === name);
