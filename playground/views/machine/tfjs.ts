// TensorFlow.js on its WebAssembly backend, fetched only when it is asked for: for the ops that it has under the same name.

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plainUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url";
import simdUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";
import type { Call, Problem } from "./inputs.js";

export async function startTfjs(): Promise<(given: Problem) => Call | undefined> {
  setWasmPaths({
    "tfjs-backend-wasm.wasm": plainUrl,
    "tfjs-backend-wasm-simd.wasm": simdUrl,
    // Asked for, though it is not fetched.
    "tfjs-backend-wasm-threaded-simd.wasm": simdUrl,
  });
  // Plain JavaScript runs on one thread too; and its threaded module breaks in any bundle that is minified.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (!(await tf.setBackend("wasm"))) throw new Error("tfjs-wasm does not start here");
  return (given) => {
    const op = (tf as unknown as Record<string, (x: tf.Tensor) => tf.Tensor>)[given.op];
    const { x } = given.inputs;
    // What needs more than x, or takes options of its own, is another function there.
    if (
      given.pass !== "forward" ||
      typeof op !== "function" ||
      !(x instanceof Float32Array) ||
      Object.keys(given.inputs).length > 1
    )
      return undefined;
    const input = tf.tensor(x);
    return { call: () => op(input).dispose(), dispose: () => input.dispose() };
  };
}
