// The options of load() and loadSync(): what is no option, or no value of one, is refused in words that name it; what is one is
// read once, whatever kind of object holds it.

import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { LoadOptions } from "../../src/loadOptions.js";
import { load as loadReference } from "../../src/reference.js";
import { LEAST_BYTES } from "../../src/runtime/storage.js";
import { loadSync } from "../../src/sync.js";

const entries = [
  ["lanewise", load],
  ["lanewise/sync", async (options?: LoadOptions) => loadSync(options)],
  ["lanewise/reference", loadReference],
] as const;

const WRONG_KINDS: readonly (readonly [unknown, string])[] = [
  [Symbol("x"), "a Symbol"],
  [5n, "5n"],
  [() => 1, "function"],
  [[], "an array of 0"],
  [null, "null"],
  [new Map(), "a Map"],
  [new Date(0), "a Date"],
  [Promise.resolve({}), "a Promise"],
];

/** For each option, values of a kind that it does not take. */
const kindsRefused: Record<string, readonly unknown[]> = {
  precision: [1, true, {}],
  backend: [1, true, {}],
  simd: [1, true, {}],
  threads: [true, {}, "2", "many"],
  verify: [1, "yes"],
  "verify.sample": ["0.5", true, {}],
  "verify.onMismatch": [1, "log", true, {}],
  "verify.onChecked": [1, "log", true, {}],
  memory: [1, "1 GB", true],
  "memory.maximumBytes": ["100000000", true, {}],
  module: [1, "x", {}, new Uint8Array(8)],
  bytes: [1, "AGFzbQ==", {}],
  url: [1, true, {}],
  workerUrl: [1, true, {}],
};

const valuesRefused: readonly (readonly [string, unknown, string])[] = [
  ["precision", "low", '"low", expected "fast" or "high"'],
  ["backend", "webgl", '"webgl", expected "auto" or "wasm" or "reference"'],
  ["simd", "none", '"none", expected "auto" or "relaxed" or "fixed"'],
  ...[0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY].map(
    (each) => ["threads", each, `${each}, expected "auto" or an integer ≥ 1`] as const,
  ),
  ...[-0.1, 1.1, 2, Number.NaN, Number.POSITIVE_INFINITY].map(
    (each) => ["verify.sample", each, `${each}, expected a number from 0 to 1`] as const,
  ),
  ...[-1, 0, 1, LEAST_BYTES - 1, 2 ** 32 + 1, Number.NaN, Number.POSITIVE_INFINITY].map(
    (each) => ["memory.maximumBytes", each, `${each}, expected a number of bytes from 1048576 to 4294967296`] as const,
  ),
];

/** { "a.b": 1 } as { a: { b: 1 } }. */
function optionsWith(path: string, value: unknown): LoadOptions {
  return path.split(".").reduceRight((inner, name) => ({ [name]: inner }), value) as LoadOptions;
}

