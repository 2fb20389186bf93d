// Workers that die in the middle of a call, or stand still: the result is that of one thread, in place too, and nothing is written
// once the call has returned.

import { afterEach, describe, expect, it, vi } from "vitest";
import { internalsOf } from "../../src/internals.js";
import { type Lanewise, load } from "../../src/load.js";
import { Tensor } from "../../src/runtime/tensor.js";
import type { ThreadPool } from "../../src/runtime/threads/pool.js";
import type { Spec } from "../../src/spec/types.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "../api/arguments.js";
import { inputShapes, outputShape } from "../operandShapes.js";
import { type Event, Faults, type Point } from "./faults.js";

const ROWS = 331;
const COLUMNS = 250;

const alone = await load({ threads: 1 });
const opened: Lanewise[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map((lw) => lw.close()));
});

interface Place {
  readonly lw: Lanewise;
  readonly pool: ThreadPool;
  readonly faults: Faults;
}

async function place(threads = 2): Promise<Place> {
  const faults = new Faults();
  const lw = await faults.load({ threads });
  opened.push(lw);
  const pool = internalsOf(lw)?.threads as ThreadPool;
  pool.splitsAll = true;
  expect(pool.threads).toBe(threads);
  return { lw, pool, faults };
}

/** Tensors of a call's inputs; classes stay as they are. */
const tensorsOf = (lw: Lanewise, call: NamedCall) => {
  const shapes = inputShapes(call.spec, call);
  return call.inputs.map((each, i) => (each instanceof Float32Array ? lw.tensor(each, shapes[i]) : each));
};

type Result = number | Tensor | { readonly [name: string]: Result };

function bitsOf(result: Result): Float64Array[] {
  if (typeof result === "number") return [Float64Array.of(result)];
  return result instanceof Tensor ? [Float64Array.from(result.data)] : Object.values(result).flatMap(bitsOf);
}

/** Calls an op on tensors. @param receives the input that takes the output; −1 for none */
function run(lw: Lanewise, call: NamedCall, inputs: readonly unknown[], receives: number): Float64Array[] {
  const { shape: _, ...options } = call.options;
  const out = receives < 0 ? {} : { out: inputs[receives] };
  return bitsOf(functionOf(lw, call)(...inputs, { ...options, ...out }) as Result);
}

const kernelsOf = (spec: Spec) => [
  spec.kernel ?? spec.name,
  ...("sharedKernel" in spec ? [spec.sharedKernel as string] : []),
  ...(spec.kind === "layer" ? ["matmulPart"] : []),
];

/** −1, and the inputs that may take the output. */
function receivers(call: NamedCall): number[] {
  const out = String(outputShape(call.spec, call));
  const shapes = inputShapes(call.spec, call);
  const isFitting = (i: number) => call.inputs[i] instanceof Float32Array && String(shapes[i]) === out;
  return [-1, ...(call.outputs === undefined ? [] : call.inputs.flatMap((_, i) => (isFitting(i) ? [i] : [])))];
}

/** A call with a fault in a worker, which gives what one thread gives. @returns how many workers live as soon as it has returned */
function runFaulty({ lw, faults }: Place, call: NamedCall, receives: number, point: Point, event: Event): number {
  const expected = alone.scope(() => run(alone, call, tensorsOf(alone, call), receives));
  let livingThen = 0;
  const got = lw.scope(() => {
    const inputs = tensorsOf(lw, call);
    faults.arm(kernelsOf(call.spec), point, event);
    try {
      return run(lw, call, inputs, receives);
    } finally {
      livingThen = faults.living;
    }
  });
  expect(faults.isReached).toBe(true);
  const differs = expected.findIndex((each, k) => each.some((value, i) => !Object.is(value, got[k]?.[i])));
  expect([differs, got.length]).toEqual([-1, expected.length]);
  return livingThen;
}

/** One op of each kind: how tasks are cut, and what is done again, is the kind's. */
const each = [...new Map(specs.map((spec) => [`${spec.kind} ${"reduces" in spec && spec.reduces}`, spec] as const)).values()];
const cases = each
  .flatMap((spec) => namedCallsOf(spec, ROWS, COLUMNS))
  .flatMap((call, i) =>
    receivers(call).map((receives) => [`${call.title} ${i} in place of ${receives}`, call, receives] as const),
  )
  // A target that takes the gradient is copied first, to an array: nothing is split then.
  .filter(([, { spec }, receives]) => !(spec.kind === "rowLoss" && receives === 1));
const some = cases.filter((_, i) => i % 9 === 1);

describe("a worker that dies when it has written over its input", () => {
  it.each(cases)("%s", async (_, call, receives) => {
    const here = await place();
    expect(runFaulty(here, call, receives, "after", "dies")).toBe(0);
    expect(here.pool.threads).toBe(1);
  });
});

it("that dies before it has read anything leaves its task to the caller", async () => {
  const here = await place(3);
  const [, call, receives] = cases.find(([title]) => title.includes("in place of 0")) as (typeof cases)[number];
  expect(runFaulty(here, call, receives, "before", "dies")).toBe(0);
  expect(here.pool.threads).toBe(1);
});

describe.each(["before", "after"] as const)("a worker that stands still, %s it works", (point) => {
  /** The caller sleeps shortly, for the test not to take long, until it has been told that the worker goes on. */
  const watchWaits = (look: (waits: number) => boolean) => {
    const wait = Atomics.wait;
    let waits = 0;
    let goesOn = false;
    vi.spyOn(Atomics, "wait").mockImplementation(((...given: Parameters<typeof wait>) => {
      goesOn ||= look(++waits);
      return wait(given[0], given[1], given[2], goesOn ? given[3] : Math.min(1, given[3] as number));
    }) as never);
    return () => waits;
  };

  it.each(some)("and goes on, is waited for: %s", async (_, call, receives) => {
    const here = await place(3);
    const waitsOf = watchWaits((waits) => {
      if (waits === 5) here.faults.release();
      return waits >= 5;
    });
    expect(runFaulty(here, call, receives, point, "pauses")).toBe(2);
    expect(waitsOf()).toBeGreaterThanOrEqual(5);
    expect(here.faults.isResumed).toBe(true);
    expect(here.pool.threads).toBe(3);
  });

  it.each(some)("for ever, is ended before its task is done again: %s", async (_, call, receives) => {
    const here = await place(3);
    watchWaits(() => false);
    // Nobody is there any more to write late.
    expect(runFaulty(here, call, receives, point, "pauses")).toBe(0);
    expect(here.pool.threads).toBe(1);
    here.faults.release();
    await here.pool.startAndWait();
    expect(here.pool.threads).toBe(3);
    expect(here.faults.isResumed).toBe(false);
  });
});
