// The built package in the pages of real browsers: what runs under which headers, what lw.info says of it, and that fixed
// builds give the bits that Node gives.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/index.js";
import { browsers } from "./installed.js";
import { launch, need } from "./launch.js";
import type { WebServer } from "./serve.js";
import { type Condition, servePages } from "./server.js";
import { type Witness, witness } from "./witness.js";

type Options = lanewise.LoadOptions;
type Entry = "lanewise" | "reference";

let server: WebServer;
beforeAll(async () => {
  server = await servePages();
});
afterAll(() => server.close());

/** The bits that Node gives. */
const known = new Map<string, number>();
async function hashInNode(options: Options): Promise<number> {
  const key = JSON.stringify(options);
  if (!known.has(key)) known.set(key, (await witness(lanewise, options)).hash);
  return known.get(key) as number;
}

const FAST = { simd: "fixed" } as const;
const HIGH = { simd: "fixed", precision: "high" } as const;

describe.each(browsers)("$name", (found) => {
  it("is installed", (context) => {
    need(found, context);
    expect(found.installed).toBe(true);
  });

  describe.skipIf(!found.installed)("runs it", () => {
    let page: Page;
    /** Errors that the page itself reports. */
    let problems: string[];

    async function open(condition: Condition): Promise<void> {
      await page?.close();
      page = await (await launch(found)).newPage();
      problems = [];
      page.on("pageerror", (error) => problems.push(error.message));
      await page.goto(`${server.origin}/${condition}/`);
      await page.waitForFunction(() => document.title === "loaded");
    }

    /** The witness in the page. */
    async function testify(given: Options, entry: Entry = "lanewise"): Promise<Witness> {
      return page.evaluate(`(${witness})(${entry}, ${JSON.stringify(given)})`);
    }

    /** The witness in a worker of the page. */
    async function testifyInWorker(given: Options): Promise<Witness> {
      const program = `(lanewise) => (${witness})(lanewise, ${JSON.stringify(given)})`;
      return page.evaluate(async (text) => {
        const worker = new Worker("worker.js", { type: "module" });
        const next = () =>
          new Promise<unknown>((resolve, reject) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
          });
        await next();
        worker.postMessage(text);
        return next() as Promise<Witness>;
      }, program);
    }

    describe("in a page that is cross-origin isolated", () => {
      beforeAll(() => open("isolated"));
      afterAll(() => expect(problems).toEqual([]));

      it("with relaxed SIMD and nothing missing", async () => {
        const { info } = await testify({ threads: 2 });
        expect(info).toEqual({ backend: "wasm", simd: "relaxed", precision: "fast", threads: 2, reason: "" });
      });

      it.each([
        ["fast", FAST],
        ["high", HIGH],
      ])("with the bits of Node, %s, one thread and two", async (_, given) => {
        const alone = await testify({ ...given, threads: 1 });
        const together = await testify({ ...given, threads: 2 });
        expect(together.info).toMatchObject({ backend: "wasm", simd: "fixed", threads: 2 });
        expect([alone.hash, together.hash]).toEqual(Array(2).fill(await hashInNode(given)));
      });

      it("with every call verified", async () => {
        const { info } = await testify({ verify: { sample: 0.001 }, threads: 2 });
        expect(info).toMatchObject({ backend: "wasm", simd: "relaxed", threads: 2 });
      });

      it("from files of its own", async () => {
        const given = { ...FAST, url: "dist/kernels/", workerUrl: "dist/worker.js", threads: 2 };
        const { info, hash } = await testify(given);
        expect(info).toMatchObject({ backend: "wasm", threads: 2, reason: "" });
        expect(hash).toBe(await hashInNode(FAST));
      });

      it("in a worker, with workers of its own", async () => {
        const { info, hash } = await testifyInWorker({ ...FAST, threads: 2 });
        expect(info).toMatchObject({ backend: "wasm", simd: "fixed", threads: 2, reason: "" });
        expect(hash).toBe(await hashInNode(FAST));
      });

      it("though the page ends its workers", async () => {
        const { before, equal, after } = await page.evaluate(endWorkers);
        expect(before).toBe(2);
        expect(equal).toEqual([true, true, true]);
        expect(after).toBeGreaterThanOrEqual(1);
      });

      it("as the reference alone", async () => {
        const { info } = await testify({}, "reference");
        expect(info).toMatchObject({ backend: "reference", reason: expect.stringContaining("import lanewise for WebAssembly") });
      });
    });

    describe("in a page without isolation", () => {
      beforeAll(() => open("plain"));
      afterAll(() => expect(problems).toEqual([]));

      it("with one thread, and says what headers to send for more", async () => {
        const { info, hash } = await testify(FAST);
        expect(info).toMatchObject({ backend: "wasm", simd: "fixed", threads: 1 });
        expect(info.reason).toContain("not cross-origin isolated: send COOP and COEP headers for threads");
        expect(hash).toBe(await hashInNode(FAST));
      });

      it("in a worker likewise", async () => {
        const { info, hash } = await testifyInWorker(HIGH);
        expect(info).toMatchObject({ backend: "wasm", threads: 1 });
        expect(info.reason).toContain("not cross-origin isolated");
        expect(hash).toBe(await hashInNode(HIGH));
      });
    });

    describe("under a content security policy", () => {
      it("that allows WebAssembly alone: one thread, or more with the worker's address", async () => {
        await open("wasmOnly");
        const alone = await testify({ ...FAST, threads: 2 });
        expect(alone.info).toMatchObject({ backend: "wasm", threads: 1, reason: expect.stringContaining("workerUrl") });
        const together = await testify({ ...FAST, threads: 2, workerUrl: "dist/worker.js" });
        expect(together.info).toMatchObject({ backend: "wasm", threads: 2, reason: "" });
        expect([alone.hash, together.hash]).toEqual(Array(2).fill(await hashInNode(FAST)));
      });

      it("that the README recommends: all of it", async () => {
        await open("recommended");
        const { info, hash } = await testify({ ...FAST, threads: 2 });
        expect(info).toMatchObject({ backend: "wasm", threads: 2, reason: "" });
        expect(hash).toBe(await hashInNode(FAST));
      });

      it("that does not: the reference, which says what is missing", async () => {
        await open("strict");
        const { info, hash } = await testify({});
        expect(info).toMatchObject({ backend: "reference", simd: "none", threads: 1 });
        expect(info.reason).toContain("a content security policy needs script-src 'wasm-unsafe-eval'");
        const other = await testify({}, "reference");
        expect(hash).toBe(other.hash);
      });
    });
  });
});

/** Computes with two threads before, while and after the page ends its workers; beside it one thread. */
async function endWorkers(): Promise<{ before: number; equal: boolean[]; after: number }> {
  const { load } = (globalThis as unknown as { lanewise: typeof lanewise }).lanewise;
  const workers: Worker[] = [];
  const Original = Worker;
  globalThis.Worker = class extends Original {
    constructor(...given: ConstructorParameters<typeof Original>) {
      super(...given);
      workers.push(this);
    }
  };
  const [lw, alone] = [await load({ threads: 2 }), await load({ threads: 1 })];
  globalThis.Worker = Original;
  const before = lw.info.threads;
  const x = Float32Array.from({ length: 1e6 }, (_, i) => ((i * 7919) % 200_003) / 10_000 - 10);
  const expected = alone.sigmoid(x);
  const compare = () => lw.sigmoid(x).every((each, i) => each === expected[i]);
  const equal = [compare()];
  for (const worker of workers) worker.terminate();
  equal.push(compare());
  await new Promise((resolve) => setTimeout(resolve, 100));
  equal.push(compare());
  return { before, equal, after: lw.info.threads };
}
