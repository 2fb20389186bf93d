// A backend that is right but for what a test plants: every result passes by the test's hand before anyone sees it.

import type { Backend } from "../../src/backend/backend.js";
import { ReferenceBackend } from "../../src/backend/reference.js";
import { makeContext, makeOps } from "../../src/facade/api.js";
import type { OpsApi } from "../../src/facade/types.js";
import { ops } from "../../src/ops.js";
import type { Precision } from "../../src/runtime/modules.js";
import { Tensor, TensorStore } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { VerifyingBackend, type VerifyOptions } from "../../src/verify/verify.js";

type Runner = (...values: unknown[]) => unknown;
type Runners = Runner | Readonly<Record<string, Runner>>;

export interface Planter {
  /** Sees every array that a call has written, and may change it. `label` names the gradient where there are several. */
  array?(values: Float32Array, label: string): void;
  /** Sees the sum that a call gives, and gives another. */
  sum?(value: number): number;
}

/** The numbers of an output; undefined for a record of several, or none. */
function dataOf(value: unknown): Float32Array | undefined {
  if (value instanceof Tensor) return value.data;
  return value instanceof Float32Array ? value : undefined;
}

/** Where a runner's output stands in its arguments: as src/backend/backend.ts declares it. */
function outputIndex(spec: Spec, method: string): number {
  const late = spec.kind === "activation" || spec.kind === "loss" || spec.kind === "penalty";
  if (late) return spec.kind === "activation" ? 3 : 4;
  return spec.kind === "channelActivation" && method === "run" ? 4 : 3;
}

/** The losses that a runner writes beside a gradient, by label. */
function lossesOf({ kind }: Spec, values: readonly unknown[]): { losses?: unknown } {
  const losses = kind === "loss" || kind === "rowLoss" ? values[8] : undefined;
  return losses === undefined ? {} : { losses };
}

function planted(runner: Runner, spec: Spec, method: string, planter: Planter): Runner {
  return (...values) => {
    const result = runner(...values);
    const output = values[outputIndex(spec, method)];
    const parts = { ...(dataOf(output) ? { [method]: output } : (output ?? {})), ...lossesOf(spec, values) };
    for (const [label, part] of Object.entries(parts)) planter.array?.(dataOf(part) as Float32Array, label);
    return typeof result === "number" && planter.sum ? planter.sum(result) : result;
  };
}

/** A backend whose results pass by the planter. */
export function plantedBackend(planter: Planter, backend: Backend = new ReferenceBackend()): Backend {
  const makers = ["activation", "channelActivation", "groupActivation", "row", "loss", "rowLoss", "dense"] as const;
  const wrapped = makers.map((name) => {
    const make = backend[name].bind(backend) as unknown as (spec: Spec) => Runners;
    const maker = (spec: Spec): Runners => {
      const runners = make(spec);
      if (typeof runners === "function") return planted(runners, spec, name, planter);
      return Object.fromEntries(
        Object.entries(runners).map(([method, runner]) => [method, planted(runner, spec, method, planter)]),
      );
    };
    return [name, maker] as const;
  });
  return {
    storage: backend.storage,
    readAhead: backend.readAhead,
    read: backend.read.bind(backend),
    firstOutside: backend.firstOutside.bind(backend),
    firstNotLabel: backend.firstNotLabel.bind(backend),
    ...Object.fromEntries(wrapped),
  } as unknown as Backend;
}

export interface Verified {
  readonly api: OpsApi;
  readonly store: TensorStore;
}

/** The ops on a backend that verify mode watches. */
export function verified(main: Backend, precision: Precision, options: VerifyOptions = {}): Verified {
  const backend = new VerifyingBackend(main, precision, options);
  const store = new TensorStore(backend.storage);
  return { api: makeOps(ops, makeContext(backend, store)), store };
}
