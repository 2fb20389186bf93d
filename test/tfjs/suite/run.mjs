// Runs the complete suite of tfjs-core, and prints JSON: { passed, pending, failed: [{ name, message }] }.
//
//   node run.mjs BACKEND [EPSILON]
//
// EPSILON: how far results may be from what a spec expects, where it names no distance itself: absolutely up to 1, relatively
// above. tfjs-core's own is 1e-3, absolutely.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Jasmine from "jasmine";
import { esbuildInlinedQuickly } from "../../../scripts/inlined.mjs";

const [backend, epsilon] = process.argv.slice(2);
const pathOf = (place) => fileURLToPath(new URL(place, import.meta.url));

/** The bundle lies where it finds what it does not hold. */
const cache = pathOf("../../../node_modules/.cache");
mkdirSync(cache, { recursive: true });
const directory = mkdtempSync(join(cache, "tfjs-suite-"));
const outfile = join(directory, "specs.cjs");

/** tfjs-core's test_util with another tolerance. */
const tolerance = {
  name: "tolerance",
  setup: ({ onLoad }) => {
    onLoad({ filter: /tfjs-core.dist.test_util\.js$/ }, ({ path }) => {
      const tight = `(a, e, epsilon = ${epsilon} * Math.max(1, Math.abs(e)))`;
      const original = readFileSync(path, "utf8");
      const contents = original
        .replaceAll("epsilon = testEpsilon();", "")
        .replace("areClose(a, e, epsilon) {", `areClose${tight} {`);
      if (!contents.includes(tight) || contents.includes("= testEpsilon()")) throw new Error(`${path} is not as expected`);
      return { contents };
    });
  },
};

try {
  await build({
    entryPoints: [pathOf("specs.mjs")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // One instance of tfjs-core for all: two would not know each other's tensors.
    mainFields: ["module", "main"],
    // tfjs-core calls itself free of side effects; taken at its word, the bundler drops most specs.
    ignoreAnnotations: true,
    external: ["jasmine", "jasmine-core", "jasmine-core/*"],
    plugins: epsilon ? [esbuildInlinedQuickly, tolerance] : [esbuildInlinedQuickly],
    logOverride: { "empty-import-meta": "silent" },
    logLevel: "warning",
  });
  const jasmine = new Jasmine();
  jasmine.randomizeTests(false);
  jasmine.exitOnCompletion = false;
  jasmine.clearReporters();
  const results = { passed: 0, pending: 0, failed: [] };
  jasmine.addReporter({
    specDone({ status, fullName, failedExpectations }) {
      if (status === "passed") results.passed++;
      else if (status === "failed") results.failed.push({ name: fullName, message: failedExpectations[0]?.message });
      else results.pending++;
    },
  });
  await createRequire(import.meta.url)(outfile).define(backend);
  await jasmine.execute();
  console.log(JSON.stringify(results));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
