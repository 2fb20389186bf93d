// The calls of an op with their arguments by name, for tests of what happens to a wrong one.

import type { OpsApi } from "../../src/facade/types.js";
import { type OpName, ops } from "../../src/ops.js";
import type { Spec } from "../../src/spec/types.js";
import { type Call, callsOf } from "../conformance/calls.js";
import { inputNames } from "../operandShapes.js";

type Callable = (...values: unknown[]) => unknown;

export interface NamedCall extends Call {
  readonly spec: Spec;
  /** The name of each input, as it stands in messages. */
  readonly names: readonly string[];
  /** As a user would write it: "relu.backward". */
  readonly title: string;
}

export const specs: readonly Spec[] = Object.values(ops);

export function namedCallsOf(spec: Spec, rows?: number, columns?: number): NamedCall[] {
  return callsOf(spec, rows, columns).map((call) => ({
    ...call,
    spec,
    names: inputNames(spec, call.method).slice(0, call.inputs.length),
    title: call.method === "forward" ? spec.name : `${spec.name}.${call.method}`,
  }));
}

/** The function that a call means. */
export function functionOf(lw: OpsApi, { spec, method }: NamedCall): Callable {
  const op = lw[spec.name as OpName] as unknown as Callable & Record<string, Callable>;
  return method === "forward" ? op : (op[method] as Callable);
}
