// The playground in real browsers: every view is there, computed by the library itself, without an error of the page, and usable
// by everybody.

import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import { numberOf } from "./shown.js";
import type { Visit } from "./visit.js";

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

const close = (expected: number) =>
  expect.closeTo(expected, Math.max(6, 6 - Math.floor(Math.log10(Math.abs(expected) || 1))) - 1);

export function testViews(here: () => Visit, browser: string): void {
  describe("shows", () => {
    let visit: Visit;
    beforeAll(async () => {
      visit = here();
      await visit.page.addScriptTag({ path: axe });
    });

    it("a tab for each view", async () => {
      expect(await visit.page.locator(".tabs a").allInnerTexts()).toEqual(VIEWS.map(([, title]) => title));
    });

    // The same elements in both: one browser is enough for the parts.
    it.each([...VIEWS.map(([id]) => id), ...(browser === "chromium" ? PARTS : [])])(
      "%s, without a serious fault for who cannot see or point",
      async (address) => {
        await visit.go(address);
        expect(await visit.text("h1")).toBe(VIEWS.find(([id]) => address.startsWith(id))?.[1]);
        const { violations } = await visit.page.evaluate(() =>
          (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
        );
        const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
        expect(serious.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
      },
    );

    it("every activation of the table, with the library's numbers", async () => {
      const specs = Object.values(exact.ops).filter((spec) => spec.kind === "activation");
      await visit.go(`activations?ops=${specs.map(({ name }) => name).join(",")}&x=0.75`);
      const [f, slopes] = [await visit.texts('[data-op] [data-value="f"]'), await visit.texts('[data-op] [data-value="slope"]')];
      expect([f.length, slopes.length]).toEqual([specs.length, specs.length]);
      for (const [i, { name }] of specs.entries()) {
        const op = exact[name as "relu"];
        expect(numberOf(f[i] as string), name).toEqual(close(op([0.75])[0] as number));
        expect(numberOf(slopes[i] as string), name).toEqual(close(op.derivative([0.75])[0] as number));
      }
    });

    it("options from the address", async () => {
      await visit.go("activations?ops=leakyRelu&leakyRelu.negativeSlope=0.3&x=-2");
      expect(await visit.number('[data-op="leakyRelu"] [data-value="f"]')).toEqual(close(-0.6));
    });

    it("softmax as probabilities of sum 1, with temperature and mask", async () => {
      await visit.go("activations?kind=rows&logits=1,2,3,0,0&T=2&mask=4");
      const expected = exact.softmax([0.5, 1, 1.5, 0, -Infinity]);
      for (let i = 0; i < 5; i++) expect(await visit.number(`[data-value="y${i + 1}"]`)).toBeCloseTo(expected[i] as number, 2);
      expect(await visit.text('[data-value="sum"]')).toBe("The sum of y is 1.");
    });

    it("losses and gradients, with the library's numbers", async () => {
      await visit.go("losses?ops=huber,meanSquaredError&huber.delta=2&t=1&x=-2.5");
      expect(await visit.number('[data-op="huber"] [data-value="loss"]')).toEqual(close(exact.huber([-2.5], [1], { delta: 2 })));
      expect(await visit.number('[data-op="huber"] [data-value="gradient"]')).toBe(-2);
      expect(await visit.number('[data-op="meanSquaredError"] [data-value="loss"]')).toBe(12.25);
    });

    it("whatever the address says, and writes into it what is chosen", async () => {
      await visit.go("losses?t=0.5");
      await visit.page.locator('[data-op="huber"]').first().click();
      await visit.page.waitForFunction(() => location.hash.includes("ops="));
      expect(await visit.page.evaluate(() => location.hash)).toBe("#losses?t=0.5&ops=meanAbsoluteError,meanSquaredError");
      await visit.page.getByLabel("target", { exact: true }).press("ArrowRight");
      await visit.page.waitForFunction(() => location.hash.includes("t=0.55"));
      await visit.page.goBack();
      await visit.go("losses?ops=nonsense&t=much&x=1e999");
      expect(await visit.text(".message")).toBe("Choose a loss above.");
    });

    it("the next view to who goes on just after a change", async () => {
      await visit.go("cost");
      await visit.page.evaluate(() => {
        const slider = document.querySelector("input[type=range]") as HTMLInputElement;
        slider.stepUp();
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        // The change is written into the address a little later: after this, and before the browser tells of it.
        const end = performance.now() + 200;
        while (performance.now() < end);
        location.hash = "train";
      });
      await visit.page.waitForSelector('[data-ready][data-view="train"]');
      expect(await visit.page.evaluate(() => location.hash)).toBe("#train");
    });

    it("the same view, and its address, to who skips the navigation", async () => {
      await visit.go("losses?t=0.5");
      await visit.go("losses?t=0.25");
      await visit.page.locator(".skip").press("Enter");
      await visit.page.waitForFunction(() => document.activeElement?.id === "view");
      expect(await visit.page.evaluate(() => location.hash)).toBe("#losses?t=0.25");
    });

    it("the colours that the user or the system chooses, in charts too", async () => {
      const seen = () => visit.page.evaluate(coloursSeen);
      const light = { page: "rgb(246, 247, 249)", path: "194 65 12" };
      const dark = { page: "rgb(16, 18, 22)", path: "255 149 87" };
      await visit.go("cost?rate=0.1&w=0&b=1");
      expect(await seen()).toEqual(light);
      await visit.press("Use dark colours");
      expect(await seen()).toEqual(dark);
      await visit.press("Use light colours");
      expect(await seen()).toEqual(light);
      if (browser !== "chromium") return;
      await visit.page.evaluate(() => {
        delete document.documentElement.dataset.theme;
      });
      await visit.page.emulateMedia({ colorScheme: "dark" });
      expect(await seen()).toEqual(dark);
      await visit.page.emulateMedia({ colorScheme: null });
    });

    it("nothing that is wider than a small screen", async () => {
      await visit.page.setViewportSize({ width: 360, height: 740 });
      const wide: string[] = [];
      for (const address of [...VIEWS.map(([id]) => id), ...PARTS]) {
        await visit.go(address);
        const extra = await visit.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (extra > 0) wide.push(`${address}: ${extra}`);
      }
      await visit.page.setViewportSize({ width: 1280, height: 800 });
      expect(wide).toEqual([]);
    });

    it("that a divergence is no distance", async () => {
      await visit.go("losses?of=distributions&p=0.5,0.5,0,0,0,0&q=0.25,0.75,0,0,0,0");
      const [p, q] = [
        [0.5, 0.5, 0, 0, 0, 0],
        [0.25, 0.75, 0, 0, 0, 0],
      ];
      expect(await visit.number('[data-value="pq"]')).toEqual(close(exact.klDivergence(q, p)));
      expect(await visit.number('[data-value="qp"]')).toEqual(close(exact.klDivergence(p, q)));
      expect(await visit.number('[data-value="pp"]')).toBe(0);
    });
  });
}

/** In the page: the background, and which of two colours the path on the bowl has. */
async function coloursSeen(): Promise<{ page: string; path: string }> {
  for (let frames = 0; frames < 3; frames++) await new Promise((done) => requestAnimationFrame(done));
  const canvas = document.querySelector(".canvas canvas") as HTMLCanvasElement;
  // From a copy: browsers warn of those who read what they draw.
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
  copy?.drawImage(canvas, 0, 0);
  const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  const found = new Set<string>();
  for (let i = 0; i < data.length; i += 4) found.add(data.slice(i, i + 3).join(" "));
  return {
    page: getComputedStyle(document.body).backgroundColor,
    path: ["194 65 12", "255 149 87"].filter((each) => found.has(each)).join(", "),
  };
}
