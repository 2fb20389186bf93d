// The built kernel modules: they export what the table derives and nothing else, import one shared memory, keep their
// constants below the heap, and no SIMD loop of theirs pays for a call.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { modules as built, windows } from "../../scripts/modules.mjs";
import { families } from "../../src/families.js";
import { ops } from "../../src/ops.js";
import { helperNames, STATIC_BYTES } from "../../src/runtime/abi.js";
import { kernelsOf } from "../../src/spec/kernels.js";
import type { Spec } from "../../src/spec/types.js";
import { kernelNames } from "../../src/tfjs/abi.js";
import { FIRST_RELAXED, type Instruction, type Module, Opcode, readModule } from "./wasmReader.js";

const modules = built.map((each) => ({
  ...each,
  ...readModule(readFileSync(new URL(`../../dist/kernels/${each.name}.wasm`, import.meta.url))),
}));
const specs = Object.values<Spec>(ops);
/** What is called of the modules of the table, and by the backend for TensorFlow.js besides. */
const called = {
  table: [...helperNames, ...specs.flatMap(kernelsOf)],
  tfjs: Object.values(kernelNames).flat(),
};
const isTfjs = ({ family }: { family: string }) => family === "tfjs";

const isSimd = ({ opcode }: Instruction) => opcode === Opcode.simd;
const isCall = ({ opcode }: Instruction) => opcode === Opcode.call || opcode === Opcode.callIndirect;

/** v128.load, v128.store, and the loads of half a vector that is then widened. */
const STREAMING = new Set([0, 1, 2, 3, 4, 5, 6, 11, 92, 93]);

/**
 * Calls that are paid for each vector: all inside a loop that itself loads or stores vectors; and from any loop those that
 * are indirect, or go to a function with v128 instructions but no loop: a step that should have been inlined. A row kernel
 * may call a pass over the row, and a scalar logarithm, once for each row.
 */
function paidCalls(instructions: readonly Instruction[], functions: Module["functions"]): Instruction[] {
  const streaming = new Set(
    instructions.filter((each) => isSimd(each) && STREAMING.has(each.sub)).map(({ loops }) => loops.at(-1)),
  );
  const isStep = (target: number | undefined) => {
    const callee = target === undefined ? undefined : functions[target];
    return callee === undefined || (callee.some(isSimd) && callee.every(({ loops }) => loops.length === 0));
  };
  return instructions.filter((each) => {
    if (!isCall(each) || each.loops.length === 0) return false;
    return each.loops.some((loop) => streaming.has(loop)) || isStep(each.target);
  });
}

describe("the reader of modules", () => {
  /** A module of functions without parameters and results, whose table holds the first of them. */
  function moduleOfBodies(bodies: readonly (readonly number[])[]): Uint8Array<ArrayBuffer> {
    const code = bodies.flatMap((body) => [body.length + 2, 0, ...body, END]);
    const count = bodies.length;
    return Uint8Array.from([
      ...[0, 97, 115, 109, 1, 0, 0, 0],
      ...[1, 4, 1, 0x60, 0, 0],
      ...[3, count + 1, count, ...new Array(count).fill(0)],
      ...[4, 4, 1, 0x70, 0, 1],
      ...[5, 3, 1, 0, 1],
      ...[10, ((code.length + 1) & 127) | 128, (code.length + 1) >> 7, count, ...code],
    ]);
  }
  const [LOOP, DROP, END] = [[0x03, 0x40], 0x1a, 0x0b];
  const load = [0x41, 0, 0xfd, 0, 4, 0, DROP];
  const constant = [0xfd, 12, ...new Array(16).fill(0), DROP];
  const [scalar, step, pass] = [[], constant, [...LOOP, ...load, END]];
  const [callScalar, callStep, callPass, callIndirect] = [
    [0x10, 0],
    [0x10, 1],
    [0x10, 2],
    [0x41, 0, 0x11, 0, 0],
  ];

  it.each([
    ["no call behind a vector loop", [...LOOP, ...load, END, ...callStep], 0],
    ["no scalar call in a loop without vectors", [...LOOP, ...callScalar, END, ...load], 0],
    ["a scalar call in a vector loop", [...LOOP, ...load, 0x02, 0x40, ...callScalar, END, END], 1],
    ["a scalar call in a loop inside a vector loop", [...LOOP, ...load, ...LOOP, ...callScalar, END, END], 1],
    ["no scalar call around a vector loop", [...LOOP, ...callScalar, ...LOOP, ...load, END, END], 0],
    ["no pass around a vector loop, nor beside a constant", [...LOOP, ...constant, ...callPass, ...LOOP, ...load, END, END], 0],
    ["a step in any loop", [...LOOP, ...callStep, END], 1],
    ["an indirect call in any loop", [...LOOP, ...callIndirect, END], 1],
  ])("counts %s", (_, body, paid) => {
    const bytes = moduleOfBodies([scalar, step, pass, body]);
    expect(WebAssembly.validate(bytes)).toBe(true);
    const { functions } = readModule(bytes);
    expect(functions.map((each) => paidCalls(each, functions).length)).toEqual([0, 0, 0, paid]);
  });
});

