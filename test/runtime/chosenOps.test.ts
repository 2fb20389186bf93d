// load({ ops }) and lw.extend(): what is chosen is there, with the bits of the whole library; what is not says how to load it.

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as activations from "../../src/entries/activations.js";
import * as layers from "../../src/entries/layers.js";
import * as losses from "../../src/entries/losses.js";
import * as penalties from "../../src/entries/penalties.js";
import * as rows from "../../src/entries/rows.js";
import type { families, Target } from "../../src/families.js";
import { load as loadWithKernels } from "../../src/index.js";
import { internalsOf } from "../../src/internals.js";
import type { Lanewise } from "../../src/library.js";
import type { LoadOptions, LoadOptionsOf } from "../../src/loadOptions.js";
import { type OpName, ops, type SomeOps } from "../../src/ops.js";
import { load as loadReference } from "../../src/reference.js";
import type { Spec } from "../../src/spec/types.js";
import { loadSync } from "../../src/sync.js";
import { functionOf, type NamedCall, namedCallsOf } from "../api/arguments.js";

const { relu, gelu, tanh } = activations;
const { crossEntropy, huber } = losses;
const { softmax } = rows;
const entries: Readonly<Record<string, SomeOps>> = { activations, layers, losses, penalties, rows };
const specs = Object.values<Spec>(ops);
const opened: Lanewise[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((lw) => lw.close()));
});

type Start = (options: LoadOptionsOf<SomeOps>) => Lanewise | Promise<Lanewise>;

/** Typed as if all were there: what is not is looked for at run time. */
const starts: readonly (readonly [string, Start])[] = (
  [
    ["load", loadWithKernels],
    ["load, fixed", (options) => loadWithKernels({ simd: "fixed", ...options })],
    ["load, verified", (options) => loadWithKernels({ verify: true, ...options })],
    ["load, reference", (options) => loadWithKernels({ backend: "reference", ...options })],
    ["loadSync", loadSync],
    ["lanewise/reference", loadReference],
  ] as [string, (options: LoadOptionsOf<SomeOps>) => unknown][]
).map(([name, start]) => [
  name,
  async (options) => {
    const lw = (await start(options)) as Lanewise;
    opened.push(lw);
    return lw;
  },
]);

const open = async (options: LoadOptions | LoadOptionsOf<SomeOps>) => {
  const lw = (await loadWithKernels(options as LoadOptions)) as Lanewise;
  opened.push(lw);
  return lw;
};

const kernels = (names: readonly (typeof families)[number][], target: Target) =>
  names.map((family) => Uint8Array.from(readFileSync(new URL(`../../dist/kernels/${family}-${target}.wasm`, import.meta.url))));

const resultOf = (lw: Lanewise, call: NamedCall) => functionOf(lw, call)(...call.inputs, call.options);

it("each op of the table is exported by one entry, and nothing else is", () => {
  const exported = Object.values(entries).flatMap((entry) => Object.entries(entry));
  expect(exported.map(([name]) => name).sort()).toEqual(Object.keys(ops).sort());
  for (const [name, spec] of exported) expect(spec, name).toBe(ops[name as OpName]);
});

