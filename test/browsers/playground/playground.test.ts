// The playground in real browsers: every view is there, computed by the library itself, without an error of the page, and usable
// by everybody.

import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import { browsers } from "../installed.js";
import { launch, need } from "../launch.js";
import { buildSite, type Opened, type Site } from "./site.js";

const axe = createRequire(import.meta.url).resolve("axe-core");
/** Id and title of every view. */
const VIEWS = [
  ["activations", "Activations"],
  ["losses", "Losses"],
] as const;

const exact = loadSync({ backend: "reference" });

let site: Site;
beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site.close());

/** What the page shows: "−1.5", "2 · 10⁻⁵". */
function numberOf(text: string): number {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const plain = text
    .replaceAll("−", "-")
    .replace("⁻", "-")
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(digits.indexOf(digit)));
  const [mantissa, exponent] = plain.split(" · 10");
  if (plain === "∞") return Number.POSITIVE_INFINITY;
  return Number(mantissa) * 10 ** Number(exponent ?? 0);
}

const close = (expected: number) =>
  expect.closeTo(expected, Math.max(6, 6 - Math.floor(Math.log10(Math.abs(expected) || 1))) - 1);

describe.each(browsers)("$name", (found) => {
  it("is installed", (context) => {
    need(found, context);
    expect(found.installed).toBe(true);
  });

  describe.skipIf(!found.installed)("shows", () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await site.open(await launch(found), "isolated");
    });
    afterAll(() => {
      expect(opened.problems).toEqual([]);
    });

    const text = (selector: string) => opened.page.locator(selector).first().innerText();
    const shown = async (selector: string) => numberOf(await text(selector));

    it("a tab for each view", async () => {
      expect(await opened.page.locator(".tabs a").allInnerTexts()).toEqual(VIEWS.map(([, title]) => title));
    });

    it.each(VIEWS)("%s, without a serious fault for who cannot see or point", async (id, title) => {
      await opened.go(id);
      expect(await text("h1")).toBe(title);
      await opened.page.addScriptTag({ path: axe });
      const { violations } = await opened.page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
      );
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
    });

    it("every activation of the table, with the library's numbers", async () => {
      const specs = Object.values(exact.ops).filter((spec) => spec.kind === "activation");
      await opened.go(`activations?ops=${specs.map(({ name }) => name).join(",")}&x=0.75`);
      for (const { name } of specs) {
        const op = exact[name as "relu"];
        expect(await shown(`[data-op="${name}"] [data-value="f"]`), name).toEqual(close(op([0.75])[0] as number));
        expect(await shown(`[data-op="${name}"] [data-value="slope"]`), name).toEqual(close(op.derivative([0.75])[0] as number));
      }
    });

    it("options from the address", async () => {
      await opened.go("activations?ops=leakyRelu&leakyRelu.negativeSlope=0.3&x=-2");
      expect(await shown('[data-op="leakyRelu"] [data-value="f"]')).toEqual(close(-0.6));
    });

    it("softmax as probabilities of sum 1, with temperature and mask", async () => {
      await opened.go("activations?kind=rows&logits=1,2,3,0,0&T=2&mask=4");
      const expected = exact.softmax([0.5, 1, 1.5, 0, -Infinity]);
      for (let i = 0; i < 5; i++) expect(await shown(`[data-value="y${i + 1}"]`)).toBeCloseTo(expected[i] as number, 2);
      expect(await text('[data-value="sum"]')).toBe("Σ yᵢ = 1");
    });

    it("losses and gradients, with the library's numbers", async () => {
      await opened.go("losses?ops=huber,meanSquaredError&huber.delta=2&t=1&x=-2.5");
      expect(await shown('[data-op="huber"] [data-value="loss"]')).toEqual(close(exact.huber([-2.5], [1], { delta: 2 })));
      expect(await shown('[data-op="huber"] [data-value="gradient"]')).toBe(-2);
      expect(await shown('[data-op="meanSquaredError"] [data-value="loss"]')).toBe(12.25);
    });

    it("that a divergence is no distance", async () => {
      await opened.go("losses?of=distributions&p=0.5,0.5,0,0,0,0&q=0.25,0.75,0,0,0,0");
      const [p, q] = [
        [0.5, 0.5, 0, 0, 0, 0],
        [0.25, 0.75, 0, 0, 0, 0],
      ];
      expect(await shown('[data-value="pq"]')).toEqual(close(exact.klDivergence(q, p)));
      expect(await shown('[data-value="qp"]')).toEqual(close(exact.klDivergence(p, q)));
      expect(await shown('[data-value="pp"]')).toBe(0);
    });
  });
});
