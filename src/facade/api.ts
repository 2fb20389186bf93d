// Makes every op of the table callable.

import type { Backend } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { ops } from "../ops.js";
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

export function makeOps(backend: Backend, store: TensorStore): OpsApi {
  // The mean error against a target of zeros is the mean: its sum is the sum of anything.
  const total = backend.loss(ops.meanError);
  const context: Context = {
    backend,
    store,
    sum: (x) => total(Mode.sum, x, undefined, undefined, undefined, sizeOf(x), 1, { values: {}, a: 0, b: 0 }),
  };
  const made = Object.entries(ops).map(([name, spec]) => [name, Object.freeze(make(spec, context))] as const);
  return Object.fromEntries(made) as unknown as OpsApi;
}
