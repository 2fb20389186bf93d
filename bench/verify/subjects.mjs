// Who makes the calls: every kernel module that this engine runs, with verify mode on.

import { drawCall } from "./calls.mjs";
import { perform } from "./perform.mjs";
import { Draw } from "./values.mjs";

/** @typedef {{ simd: "fixed" | "relaxed", precision: "fast" | "high" }} Module */

/**
 * @param {typeof import("lanewise").load} load
 * @param {Module} module
 */
export async function subjectOf(load, { simd, precision }) {
  let checked = 0;
  const lw = await load({ simd, precision, backend: "wasm", verify: { onChecked: () => checked++ } });
  return {
    /**
     * Makes the call of this number.
     * @returns {unknown} what was thrown, or is wrong besides; undefined where all is well
     */
    failure(call) {
      const before = checked;
      try {
        perform(lw, call);
      } catch (error) {
        return error;
      }
      const isEmpty = call.inputs[call.main].numbers.length === 0;
      return checked > before || isEmpty ? undefined : new Error(`${call.op}: the call was not repeated by the reference`);
    },
  };
}

/** The call of this number: ops take turns. @param specs of the table */
export function callAt(specs, seed, index) {
  return drawCall(new Draw(seed, index), specs[index % specs.length]);
}
