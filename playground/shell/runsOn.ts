// A word on what computes here.

import { h } from "../elements/dom.js";
import { lw } from "../library/library.js";

export function runsOn(): HTMLElement {
  const { backend, simd } = lw.info;
  const words = backend === "wasm" ? `WebAssembly, ${simd} SIMD` : "plain JavaScript";
  return h("a", { class: "runs-on", href: "#machine", title: "What runs on this machine, and why" }, words);
}
