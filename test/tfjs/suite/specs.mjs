// The specs that tfjs-core publishes, with the named backend under test. Bundled by run.mjs: the order of imports matters, the
// environment must be known before the specs are defined.

import "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import "@tensorflow/tfjs-core/dist/register_all_gradients";
import { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util";
import { registerBackend } from "../../../src/tfjs/index.ts";

export async function define(backendName) {
  await registerBackend();
  setTestEnvs([{ name: "tested", backendName, isDataSync: true }]);
  require("@tensorflow/tfjs-core/dist/tests");
}
