// load(): its options, what it falls back to where an engine lacks something, and that info tells the truth about it.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { families, type Target } from "../../src/families.js";
import type { Info } from "../../src/load.js";
import type { LoadOptions } from "../../src/loadOptions.js";
import { simdLevel } from "../../src/runtime/features.js";

const RELAXED_MADD = [253, 133, 2];
const x = Float32Array.of(-2, 0.5, 3);
const relu = [0, 0.5, 3];
const original = { validate: WebAssembly.validate, compile: WebAssembly.compile };
const kernels = (target: Target) =>
  families.map((family) =>
    Uint8Array.from(readFileSync(new URL(`../../dist/kernels/${family}-${target}.wasm`, import.meta.url))),
  );

/** A fresh library for each test: modules are compiled once a process. */
let library: typeof import("../../src/index.js") & typeof import("../../src/sync.js");

beforeEach(async () => {
  vi.resetModules();
  library = { ...(await import("../../src/index.js")), ...(await import("../../src/sync.js")) };
});

afterEach(() => {
  vi.unstubAllGlobals();
  Object.assign(WebAssembly, original);
});

/** An engine whose SIMD goes no further than this. */
function limitSimd(level: "fixed" | "none"): void {
  const isRelaxed = (bytes: Uint8Array) => bytes.some((_, i) => RELAXED_MADD.every((each, k) => bytes[i + k] === each));
  WebAssembly.validate = (bytes) => level === "fixed" && !isRelaxed(bytes as Uint8Array) && original.validate(bytes);
}

async function loadBoth(options?: LoadOptions) {
  return [await library.load(options), library.loadSync(options)];
}

/** What a call throws or rejects with; undefined where it succeeds. */
async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function expectBothToFail(options: unknown, error: new (message?: string) => Error, message: string): Promise<void> {
  for (const start of [library.load, library.loadSync]) {
    const failure = await failureOf(() => start(options as LoadOptions));
    expect(failure, start.name).toBeInstanceOf(error);
    expect((failure as Error).message, start.name).toContain(message);
  }
}

describe("options", () => {
  it.each([
    [{ backend: "reference" }, { backend: "reference", simd: "none", precision: "fast", reason: "asked for" }],
    [{ backend: "wasm" }, { backend: "wasm", simd: simdLevel(), precision: "fast" }],
    [
      { simd: "fixed", threads: 1 },
      { backend: "wasm", simd: "fixed", precision: "fast", threads: 1, reason: "" },
    ],
    [{ memory: { maximumBytes: 2 ** 32 } }, { backend: "wasm" }],
    [{ memory: { maximumBytes: 2 ** 20 } }, { backend: "wasm" }],
    [{ simd: simdLevel() as "fixed" | "relaxed" }, { backend: "wasm", simd: simdLevel() }],
    [
      { precision: "high", simd: "fixed" },
      { backend: "wasm", simd: "fixed", precision: "high" },
    ],
    [
      { threads: "auto", verify: true },
      { backend: "wasm", threads: 1 },
    ],
    [
      { precision: undefined, simd: undefined, memory: undefined, verify: undefined },
      { backend: "wasm", precision: "fast" },
    ],
  ] as [LoadOptions, Partial<Info>][])("%o come to %o", async (options, info) => {
    for (const lw of await loadBoth(options)) {
      expect(lw.info).toMatchObject(info);
      expect([...lw.relu(x)]).toEqual(relu);
    }
  });

  it("take kernels as modules or as bytes, and say so when these are wrong", async () => {
    const bytes = kernels("fixed-fast");
    const module = bytes.map((each) => new WebAssembly.Module(each));
    for (const given of [{ module }, { bytes }, { bytes: bytes.map(({ buffer }) => buffer) }]) {
      for (const lw of await loadBoth({ simd: "fixed", ...given })) {
        expect(lw.info.backend).toBe("wasm");
        expect([...lw.relu(x)]).toEqual(relu);
      }
    }
    await expectBothToFail({ bytes: [...bytes, bytes[0]?.slice(0, 100)] }, WebAssembly.CompileError, "");
    await expectBothToFail({ bytes: bytes.slice(1) }, TypeError, "load: the modules lack ");
    await expectBothToFail({ module: [...module, bytes[0]] }, TypeError, `load: module[${module.length}] is `);
    await expectBothToFail({ bytes: new Uint8Array() }, WebAssembly.CompileError, "");
    const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
    await expectBothToFail({ bytes: empty }, Error, "load: ");
    await expectBothToFail({ module: new WebAssembly.Module(empty) }, Error, "load: ");
  });
});

