// load(), with what the command line got wrong told as the command line's fault.

import { load } from "lanewise";
import { UsageError } from "./options.mjs";

/**
 * @param {import("lanewise").LoadOptions} options
 * @returns {Promise<import("lanewise").Lanewise>}
 */
export async function loadAsAsked(options) {
  try {
    return await load(options);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    if (!message.startsWith("load: ")) throw error;
    throw new UsageError(message.replace(/^load: (precision|simd|backend|threads)? ?/, (_, name) => (name ? `--${name} ` : "")));
  }
}