describe.each(entries)("%s", (_, start) => {
  async function expectRefusal(options: unknown, kind: new () => Error, message: string): Promise<void> {
    const failure = await start(options as LoadOptions).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure, message).toBeInstanceOf(kind);
    expect((failure as Error).message).toContain(message);
    expect((failure as Error).message.length).toBeLessThan(400);
  }

  it.each(Object.entries(kindsRefused))("refuses %s of a wrong kind", async (name, values) => {
    for (const value of values) await expectRefusal(optionsWith(name, value), TypeError, `load: ${name} is `);
    for (const [value, words] of WRONG_KINDS) {
      if (name.includes(".on") && typeof value === "function") continue;
      await expectRefusal(optionsWith(name, value), TypeError, `load: ${name} is ${words}, expected `);
    }
  });

  it.each(valuesRefused)("refuses %s %s", async (name, value, words) => {
    await expectRefusal(optionsWith(name, value), RangeError, `load: ${name} is ${words}`);
  });

  it("refuses what is no object of options", async () => {
    for (const [value, words] of [...WRONG_KINDS, ["fast", '"fast"'], [1, "1"], [new Float32Array(2), "a Float32Array"]]) {
      await expectRefusal(value, TypeError, `load: options is ${words}, expected an object`);
    }
  });

  it("refuses options that it does not know, own or of a class", async () => {
    const known = "ops, precision, backend, simd, threads, verify, memory, module, bytes, url, workerUrl";
    await expectRefusal({ precison: "high" }, TypeError, `load: unknown option "precison", expected one of ${known}`);
    await expectRefusal(
      { verify: { samples: 1 } },
      TypeError,
      'load: unknown option "verify.samples", expected one of sample, on',
    );
    await expectRefusal({ memory: { maximum: 1 } }, TypeError, 'load: unknown option "memory.maximum"');
    await expectRefusal(Object.create({ precison: "high" }), TypeError, 'load: unknown option "precison"');
    await expectRefusal(JSON.parse('{ "__proto__": 1 }'), TypeError, 'load: unknown option "__proto__"');
  });

  it("cuts long words short", async () => {
    const long = "x".repeat(10_000_000);
    await expectRefusal({ precision: long }, RangeError, 'load: precision is "xxxx');
    await expectRefusal({ [long]: 1 }, TypeError, 'load: unknown option "xxxx');
    await expectRefusal({ threads: 10n ** 100n }, TypeError, "load: threads is a long BigInt");
  });

  it("takes options from whatever object", async () => {
    class Settings {
      get precision() {
        return "high" as const;
      }
      other() {}
    }
    const bare = Object.assign(Object.create(null), { precision: "high", memory: Object.create(null) });
    const module = await import(String("data:text/javascript,export const precision = 'high'"));
    const foreign = runInNewContext("({ precision: 'high', memory: { maximumBytes: 2 ** 24 }, verify: { sample: 0.5 } })");
    const proxy = new Proxy({ precision: "high" as const }, {});
    for (const options of [bare, foreign, new Settings(), Object.create({ precision: "high" }), module, proxy]) {
      expect((await start(options)).info.precision).toBe("high");
    }
    const undefineds = Object.fromEntries(Object.keys(kindsRefused).map((name) => [name.split(".")[0], undefined]));
    expect((await start(undefineds)).info.precision).toBe("fast");
  });

  it("reads each option once", async () => {
    const reads: string[] = [];
    const watched = <T extends object>(options: T): T =>
      new Proxy(options, {
        get: (target, name) => {
          if (typeof name === "string") reads.push(name);
          return Reflect.get(target, name);
        },
      });
    await start(
      watched({
        precision: "high" as const,
        simd: "fixed" as const,
        threads: 1,
        memory: watched({ maximumBytes: 2 ** 24 }),
        verify: watched({ sample: 0.5, onChecked: () => {} }),
      }),
    );
    expect(reads.sort()).toEqual(["maximumBytes", "memory", "onChecked", "precision", "sample", "simd", "threads", "verify"]);
  });

  it("passes on what a getter throws", async () => {
    const error = new Error("not today");
    const options = {
      get threads(): number {
        throw error;
      },
    };
    await expect(start(options)).rejects.toBe(error);
  });
});

describe("what was put on Object.prototype", () => {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  const pollution = { precision: "bogus", threads: -1, sample: 2, maximumBytes: "x", polluted: 1 };

  afterEach(() => {
    for (const name of Object.keys(pollution)) delete prototype[name];
  });

  it("is no option", async () => {
    const foreign = runInNewContext("Object.prototype.precision = 'bogus'; ({ threads: 1 })");
    Object.assign(prototype, pollution);
    for (const [, start] of entries) {
      for (const options of [undefined, {}, { threads: 1, memory: {}, verify: {} }, foreign]) {
        expect((await start(options)).info.precision).toBe("fast");
      }
    }
  });
});

it("takes a module, bytes and an address of another realm", async () => {
  const bytes = runInNewContext("new Uint8Array(3)");
  const buffer = runInNewContext("new ArrayBuffer(3)");
  for (const given of [{ bytes }, { bytes: buffer }]) {
    await expect(load(given)).rejects.toThrow(WebAssembly.CompileError);
  }
  const module = runInNewContext("new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))");
  await expect(load({ module })).rejects.toThrow("load: the modules lack ");
});