describe("an engine without", () => {
  it("WebAssembly runs the reference, and cannot be made to run more", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    for (const lw of await loadBoth()) {
      expect(lw.info).toMatchObject({ backend: "reference", simd: "none", reason: "this engine has no WebAssembly with SIMD" });
      expect([...lw.relu(x)]).toEqual(relu);
      expect([...lw.relu(lw.tensor(x)).data]).toEqual(relu);
    }
    await expectBothToFail({ backend: "wasm" }, Error, "load: this engine has no WebAssembly with SIMD");
  });

  it("SIMD likewise", async () => {
    limitSimd("none");
    for (const lw of await loadBoth({ precision: "high" })) {
      expect(lw.info).toMatchObject({ backend: "reference", simd: "none", reason: "this engine has no WebAssembly with SIMD" });
      expect([...lw.relu(x)]).toEqual(relu);
    }
    await expectBothToFail({ backend: "wasm" }, Error, "load: this engine has no WebAssembly with SIMD");
  });

  it("relaxed SIMD takes the portable modules", async () => {
    limitSimd("fixed");
    for (const lw of await loadBoth()) {
      expect(lw.info).toMatchObject({ backend: "wasm", simd: "fixed", reason: expect.stringContaining("no relaxed SIMD") });
      expect([...lw.relu(x)]).toEqual(relu);
    }
    await expectBothToFail({ simd: "relaxed" }, Error, "load: this engine has no relaxed SIMD");
  });

  it("permission to compile runs the reference and says why; the next attempt is a new one", async () => {
    const refusal = "Wasm code generation disallowed by embedder";
    WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError(refusal));
    const lw = await library.load();
    expect(lw.info).toMatchObject({ backend: "reference", simd: "none", reason: expect.stringContaining(refusal) });
    expect([...lw.relu(x)]).toEqual(relu);
    await expect(library.load({ backend: "wasm" })).rejects.toThrow(refusal);
    WebAssembly.compile = original.compile;
    expect((await library.load()).info.backend).toBe("wasm");
  });

  it("permission to compile at once, likewise", () => {
    const refusal = "WebAssembly.Module(): Wasm code generation disallowed by embedder";
    const { Module } = WebAssembly;
    vi.stubGlobal("WebAssembly", {
      ...Object.fromEntries(Object.getOwnPropertyNames(WebAssembly).map((name) => [name, Reflect.get(WebAssembly, name)])),
      Module: class {
        constructor() {
          throw new WebAssembly.CompileError(refusal);
        }
      },
    });
    const lw = library.loadSync();
    expect(lw.info).toMatchObject({ backend: "reference", reason: expect.stringContaining(refusal) });
    expect(() => library.loadSync({ backend: "wasm" })).toThrow(refusal);
    vi.unstubAllGlobals();
    expect(WebAssembly.Module).toBe(Module);
    expect(library.loadSync().info.backend).toBe("wasm");
  });
});

describe("instances", () => {
  it("compile each module once, and share no memory", async () => {
    const compile = vi.fn(original.compile);
    WebAssembly.compile = compile;
    const all = await Promise.all(Array.from({ length: 24 }, () => library.load()));
    expect(compile).toHaveBeenCalledTimes(families.length);
    const tensors = all.map((lw, i) => lw.tensor([i - 12]));
    all.forEach((lw, i) => {
      expect(lw.info).toEqual(all[0]?.info);
      expect(lw.info.backend).toBe("wasm");
      expect(lw.memory().tensors).toBe(1);
      expect([...lw.relu(tensors[i] as (typeof tensors)[number]).data]).toEqual([Math.max(0, i - 12)]);
    });
  });

  it("tell the truth: memory, SIMD level and precision are those of the kernels that ran", async () => {
    // tanh(0.3) to 0.504 ulp is one float; float32 lanes may miss it, float64 lanes must not.
    const truth = (v: number) => Math.fround(Math.tanh(v));
    const values = Float32Array.from({ length: 1000 }, (_, i) => (i - 500) / 77);
    const reference = await library.load({ backend: "reference" });
    const missed: Record<string, number> = {};
    for (const precision of ["fast", "high"] as const) {
      const lw = await library.load({ precision });
      const y = lw.tanh(lw.tensor(values));
      expect(lw.info).toMatchObject({ precision, backend: "wasm" });
      expect(y.data.buffer).toBeInstanceOf(SharedArrayBuffer);
      missed[precision] = y.data.filter((each, i) => each !== truth(values[i] as number)).length;
    }
    expect(missed.high).toBeLessThan(3);
    expect(missed.fast).toBeGreaterThan(30);
    expect(reference.tensor([1]).data.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it("close without ending what was computed", async () => {
    for (const backend of ["reference", "wasm"] as const) {
      const lw = await library.load({ backend });
      const tensor = lw.tensor(x);
      await lw.close();
      expect([...tensor.data]).toEqual([...x]);
    }
  });
});

describe("the built package", () => {
  const root = new URL("../../", import.meta.url);
  const program = `
    const lw = loadSync();
    const slow = loadSync({ backend: "reference" });
    load({ precision: "high" }).then((high) => {
      console.log(JSON.stringify([lw, slow, high].map((each) => [each.info.backend, each.info.precision, ...each.relu([-2, 0.5, 3])])));
    });
  `;

  it.each([
    ["ESM", "module", `import { load } from "lanewise"; import { loadSync } from "lanewise/sync";`],
    ["CommonJS", "commonjs", `const { load } = require("lanewise"); const { loadSync } = require("lanewise/sync");`],
  ])("loads at once and later, as %s", (_, type, imports) => {
    const output = execFileSync(process.execPath, [`--input-type=${type}`, "-e", imports + program], {
      cwd: root,
      encoding: "utf8",
    });
    expect(JSON.parse(output)).toEqual([
      ["wasm", "fast", ...relu],
      ["reference", "fast", ...relu],
      ["wasm", "high", ...relu],
    ]);
  });
});
