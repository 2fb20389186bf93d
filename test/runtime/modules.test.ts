// Where kernels come from: inlined in the package, or an address.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { families, type Target } from "../../src/families.js";
import { load } from "../../src/load.js";
import { loadSync } from "../../src/sync.js";

const names = (target: Target) => families.map((family) => `${family}-${target}.wasm`);
const folder = new URL("../../dist/kernels/", import.meta.url);
const x = [-2, 0.5, 3];
const relu = [0, 0.5, 3];

describe("a url", () => {
  let server: Server;
  let address: string;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      asked.push(url);
      const name = url.replace("/kernels/", "");
      // Served as most servers would that have not heard of WebAssembly.
      if (/^[\w-]+\.wasm$/.test(name)) response.setHeader("content-type", "text/plain").end(readFileSync(new URL(name, folder)));
      else response.writeHead(404).end("nothing here");
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it.each([
    ["of the modules", () => names("fixed-fast").map((name) => `${address}/kernels/${name}`)],
    ["of the modules, as a URL", () => names("fixed-fast").map((name) => new URL(`${address}/kernels/${name}`))],
    ["of the folder", () => `${address}/kernels/`],
    ["of the files", () => names("fixed-fast").map((name) => new URL(name, folder))],
    ["of the folder with the files", () => String(folder)],
  ])("%s gives the kernels", async (_, url) => {
    const lw = await load({ simd: "fixed", threads: 1, url: url() });
    expect(lw.info).toMatchObject({ backend: "wasm", simd: "fixed", precision: "fast", reason: "" });
    expect([...lw.relu(x)]).toEqual(relu);
  });

  it("of the folder gives the modules of the precision and SIMD level asked for", async () => {
    asked.length = 0;
    await load({ simd: "fixed", precision: "high", url: `${address}/kernels/` });
    expect(asked.sort()).toEqual(
      names("fixed-high")
        .map((name) => `/kernels/${name}`)
        .sort(),
    );
  });

  it("with nothing behind it is told, and not passed over", async () => {
    await expect(load({ url: `${address}/elsewhere/fixed-fast.wasm` })).rejects.toThrow(
      `load: ${address}/elsewhere/fixed-fast.wasm gives 404 Not Found`,
    );
    await expect(load({ url: new URL("absent.wasm", folder) })).rejects.toThrow("absent.wasm");
    await expect(load({ url: new URL("../index.js", folder) })).rejects.toThrow(WebAssembly.CompileError);
    await expect(load({ url: 7 as never })).rejects.toThrow("load: url is 7, expected a URL or a string");
  });

  it("has to be waited for", () => {
    expect(() => loadSync({ url: folder })).toThrow("loadSync: a url has to be waited for; use load()");
  });
});

describe("the package", () => {
  const run = (code: string) =>
    execFileSync(process.execPath, ["-e", code], { cwd: fileURLToPath(new URL("../..", import.meta.url)), encoding: "utf8" });

  it("reads the chosen modules' files", () => {
    const output = run(`
      const files = process.getBuiltinModule("node:fs");
      const { readFileSync } = files;
      files.readFileSync = (path, ...others) => {
        if (String(path).endsWith(".wasm")) console.log(String(path).split("/").pop());
        return readFileSync(path, ...others);
      };
      import("lanewise").then(({ load }) => load({ precision: "high", simd: "fixed" }));
    `);
    expect(output.trim().split("\n").sort()).toEqual(names("fixed-high").sort());
  });

  it("unpacks the chosen modules alone where its file is not to be had, in CommonJS too", () => {
    const output = run(`
      const files = process.getBuiltinModule("node:fs");
      const { readFileSync } = files;
      files.readFileSync = (path, ...others) => {
        if (String(path).endsWith(".wasm")) throw new Error("no such file");
        return readFileSync(path, ...others);
      };
      const { load } = require("lanewise");
      const read = () => Object.keys(require.cache).filter((path) => /(fixed|relaxed)-(fast|high)/.test(path)).length;
      const before = read();
      load({ precision: "high" }).then((lw) => console.log(lw.info.backend, before, read()));
    `);
    expect(output.trim()).toBe(`wasm 0 ${families.length}`);
  });

  it("reads the reference and verify mode when they are wanted", () => {
    const output = run(`
      const { load } = require("lanewise");
      const read = () => ["reference", "verify"].filter((name) => Object.keys(require.cache).some((path) => path.includes(name + "-")));
      (async () => {
        for (const options of [{}, { backend: "reference" }, { verify: true }]) {
          console.log((await load(options)).relu([-2, 3]).join(), ...read());
        }
      })();
    `);
    expect(output.trim().split("\n")).toEqual(["0,3", "0,3 reference", "0,3 reference verify"]);
  });

  it.each([
    ["ESM", `await import("lanewise/reference")`],
    ["CommonJS", `require("lanewise/reference")`],
  ])("has the reference alone as lanewise/reference, as %s", (_, imported) => {
    const output = run(`(async () => {
      const { load, loadSync } = ${imported};
      const lw = await load({ precision: "high" });
      console.log(lw.info.backend, lw.info.precision, [...lw.relu([-2, 0.5, 3])].join(), lw.info.reason);
      try { loadSync({ backend: "wasm" }) } catch ({ message }) { console.log(message) }
    })()`);
    const reason = "lanewise/reference has no kernels: import lanewise for WebAssembly";
    expect(output.trim().split("\n")).toEqual([`reference high 0,0.5,3 ${reason}`, `load: ${reason}`]);
  });
});
