// Kernels on several threads: the same bits as on one.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Cost, Way } from "../../src/runtime/threads/cost.js";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { type Call, calls, kernelNames } from "./calls.js";
import { make } from "./sideBySide.js";

const nameOf = (threads: number) => `threads-${threads}`;

/** The backend of one or three threads, as the current one. */
function use(threads: number): LanewiseBackend {
  tf.setBackend(nameOf(threads));
  return tf.backend() as LanewiseBackend;
}

function run([kernel, inputs, attributes]: Call): ArrayLike<number>[] {
  return tf.tidy(() => {
    const results = tf.engine().runKernel(kernel, make(inputs) as never, attributes as never);
    return [results].flat().map((each) => each.dataSync());
  });
}

function expectSame(one: ArrayLike<number>[], three: ArrayLike<number>[]): void {
  expect(three.map(({ length }) => length)).toEqual(one.map(({ length }) => length));
  const differs = one.some((numbers, i) => Array.from(numbers).some((value, j) => !Object.is(value, three[i]?.[j])));
  expect(differs).toBe(false);
}

beforeAll(async () => {
  for (const threads of [1, 3]) {
    await registerBackend({ name: nameOf(threads), threads });
    await use(threads).threads.startAndWait();
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  for (const threads of [1, 3]) tf.removeBackend(nameOf(threads));
});

/** Kernels that always run on the caller alone. */
const WHOLE = new Set(["AddN", "Concat", "Fill", "OnesLike", "Pack", "SplitV", "Unpack", "UnsortedSegmentSum", "ZerosLike"]);

describe.each(kernelNames)("%s", (kernel) => {
  const own = calls.filter(([name]) => name === kernel);

  it("split into as many parts as there can be gives the bits of one thread", () => {
    const { threads } = use(3);
    const before = threads.jobs;
    for (const each of own) {
      use(1);
      const one = run(each);
      use(3);
      threads.splitsAll = true;
      const three = run(each);
      threads.splitsAll = false;
      expectSame(one, three);
    }
    expect(threads.jobs > before).toBe(!WHOLE.has(kernel));
  });

  if (WHOLE.has(kernel)) return;

  it("is timed, and split when it is known to take long", () => {
    // What the clock says is pretended: how the costs are learned from it is tested in test/threads.
    vi.spyOn(Cost.prototype, "nanoseconds").mockReturnValue(1e8);
    vi.spyOn(Cost.prototype, "gain").mockReturnValue(0);
    const prefers = vi.spyOn(Cost.prototype, "prefers").mockReturnValue(false);
    const added = vi.spyOn(Cost.prototype, "add");
    const { threads } = use(3);
    const before = threads.jobs;
    for (const each of own) run(each);
    expect(threads.jobs).toBe(before);
    expect(added.mock.calls.map(([way]) => way)).toContain(Way.alone);
    expect(added.mock.calls.every(([, , units]) => units > 0)).toBe(true);
    prefers.mockReturnValue(true);
    for (const each of own) run(each);
    expect(threads.jobs).toBeGreaterThan(before);
  });
});