describe.each(starts)("%s", (_, start) => {
  it("has what was chosen, and says of the rest how to load it", async () => {
    const lw = await start({ ops: { relu, crossEntropy } });
    expect([...lw.relu([-1, 2])]).toEqual([0, 2]);
    expect(lw.crossEntropy([1, 2, 3, 4], [0, 1], { shape: [2, 2] })).toBeCloseTo((Math.log(1 + Math.E) * 2 - 1) / 2, 6);
    expect(Object.keys(lw.ops)).toEqual(["relu", "crossEntropy"]);
    expect(Object.keys(lw).slice(0, 2)).toEqual(["relu", "crossEntropy"]);
    expect("then" in lw).toBe(false);
    expect(Object.isFrozen(lw)).toBe(true);
    for (const [subpath, entry] of Object.entries(entries)) {
      for (const name of Object.keys(entry).filter((each) => !(each in lw.ops)) as OpName[]) {
        const missing = lw[name] as unknown as Record<string, () => void> & (() => void);
        const message = `${name} is not loaded: import { ${name} } from "lanewise/${subpath}", and load({ ops: { ${name}, … } }) or await lw.extend({ ${name} })`;
        expect(lw[name]).toBe(missing);
        expect(Object.keys(lw)).not.toContain(name);
        for (const call of [missing, missing.backward, missing.derivative, missing.backwardFromOutput, missing.grad]) {
          expect(call).toThrow(new Error(message));
        }
        expect(missing.valueAndGrad).toThrow(message);
      }
    }
  });

  it("is extended, once or again, with what goes on as before", async () => {
    const lw = await start({ ops: { relu } });
    const before = lw.relu;
    const tensor = lw.tensor([-1, 2]);
    const missing = lw.gelu;
    expect(await lw.extend({ gelu, relu, softmax })).toBe(lw);
    await Promise.all([lw.extend({ gelu }), lw.extend({ huber, tanh }), lw.extend({}), lw.extend({ tanh })]);
    expect(Object.keys(lw.ops).sort()).toEqual(["gelu", "huber", "relu", "softmax", "tanh"]);
    expect(lw.relu).toBe(before);
    expect(missing).toThrow("gelu is not loaded");
    expect(lw.gelu).toBe(lw.gelu);
    expect([...lw.relu(tensor).data]).toEqual([0, 2]);
    expect([...lw.softmax([0, 0])]).toEqual([0.5, 0.5]);
    expect(lw.huber([1], [3])).toBe(1.5);
    expect(lw.gelu([0])[0]).toBe(0);
    expect(() => lw.dense([1], [1])).toThrow("dense is not loaded");
  });

  it("begins with none", async () => {
    const lw = await start({ ops: {} });
    expect(() => lw.relu([1])).toThrow("relu is not loaded");
    await lw.extend(activations);
    expect(Object.keys(lw.ops)).toEqual(Object.keys(activations));
  });

  it.each<[unknown, typeof TypeError, string]>([
    [[relu], TypeError, "ops is an array of 1, expected specs by name, as lanewise/activations exports them"],
    ["relu", TypeError, 'ops is "relu", expected specs by name'],
    [null, TypeError, "ops is null, expected specs by name"],
    [{ relu: "relu" }, TypeError, 'ops.relu is "relu", expected the spec of an op, as lanewise/activations exports it'],
    [{ relu: undefined }, TypeError, "ops.relu is undefined, expected the spec of an op"],
    [{ relu: () => 1 }, TypeError, "ops.relu is function, expected the spec of an op"],
    [{ relu: { name: "relu" } }, TypeError, "ops.relu is an Object, expected the spec of an op"],
    [{ tanh, foo: relu }, RangeError, 'ops.foo is the spec of "relu", expected under its own name'],
    [{ tanh: relu }, RangeError, 'ops.tanh is the spec of "relu"'],
  ])("refuses %j", async (wrong, kind, message) => {
    const refuses = async (call: () => Promise<unknown>, caller: string) => {
      const failure = await call().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(kind);
      expect((failure as Error).message).toContain(`${caller}: ${message}`);
    };
    await refuses(async () => start({ ops: wrong as never }), "load");
    const lw = await start({ ops: { relu } });
    await refuses(() => lw.extend(wrong as never), "extend");
    expect(Object.keys(lw.ops)).toEqual(["relu"]);
    expect(() => lw.tanh([1])).toThrow("tanh is not loaded");
  });
});

