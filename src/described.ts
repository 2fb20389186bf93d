// lanewise/ops: the table of ops with all that is said and known of them.

import measured from "./measured.json" with { type: "json" };
import { type Ops, ops } from "./ops.js";
import { frozen } from "./spec/frozen.js";
import type { Described, Measurements, Words } from "./spec/types.js";
import * as words from "./words.js";

type Table = { readonly [K in keyof Ops]: Described<Ops[K]> };

/** Left out where nobody asks for it. */
const describeAll = () => frozen(Object.fromEntries(Object.entries(ops).map(describe))) as Table;

function describe([name, spec]: [string, object]): [string, object] {
  const { summary, formula, notes, source } = (words as Readonly<Record<string, Words>>)[name] as Words;
  const found = (measured as Readonly<Record<string, Measurements | undefined>>)[name];
  return [name, { ...spec, summary, formula, ...(notes && { notes }), source, ...(found && { measured: found }) }];
}

/** The table of ops: kind, options, formula, range, notes, bound and what was measured, and the float64 reference itself, by name. */
const described = /* @__PURE__ */ describeAll();

export { described as ops };
