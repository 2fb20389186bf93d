// An application packed as Electron packs it: one archive, app.asar, whose files only a patched fs finds. Electron itself is not
// here: its archive is made by its own module, and fs and the module loader are patched as Electron patches them.

import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Consumer } from "./consumer.js";
import { tool } from "./tools.js";

const asar = tool("@electron/asar");
const own = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** What an application takes along; of TensorFlow.js the files that Node loads. */
function copyPackages(consumer: Consumer): void {
  mkdirSync(consumer.path("app/node_modules/@tensorflow"), { recursive: true });
  cpSync(consumer.path("node_modules/lanewise"), consumer.path("app/node_modules/lanewise"), { recursive: true });
  const tensorflow = readdirSync(join(own, "@tensorflow")).map((name) => `@tensorflow/${name}`);
  for (const name of ["seedrandom", "long"])
    cpSync(join(own, name), consumer.path(`app/node_modules/${name}`), { recursive: true });
  for (const name of tensorflow) {
    const { main } = createRequire(import.meta.url)(join(own, name, "package.json"));
    for (const file of ["package.json", main]) {
      cpSync(join(own, name, file), consumer.path(`app/node_modules/${name}/${file}`), {
        recursive: true,
      });
    }
  }
}

/** Reads files below app.asar from the archive, as Electron's fs does, and lets the loader of CommonJS find them. */
const ELECTRON_FS = `
  const asar = require(process.argv[2]);
  const fs = require("node:fs");
  const { Module } = require("node:module");
  const { join, dirname, relative } = require("node:path");
  const archive = join(__dirname, "app.asar");
  const inside = (path) => (String(path).startsWith(archive + "/") ? relative(archive, String(path)) : undefined);
  const at = (path) => { try { return asar.statFile(archive, inside(path)); } catch { return undefined; } };
  const file = (path) => ["", ".js", "/index.js"].map((end) => path + end).find((each) => at(each) && !at(each).files);
  const read = [];
  for (const name of ["readFileSync", "statSync", "existsSync", "realpathSync"]) {
    const original = fs[name];
    const archived = {
      readFileSync: (path, options) => {
        read.push(inside(path));
        const bytes = asar.extractFile(archive, inside(path));
        const encoding = typeof options === "string" ? options : options?.encoding;
        return encoding ? bytes.toString(encoding) : bytes;
      },
      existsSync: (path) => at(path) !== undefined,
      realpathSync: (path) => path,
      statSync: (path) => ({ isFile: () => at(path)?.files === undefined, isDirectory: () => at(path)?.files !== undefined }),
    }[name];
    fs[name] = (path, ...rest) => {
      const plain = path instanceof URL ? require("node:url").fileURLToPath(path) : path;
      return inside(plain) ? archived(plain, ...rest) : original(path, ...rest);
    };
  }
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = (request, parent, ...rest) => {
    if (inside(request)) return request;
    const from = parent?.filename;
    if (!from || !inside(from) || Module.isBuiltin(request)) return resolveFilename(request, parent, ...rest);
    if (request.startsWith(".")) return file(join(dirname(from), request));
    const name = request.split("/").slice(0, request.startsWith("@") ? 2 : 1).join("/");
    const folder = join(archive, "node_modules", name);
    if (!at(join(folder, "package.json"))) return resolveFilename(request, parent, ...rest);
    const manifest = JSON.parse(fs.readFileSync(join(folder, "package.json"), "utf8"));
    const subpath = "." + request.slice(name.length);
    const entry = manifest.exports?.[subpath];
    const pattern = Object.keys(manifest.exports ?? {}).find((key) => key.includes("*") && subpath.startsWith(key.split("*")[0]));
    if (!entry && pattern) return join(folder, subpath.replace(pattern.split("*")[0], manifest.exports[pattern].split("*")[0]));
    return file(join(folder, entry?.require?.default ?? entry?.default ?? manifest.main));
  };
  Module._extensions[".cjs"] = Module._extensions[".js"] = (module, filename) =>
    module._compile(fs.readFileSync(filename, "utf8"), filename);
  exports.read = read;
  exports.run = () => require(join(archive, "main.js"));
`;

const MAIN = `
  const tf = require("lanewise/tfjs-node");
  const core = require("lanewise/tfjs");
  const { load } = require("lanewise");
  const { loadSync } = require("lanewise/sync");
  module.exports = async () => {
    await core.registerBackend({ name: "again" });
    const lw = await load();
    // Enough to be worth threads, where there may be some.
    const sums = Array.from({ length: 30 }, () => tf.tidy(() => tf.ones([256, 256]).matMul(tf.ones([256, 256])).max().dataSync()[0]));
    const { threads } = tf.engine().backend;
    const isDone = new Set(sums).size === 1 && threads.limit >= threads.threads;
    return [isDone && sums[0], tf.getBackend(), ...tf.add([1], [2]).dataSync(), lw.info.backend, ...lw.relu([-1, 2]), loadSync().info.backend];
  };
`;

/** What a renderer with nodeIntegration has beside Node: the globals of a page that is not isolated, and no threads of Node. */
const RENDERER = `
  process.type = "renderer";
  globalThis.window = globalThis.self = globalThis;
  globalThis.document = { createElement: () => ({ getContext: () => null }) };
  globalThis.crossOriginIsolated = false;
  delete globalThis.SharedArrayBuffer;
  require("node:worker_threads").Worker = class {
    constructor() {
      throw new Error("The V8 platform used by this instance of Node does not support creating Workers");
    }
  };
`;

describe.skipIf(!asar)("an application in app.asar", () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await Consumer.install();
    copyPackages(consumer);
    consumer.write("app/package.json", JSON.stringify({ name: "app", main: "main.js" }));
    consumer.write("app/main.js", MAIN);
    const { createPackage } = createRequire(import.meta.url)(asar as string);
    await createPackage(consumer.path("app"), consumer.path("app.asar"));
    rmSync(consumer.path("app"), { recursive: true });
    rmSync(consumer.path("node_modules"), { recursive: true });
    consumer.write("electron.cjs", ELECTRON_FS);
    consumer.write("renderer.cjs", RENDERER);
    consumer.write("main.cjs", "");
    consumer.write(
      "start.cjs",
      `require(process.argv[3]);
      const { run, read } = require("./electron.cjs");
      run()().then((result) => console.log(JSON.stringify({ result, kernels: read.filter((path) => path.endsWith(".wasm")) })));`,
    );
  });

  it.each([
    ["the main process", "./main.cjs"],
    ["a renderer with Node", "./renderer.cjs"],
  ])("finds the kernels inside, in %s", async (_, surroundings) => {
    expect(existsSync(consumer.path("app"))).toBe(false);
    const { code, text } = await consumer.run(process.execPath, ["start.cjs", asar as string, surroundings]);
    expect(code, text).toBe(0);
    const { result, kernels } = JSON.parse(text);
    expect(result).toEqual([256, "lanewise", 3, "wasm", 0, 2, "wasm"]);
    expect(kernels).toContain("node_modules/lanewise/dist/kernels/tfjs-fixed.wasm");
  });
});
