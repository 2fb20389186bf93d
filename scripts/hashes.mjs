// Records test/accuracy/hashes.json anew from the kernels in dist/: after a change that is meant to change bits.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, "run", "test/accuracy/reproducible.test.ts"], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  env: { ...process.env, LANEWISE_RECORD_HASHES: "1" },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
