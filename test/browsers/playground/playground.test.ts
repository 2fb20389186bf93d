// The playground in real browsers: every view is there, computed by the library itself, without an error of the page, and usable
// by everybody.

import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import { browsers } from "../installed.js";
import { launch, need } from "../launch.js";
import { numberOf } from "./shown.js";
import { buildSite, type Opened, type Site } from "./site.js";

const axe = createRequire(import.meta.url).resolve("axe-core");
/** Id and title of every view. */
const VIEWS = [
  ["activations", "Activations"],
  ["losses", "Losses"],
  ["cost", "Cost"],
  ["which", "Which one?"],
  ["train", "Train"],
  ["floats", "What floats do"],
  ["machine", "Your machine"],
] as const;

/** Parts of views, by their addresses. */
const PARTS = [
  "activations?kind=rows",
  "activations?kind=groups",
  "losses?of=multiclass",
  "losses?of=distributions",
  "floats?show=vanishing",
  "floats?show=conventions",
  "floats?show=twins",
];

const exact = loadSync({ backend: "reference" });

let site: Site;
beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site.close());

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

    // The same elements in both: one browser is enough for the parts.
    it.each([...VIEWS.map(([id]) => id), ...(found.name === "chromium" ? PARTS : [])])(
      "%s, without a serious fault for who cannot see or point",
      async (address) => {
        await opened.go(address);
        expect(await text("h1")).toBe(VIEWS.find(([id]) => address.startsWith(id))?.[1]);
        await opened.page.addScriptTag({ path: axe });
        const { violations } = await opened.page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
      },
    );

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
      expect(await text('[data-value="sum"]')).toBe("The sum of y is 1.");
    });

    it("losses and gradients, with the library's numbers", async () => {
      await opened.go("losses?ops=huber,meanSquaredError&huber.delta=2&t=1&x=-2.5");
      expect(await shown('[data-op="huber"] [data-value="loss"]')).toEqual(close(exact.huber([-2.5], [1], { delta: 2 })));
      expect(await shown('[data-op="huber"] [data-value="gradient"]')).toBe(-2);
      expect(await shown('[data-op="meanSquaredError"] [data-value="loss"]')).toBe(12.25);
    });

    it("whatever the address says, and writes into it what is chosen", async () => {
      await opened.go("losses?t=0.5");
      await opened.page.locator('[data-op="huber"]').first().click();
      await opened.page.waitForFunction(() => location.hash.includes("ops="));
      expect(await opened.page.evaluate(() => location.hash)).toBe("#losses?t=0.5&ops=meanAbsoluteError,meanSquaredError");
      await opened.page.getByLabel("target", { exact: true }).press("ArrowRight");
      await opened.page.waitForFunction(() => location.hash.includes("t=0.55"));
      await opened.page.goBack();
      await opened.go("losses?ops=nonsense&t=much&x=1e999");
      expect(await text(".message")).toBe("Choose a loss above.");
    });

    it("nothing that is wider than a small screen", async () => {
      await opened.page.setViewportSize({ width: 360, height: 740 });
      const wide: string[] = [];
      for (const address of [...VIEWS.map(([id]) => id), ...PARTS]) {
        await opened.go(address);
        const extra = await opened.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (extra > 0) wide.push(`${address}: ${extra}`);
      }
      await opened.page.setViewportSize({ width: 1280, height: 800 });
      expect(wide).toEqual([]);
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