it("there is a module of each family for every target, and a file for every module", () => {
  expect(built.map(({ name }) => `${name}.wasm`).sort()).toEqual(
    readdirSync(new URL("../../dist/kernels/", import.meta.url)).sort(),
  );
  expect([...families, "tfjs"].sort()).toEqual(Object.keys(windows).sort());
  expect(built.filter((each) => !isTfjs(each))).toHaveLength(families.length * 4);
});

it.each(["fixed-fast", "fixed-high", "relaxed-fast", "relaxed-high", "fixed", "relaxed"])(
  "the modules of %s export exactly what is called, each once, all of it functions",
  (target) => {
    const exported = modules.filter((each) => each.target === target).flatMap((each) => each.exports);
    expect(exported.map(({ name }) => name).sort()).toEqual([...new Set(called[target.includes("-") ? "table" : "tfjs"])].sort());
    expect(exported.filter(({ kind }) => kind !== 0)).toEqual([]);
  },
);

it("an op's kernels lie in the module of its family", () => {
  const stray = specs.flatMap((spec) => {
    const { exports } = modules.find(({ name }) => name === `${spec.family}-fixed-fast`) as (typeof modules)[number];
    return kernelsOf(spec).filter((kernel) => !exports.some(({ name }) => name === kernel));
  });
  expect(stray).toEqual([]);
});

describe.each(modules)("$name", (module) => {
  const { target, memoryBase } = module;

  it("imports one shared memory of up to 4 GiB, and nothing else", () => {
    const memory = { shared: true, minimum: expect.any(Number), maximum: 65536 };
    expect(module.imports).toEqual([{ module: "env", name: "memory", kind: 2, memory }]);
    // The library's memory starts with two pages.
    expect(module.imports[0]?.memory?.minimum).toBeLessThanOrEqual(2);
  });

  it("keeps its constants in its window", () => {
    const next = Object.values(windows).filter((start) => start > memoryBase);
    const end = Math.min(STATIC_BYTES, ...next);
    expect(module.data.filter((each) => each.start < memoryBase || each.end > end)).toEqual([]);
  });

  it("pays for no call in a loop over vectors", () => {
    const guilty = module.functions.flatMap((instructions, index) => {
      const calls = paidCalls(instructions, module.functions);
      const exported = module.exports.find((each) => each.index === index)?.name ?? `function ${index}`;
      return calls.map(({ target }) => `${exported} calls function ${target}`);
    });
    expect(guilty).toEqual([]);
  });

  it("uses relaxed SIMD if its name says so", () => {
    const used = module.functions.flat().some((each) => isSimd(each) && each.sub >= FIRST_RELAXED);
    expect(used && !target.startsWith("relaxed")).toBe(false);
  });

  it("uses no atomic instruction, so that it runs with unshared memory too", () => {
    expect(module.functions.flat().some(({ opcode }) => opcode === Opcode.atomic)).toBe(false);
  });
});

it.each(Object.keys(windows))("the modules of %s are built from one source: they offer the same functions", (family) => {
  const offered = modules
    .filter((each) => each.family === family)
    .map(({ exports, signatures }) => exports.map((each) => `${each.name}: ${signatures[each.index]}`).sort());
  expect(offered.length).toBeGreaterThan(1);
  for (const each of offered) expect(each).toEqual(offered[0]);
});

it("the engine's relaxed arithmetic is used where there is any to use", () => {
  const plain = modules.filter(
    ({ functions, target }) =>
      target.startsWith("relaxed") && !functions.flat().some((each) => isSimd(each) && each.sub >= FIRST_RELAXED),
  );
  // Comparisons alone have nothing to fuse.
  expect([...new Set(plain.map(({ family }) => family))]).toEqual(["checks"]);
});

it("windows of constants lie apart, above address 0, which means nothing", () => {
  const starts = Object.values(windows);
  expect(new Set(starts).size).toBe(starts.length);
  expect(Math.min(...starts)).toBeGreaterThan(0);
});
