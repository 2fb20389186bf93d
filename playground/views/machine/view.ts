// What runs on this machine, whether it is right, and how fast it is.

import { h, panel } from "../../elements/dom.js";
import { factList } from "../../elements/facts.js";
import { lw } from "../../library/library.js";
import type { Mount } from "../../shell/view.js";
import { Benchmark } from "./bench.js";
import { SelfCheck } from "./check.js";

const BACKENDS = { wasm: "WebAssembly", reference: "plain JavaScript (the float64 reference)" };
const SIMD: Readonly<Record<string, string>> = {
  wide: "wide: relaxed, in pairs of vectors",
  relaxed: "relaxed: with fused multiply-add",
  fixed: "fixed: portable",
  none: "none",
};

export const mount: Mount = (root, state) => {
  const facts = h("div");
  const check = new SelfCheck();
  const bench = new Benchmark(state);
  root.append(
    h(
      "div",
      { class: "split even" },
      h("div", { class: "stack" }, panel("What runs here", {}, facts), panel("Is it right?", {}, check.element)),
      panel("How fast is it?", {}, bench.element),
    ),
  );
  return {
    update() {
      const { backend, simd, precision, threads, reason } = lw.info;
      const { bytes = 0 } = lw.memory() as { bytes?: number };
      facts.replaceChildren(
        factList([
          ["Backend", h("strong", { "data-value": "backend" }, BACKENDS[backend])],
          ["SIMD", SIMD[simd] ?? simd],
          ["Precision", precision],
          [
            "Threads now",
            `${threads} of ${navigator.hardwareConcurrency} processors; more start with the first work that is worth it`,
          ],
          ["Cross-origin isolated", crossOriginIsolated ? "yes: workers may share memory" : "no: one thread"],
          ["Why not faster", h("span", { "data-value": "reason" }, reason || "Nothing is missing.")],
          ...(bytes > 0 ? [["Memory", `${(bytes / 2 ** 20).toFixed(1)} MiB`] as const] : []),
        ]),
      );
    },
    close() {
      check.close();
      bench.close();
    },
  };
};
