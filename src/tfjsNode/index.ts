// lanewise/tfjs-node: what users of @tensorflow/tfjs-node import instead. All of TensorFlow.js, on our backend from the first line
// on, with files, images and TensorBoard.

import * as tf from "@tensorflow/tfjs";
import { version as ownVersion } from "../../package.json";
import { compileModulesSync } from "../tfjs/modules.js";
import { registerModules } from "../tfjs/register.js";
import { fileSystemRouter } from "./files/fileSystem.js";
import { inlinedKernels } from "./kernels.js";
import { ProgbarLogger } from "./progress.js";

export * from "@tensorflow/tfjs";
export { io } from "./io.js";
export { node } from "./namespace.js";

/** Higher than those of TensorFlow.js's own backends, as tfjs-node's was. */
const PRIORITY = 3;
const NAME = "lanewise";
/** What programs and libraries choose by its name when they find themselves in Node. */
const NAME_OF_TFJS_NODE = "tensorflow";

export const version = { ...tf.version, lanewise: ownVersion };

const modules = compileModulesSync(inlinedKernels);
const threads = threadsFrom(process.env);
registerModules(modules, NAME_OF_TFJS_NODE, { threads }, PRIORITY - 1);
registerModules(modules, NAME, { threads }, PRIORITY);
// It is done when this returns, since the backend is made at once; what it promises is only to say so.
void tf.setBackend(NAME);
tf.io.registerLoadRouter(fileSystemRouter);
tf.io.registerSaveRouter(fileSystemRouter);
// What fit() shows unless it is told `verbose: 0`.
tf.registerCallbackConstructor(1, ProgbarLogger);

/** As TensorFlow itself is told: a service whose own threads hold a model each wants one for each of them. */
function threadsFrom({ TF_NUM_INTRAOP_THREADS: threads = "" }: NodeJS.ProcessEnv): number | "auto" {
  return /^[1-9]\d*$/.test(threads) ? Number(threads) : "auto";
}
