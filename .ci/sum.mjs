// Adds up the results of all test runs; a step that failed without a failing test counts as one.

import { readFileSync } from "node:fs";

const steps = process.argv.slice(2);
const results = { "install and test": "results", package: "package", "browser tests": "browsers" };
let [passed, failed] = [0, 0];

for (const [step, name] of Object.entries(results)) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(new URL(`${name}.json`, import.meta.url), "utf8"),
    );
    console.log(`${step}: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
    passed += numPassedTests;
    failed += numFailedTests;
    if (numFailedTests === 0 && steps.includes(step)) failed++;
  } catch {
    console.log(`${step}: no results were written`);
    failed++;
  }
}
const others = steps.filter((step) => !(step in results));
for (const step of others) console.log(`${step}: failed`);
failed += others.length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
