// Packs the package, unpacks it into an empty project as npm would, and uses it there: ESM, CommonJS, loadSync.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

const use = `
  const lw = await load();
  const { value, grad } = lw.crossEntropy.valueAndGrad([1, 2, 3], [2]);
  if (Math.abs(value - 0.40760596) > 1e-6 || grad.length !== 3) throw new Error("wrong result: " + value);
  if (lw.info.backend !== "wasm") throw new Error("not on WebAssembly: " + lw.info.reason);
  if (loadSync({ precision: "high" }).relu([-1, 2])[1] !== 2) throw new Error("loadSync is wrong");
`;

const directory = mkdtempSync(join(tmpdir(), "lanewise-package-"));
try {
  const [packed] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory]));
  const home = join(directory, "node_modules", "lanewise");
  mkdirSync(home, { recursive: true });
  run("tar", ["-xzf", join(directory, packed.filename), "--strip-components=1", "-C", home]);
  writeFileSync(join(directory, "esm.mjs"), `import { load, loadSync } from "lanewise";\n${use}`);
  writeFileSync(join(directory, "cjs.cjs"), `const { load, loadSync } = require("lanewise");\n(async () => {${use}})();`);
  for (const file of ["esm.mjs", "cjs.cjs"]) run(process.execPath, [file], directory);
  const stray = packed.files.filter(({ path }) => !/^(dist\/|package\.json|README\.md|CHANGELOG\.md|LICENSE)/.test(path));
  if (stray.length > 0) throw new Error(`not meant to be published: ${stray.map(({ path }) => path).join(", ")}`);
  console.log(`package: ${packed.files.length} files, ${packed.size} bytes packed; ESM, CommonJS and loadSync work`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
