// Makes every op of the table callable.

import type { Backend } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { total } from "../losses/total.js";
import type { SomeOps } from "../ops.js";
import { Mode } from "../runtime/abi.js";
import type { TensorStore } from "../runtime/tensor.js";
import type { Spec } from "../spec/types.js";
import { makeActivation } from "./activation.js";

import { makeChannelActivation } from "./channelActivation.js";
import type { Context } from "./context.js";
import { makeDense } from "./dense.js";
import { makeGroupActivation } from "./groupActivation.js";
import { makeLoss } from "./loss.js";
import { makePenalty } from "./penalty.js";
import { makeRow } from "./row.js";
import { makeRowLoss } from "./rowLoss.js";
import type { OpsApi } from "./types.js";

function make(spec: Spec, context: Context): object {
  switch (spec.kind) {
    case "activation":
      return makeActivation(spec, context);
    case "channelActivation":
      return makeChannelActivation(spec, context);
    case "groupActivation":
      return makeGroupActivation(spec, context);
    case "row":
      return makeRow(spec, context);
    case "loss":
      return makeLoss(spec, context);
    case "rowLoss":
      return makeRowLoss(spec, context);
    case "penalty":
      return makePenalty(spec, context);
    case "layer":
      return makeDense(spec, context);
  }
}

/** What the ops of an instance have in common. */
export function makeContext(backend: Backend, store: TensorStore): Context {
  const sum = backend.loss(total);
  return {
    backend,
    store,
    sum: (x) => sum(Mode.sum, x, undefined, undefined, undefined, sizeOf(x), 1, { values: {}, a: 0, b: 0 }),
  };
}

export function makeOps<T extends SomeOps>(specs: T, context: Context): OpsApi<T> {
  const made = Object.entries<Spec>(specs).map(([name, spec]) => [name, Object.freeze(make(spec, context))] as const);
  return Object.fromEntries(made) as unknown as OpsApi<T>;
}