describe("the kernels", () => {
  it.each(specs.map((spec) => [spec.name, spec] as const))("of %s alone give the bits of all", async (name, spec) => {
    const [whole, alone] = [await open({ threads: 1 }), await open({ ops: { [name]: spec }, threads: 1 })];
    const later = await open({ ops: {}, threads: 1 });
    await later.extend({ [name]: spec } as SomeOps);
    for (const call of namedCallsOf(spec)) {
      const expected = resultOf(whole, call);
      for (const lw of [alone, later]) expect(resultOf(lw, call)).toEqual(expected);
    }
  });

  it("loaded later compute in the workers", async () => {
    const lw = await open({ ops: { relu }, threads: 2 });
    const pool = internalsOf(lw)?.threads;
    if (!pool) throw new Error("no threads");
    expect(pool.threads).toBe(2);
    pool.splitsAll = true;
    const x = lw.tensor(Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i)));
    const whole = await open({ threads: 1 });
    const extended = lw.extend({ gelu, softmax });
    // Calls go on meanwhile.
    expect(lw.relu(x).data).toEqual(whole.relu(whole.tensor(x.data)).data);
    await extended;
    expect(pool.threads).toBe(2);
    const jobs = pool.jobs;
    expect(lw.gelu(x).data).toEqual(whole.gelu(whole.tensor(x.data)).data);
    expect(lw.relu(x).data).toEqual(whole.relu(whole.tensor(x.data)).data);
    expect(pool.jobs).toBeGreaterThan(jobs + 1);
    await lw.close();
    await lw.extend({ tanh });
    expect(pool.threads).toBe(1);
    expect(lw.tanh(x).data).toEqual(whole.tanh(whole.tensor(x.data)).data);
  });

  it("of two instances are apart", async () => {
    const [one, other] = [await open({ ops: { relu } }), await open({ ops: { gelu } })];
    await one.extend({ tanh });
    expect(Object.keys(one.ops)).toEqual(["relu", "tanh"]);
    expect(Object.keys(other.ops)).toEqual(["gelu"]);
    expect(() => other.tanh([1])).toThrow("tanh is not loaded");
  });

  it("may be given: those that are needed, and more", async () => {
    const bytes = kernels(["helpers", "piecewise"], "fixed-fast");
    const given = { simd: "fixed", bytes } as const;
    const lw = await open({ ...given, ops: { relu } });
    expect([...lw.relu([-1, 2])]).toEqual([0, 2]);
    await expect(open({ ...given, ops: { gelu } })).rejects.toThrow("load: the modules lack gelu, expected all of");
    await expect(open({ ...given, bytes: bytes.slice(1), ops: { relu } })).rejects.toThrow(
      "load: the modules lack transposeBlock",
    );
    expect(loadSync({ ...given, ops: { relu } }).relu([3])[0]).toBe(3);
    // Wrong ones leave all as it was.
    await expect(lw.extend({ gelu }, { bytes })).rejects.toThrow(TypeError);
    await expect(lw.extend({ gelu }, { bytes: new Uint8Array(3) })).rejects.toThrow(WebAssembly.CompileError);
    await expect(lw.extend({ gelu }, { byte: bytes } as never)).rejects.toThrow('extend: unknown option "byte"');
    expect(() => lw.gelu([1])).toThrow("gelu is not loaded");
    await lw.extend({ gelu }, { bytes: kernels(["smooth"], "fixed-fast") });
    expect(lw.gelu([0])[0]).toBe(0);
  });

  describe("from a server", () => {
    let server: Server;
    let address: string;
    const asked: string[] = [];
    const absent = new Set<string>();
    const folder = new URL("../../dist/kernels/", import.meta.url);

    beforeAll(async () => {
      server = createServer(({ url = "" }, response) => {
        const name = url.slice(1);
        asked.push(name);
        if (absent.has(name)) response.writeHead(404).end();
        else response.end(readFileSync(new URL(name, folder)));
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    });
    afterAll(() => server.close());

    it("are those that the ops need, each once", async () => {
      const lw = await open({ simd: "fixed", url: address, ops: { relu, crossEntropy } });
      expect(asked.splice(0).sort()).toEqual(["helpers-fixed-fast.wasm", "logits-fixed-fast.wasm", "piecewise-fixed-fast.wasm"]);
      absent.add("smooth-fixed-fast.wasm");
      await expect(lw.extend({ gelu, huber })).rejects.toThrow("smooth-fixed-fast.wasm gives 404");
      expect(Object.keys(lw.ops)).toEqual(["relu", "crossEntropy"]);
      expect(() => lw.huber([1], [1])).toThrow("huber is not loaded");
      absent.clear();
      asked.length = 0;
      await lw.extend({ gelu, huber });
      expect(asked.splice(0).sort()).toEqual(["regression-fixed-fast.wasm", "smooth-fixed-fast.wasm"]);
      await lw.extend({ tanh, relu6: activations.relu6 });
      expect(asked).toEqual([]);
      expect([...lw.relu6([7])]).toEqual([6]);
    });
  });
});
