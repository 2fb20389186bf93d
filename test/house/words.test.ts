// What is said of ops stands in their specs, and is taken out of them when the package is built: nothing is lost, and nothing left.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ops } from "../../src/described.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const WORDS = ["summary", "formula", "notes", "source", "measured"];

const run = (code: string) => {
  const text = execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: root, encoding: "utf8" });
  return JSON.parse(text) as unknown;
};

it.each(["lanewise/ops", "lanewise", "lanewise/reference"])("%s has the table with all of them", (entry) => {
  expect(run(`import { ops } from "${entry}"; console.log(JSON.stringify(ops));`)).toEqual(JSON.parse(JSON.stringify(ops)));
});

it("specs to choose from have none, nor has lw.ops", () => {
  const found = run(`
    import { load } from "lanewise";
    import * as activations from "lanewise/activations";
    import * as losses from "lanewise/losses";
    const specs = [...Object.values(activations), ...Object.values(losses), ...Object.values((await load()).ops)];
    console.log(JSON.stringify([specs.length, specs.filter((spec) => ${JSON.stringify(WORDS)}.some((word) => word in spec)).length]));
  `);
  expect(found).toEqual([expect.any(Number), 0]);
});
