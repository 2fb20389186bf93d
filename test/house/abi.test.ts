// The built kernel modules: they export what the table derives and nothing else, import one shared memory, keep their
// constants below the heap, and no SIMD loop of theirs pays for a call.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";
import { helperNames, STATIC_BYTES } from "../../src/runtime/abi.js";
import type { Spec } from "../../src/spec/types.js";
import { kernelNames } from "../../src/tfjs/abi.js";
import { FIRST_RELAXED, type Instruction, type Module, Opcode, readModule } from "./wasmReader.js";

const LEVELS = ["fixed", "relaxed"] as const;
const PRECISIONS = ["fast", "high"] as const;
const tableModules = LEVELS.flatMap((level) => PRECISIONS.map((precision) => `${level}-${precision}`));
const tfjsModules = LEVELS.map((level) => `tfjs-${level}`);
const names = [...tableModules, ...tfjsModules];
const modules = new Map(
  names.map((name) => [name, readModule(readFileSync(new URL(`../../dist/kernels/${name}.wasm`, import.meta.url)))]),
);
const moduleOf = (name: string) => modules.get(name) as Module;

/** Everything that the WebAssembly backend calls: a kernel for each op, a shared one, and the helpers. */
const ofTable = new Set<string>(helperNames);
for (const spec of Object.values(ops) as Spec[]) {
  if (spec.kind === "layer") continue;
  ofTable.add(spec.kernel ?? spec.name);
  if (spec.kind === "channelActivation") ofTable.add(spec.sharedKernel);
}

/** Everything that the backend for TensorFlow.js calls besides. */
const ofTfjs = new Set<string>(Object.values(kernelNames).flat());

const isTfjs = (name: string) => tfjsModules.includes(name);

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

describe.each(names)("%s", (name) => {
  const module = moduleOf(name);

  it("exports exactly what is called, all of it functions", () => {
    expect(module.exports.map((each) => each.name).sort()).toEqual([...(isTfjs(name) ? ofTfjs : ofTable)].sort());
    expect(module.exports.filter(({ kind }) => kind !== 0)).toEqual([]);
  });

  it("imports one shared memory of up to 4 GiB, and nothing else", () => {
    const memory = { shared: true, minimum: expect.any(Number), maximum: 65536 };
    expect(module.imports).toEqual([{ module: "env", name: "memory", kind: 2, memory }]);
    // The library's memory starts with two pages.
    expect(module.imports[0]?.memory?.minimum).toBeLessThanOrEqual(2);
  });

  it("keeps its constants below the heap, apart from each other and from address 0, which means nothing", () => {
    const ordered = [...module.data].sort((a, b) => a.start - b.start);
    expect(ordered.length).toBeGreaterThan(0);
    expect(ordered[0]?.start).toBeGreaterThan(0);
    expect(ordered.at(-1)?.end).toBeLessThanOrEqual(STATIC_BYTES);
    expect(ordered.every(({ start }, i) => i === 0 || start >= (ordered[i - 1]?.end as number))).toBe(true);
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
    expect(used).toBe(name.includes("relaxed"));
  });

  it("uses no atomic instruction, so that it runs with unshared memory too", () => {
    expect(module.functions.flat().some(({ opcode }) => opcode === Opcode.atomic)).toBe(false);
  });
});

it.each([
  ["the table", tableModules],
  ["tfjs", tfjsModules],
])("all modules of %s are built from one source: they offer the same functions", (_, group) => {
  const offered = group.map((name) => {
    const { exports, signatures } = moduleOf(name);
    return exports.map((each) => `${each.name}: ${signatures[each.index]}`).sort();
  });
  for (const each of offered) expect(each).toEqual(offered[0]);
});

it.each(tableModules)("%s shares a memory with the tfjs modules: their constants lie apart", (name) => {
  const endOfTable = Math.max(...moduleOf(name).data.map(({ end }) => end));
  for (const other of tfjsModules) {
    expect(endOfTable).toBeLessThanOrEqual(Math.min(...moduleOf(other).data.map(({ start }) => start)));
  }
});
