// The playground's answers: what floats do, which loss to take, and what runs on this machine.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import { browsers } from "../installed.js";
import { launch, need } from "../launch.js";
import { numberOf } from "./shown.js";
import { buildSite, type Opened, type Site } from "./site.js";

const { ops } = loadSync({ backend: "reference" });

let site: Site;
beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site.close());

describe.each(browsers)("$name", (found) => {
  it("is installed", (context) => {
    need(found, context);
    expect(found.installed).toBe(true);
  });

  describe.skipIf(!found.installed)("tells", () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await site.open(await launch(found), "plain", "floats");
    });
    afterAll(() => expect(opened.problems).toEqual([]));

    const text = (selector: string) => opened.page.locator(selector).first().innerText();
    const press = (name: string) => opened.page.getByRole("button", { name, exact: true }).click();

    it("that e^x − 1 is lost near 0, and elu is not", async () => {
      await opened.go("floats?op=elu&c=-0.0000001&zoom=28");
      expect(await text('[data-role="grid"]')).toMatch(/^All \d+ floats|^301 of /);
      expect(numberOf(await text('[data-row="textbook"] [data-value="ulp"]'))).toBeGreaterThan(1000);
      expect(numberOf(await text('[data-row="Lanewise"] [data-value="ulp"]'))).toBeLessThanOrEqual(ops.elu.bound.fast);
    });

    it("that ours stays within its bound for every formula that can be computed", async () => {
      await opened.go("floats");
      const names = await opened.page.locator('[data-view="floats"] select option').allInnerTexts();
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        await opened.go(`floats?op=${name}&c=-1.3&zoom=3`);
        const ulp = numberOf(await text('[data-row="Lanewise"] [data-value="ulp"]'));
        expect(ulp, name).toBeLessThanOrEqual((ops[name as "relu"] as { bound: { fast: number } }).bound.fast);
      }
    });

    it("where gradients die", async () => {
      await opened.go("floats?show=vanishing&case=clipped&x=-25");
      expect([await text('[data-value="ours"]'), await text('[data-value="usual"]')]).toEqual(["−1", "0"]);
      await opened.go("floats?show=vanishing&case=tanh&x=12");
      expect(numberOf(await text('[data-value="ours"]'))).toBeCloseTo(4 * Math.exp(-24), 15);
      expect(await text('[data-value="usual"]')).toBe("0");
    });

    it("which conventions differ", async () => {
      await opened.go("floats?show=conventions&as=TensorFlow.js");
      expect(await text(".conventions tbody tr:nth-child(5)")).toMatch(/^\|prediction − target\|′ at 0\n.*\s+0\s+−1 ≠/);
    });

    it("that a naive loss dies where ours learns", async () => {
      await opened.go("floats?show=twins&formula=naive&rate=10");
      await opened.page.waitForSelector('[data-role="twins"].error');
      expect(await text('[data-role="twins"]')).toMatch(/The twin died at step \d+/);
    });

    it("which loss to take, with code that runs", async () => {
      const choices = { number: ["range", "outliers"], class: ["exclusive", "balance"], distribution: ["known", "fit"] };
      const losses = new Set<string>();
      for (const what of Object.keys(choices)) {
        await opened.go(`which?what=${what}`);
        for (let second = 0; second < (await opened.page.locator("fieldset").nth(1).locator("input").count()); second++) {
          await opened.page.locator("fieldset").nth(1).locator("input").nth(second).check({ force: true });
          for (let third = 0; third < (await opened.page.locator("fieldset").nth(2).locator("input").count()); third++) {
            await opened.page.locator("fieldset").nth(2).locator("input").nth(third).check({ force: true });
            await opened.page.waitForFunction(() => document.querySelector('[data-role="output"]')?.textContent === "");
            await press("Run it");
            const output = await text('[data-role="output"]');
            expect(output, `${what} ${second} ${third}`).toMatch(/^cost [\d.]+\ngradient \[/);
            losses.add(await text('[data-value="losses"]'));
          }
        }
      }
      expect(losses.size).toBeGreaterThanOrEqual(7);
    });

    it("what runs here, and why not more", async () => {
      await opened.go("machine");
      expect(await text('[data-value="backend"]')).toBe("WebAssembly");
      expect(await text('[data-value="reason"]')).toContain("not cross-origin isolated");
    });

    it("that every op of the table is right", async () => {
      await opened.go("machine");
      await press("Check every op");
      await opened.page.getByText("Done.").waitFor();
      const rows = opened.page.locator("tbody tr[data-op]");
      expect(await rows.count()).toBe(Object.keys(ops).length);
      expect(await opened.page.locator("tbody td.bad").allInnerTexts()).toEqual([]);
      expect(await text('[data-role="check"]')).toContain(`${Object.keys(ops).length} ops checked`);
    });

    it("how fast ops are, of every kind", async () => {
      const kinds = new Map(Object.values(ops).map(({ kind, name }) => [kind, name]));
      await opened.go(`machine?size=1024&ops=${[...kinds.values()].join(",")}`);
      await press("Measure");
      await opened.page.waitForFunction((all) => document.querySelectorAll(".bench-row").length === all, kinds.size);
      expect(await text('[data-role="bench"]')).toMatch(/^\d+ ops\. Plain JavaScript takes [\d.e+]+ times as long/);
    });
  });
});
