// Runs the complete suite of tfjs-core on this backend, and prints JSON: { passed, pending, failed: [{ name, message }] }.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import Jasmine from "jasmine";
import { esbuildInlined } from "../../../scripts/inlined.mjs";

const pathOf = (place) => fileURLToPath(new URL(place, import.meta.url));

/** The bundle lies where it finds what it does not hold. */
const cache = pathOf("../../../node_modules/.cache");
mkdirSync(cache, { recursive: true });
const directory = mkdtempSync(join(cache, "tfjs-suite-"));
const outfile = join(directory, "specs.cjs");

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
    plugins: [esbuildInlined],
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
  await createRequire(import.meta.url)(outfile).define();
  await jasmine.execute();
  console.log(JSON.stringify(results));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
