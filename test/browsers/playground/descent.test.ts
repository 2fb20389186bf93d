// What moves in the playground: descents, training, and data of the user's own; with cross-origin isolation and without.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import { browsers } from "../installed.js";
import { launch, need } from "../launch.js";
import { buildSite, type Opened, type Site } from "./site.js";

const exact = loadSync({ backend: "reference" });

let site: Site;
beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site.close());

/** Two columns of iris, standardised. */
function irisColumns(): { x: number[]; y: number[] } {
  const [, ...lines] = readFileSync(new URL("../../../examples/iris.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  const column = (index: number) => {
    const values = lines.map((line) => Number(line.split(",")[index]));
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length);
    return values.map((each) => (each - mean) / deviation);
  };
  return { x: column(2), y: column(3) };
}

describe.each(browsers)("$name", (found) => {
  it("is installed", (context) => {
    need(found, context);
    expect(found.installed).toBe(true);
  });

  describe.skipIf(!found.installed).each(["isolated", "plain"] as const)("in a page that is %s", (hosting) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await site.open(await launch(found), hosting, "cost?rate=0.001&w=0.5&b=-1&loss=huber&huber.delta=0.5");
    });
    afterAll(async () => {
      expect(opened.problems).toEqual([]);
      await opened.page.close();
    });

    const dataOf = (role: string) => opened.page.locator(`[data-role="${role}"]`);
    const press = (name: string) => opened.page.getByRole("button", { name, exact: true }).click();
    const attribute = async (role: string, name: string) => Number(await dataOf(role).getAttribute(`data-${name}`));
    /** Gives the page a file, as choosing one does. */
    const give = (name: string, text: string) =>
      opened.page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

    // What has nothing to do with threads is tried once.
    const once = it.skipIf(hosting === "plain");

    it("the cost is that of the library, at the place that the address names", async () => {
      await press("Start again");
      await press("Pause");
      const { x, y } = irisColumns();
      const prediction = x.map((each) => 0.5 * each - 1);
      // The first steps of so small a rate change it little.
      expect(await attribute("descent", "cost")).toBeCloseTo(exact.huber(prediction, y, { delta: 0.5 }), 1);
    });

    it("a descent runs, frame after frame, and arrives", async () => {
      await opened.go("cost?rate=0.02&speed=60");
      await opened.page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>('[data-role="descent"]')?.dataset.steps) > 40,
      );
      const frame = await attribute("descent", "frame");
      console.info(`${found.name}, ${hosting}: the median frame of the descent takes ${frame.toFixed(1)} ms`);
      expect(frame).toBeGreaterThan(0);
      await opened.go("cost?rate=0.3&speed=60");
      await opened.page.waitForFunction(() =>
        document.querySelector('[data-role="descent"]')?.textContent?.includes("It stands still"),
      );
      // The least squares of standardised columns: 1 less the square of their correlation.
      const { x, y } = irisColumns();
      const correlation = x.reduce((sum, each, row) => sum + each * (y[row] as number), 0) / x.length;
      expect(await attribute("descent", "cost")).toBeCloseTo(1 - correlation ** 2, 3);
    });

    once("too large a rate diverges, and the page says so", async () => {
      await opened.go("cost?rate=2&speed=60");
      await opened.page.waitForSelector('[data-role="descent"].error');
      expect(await dataOf("descent").innerText()).toContain("It diverges");
    });

    once("a file that is wrong is told of by row and column, and one that is right is used", async () => {
      await opened.go("cost");
      await give("broken.csv", "a,b\n1,2\n3,4\nx,5\n6,7\n8,9\n10,11\n");
      await opened.page.waitForSelector('[data-role="data"].error');
      expect(await dataOf("data").innerText()).toBe('broken.csv: row 3 (line 4), column "a": "x" is not a number');
      await give("ragged.csv", "a,b\n1,2\n3\n");
      await opened.page.waitForFunction(() => document.querySelector('[data-role="data"]')?.textContent?.startsWith("ragged"));
      expect(await dataOf("data").innerText()).toBe("ragged.csv: row 2 (line 3) has 1 field, expected 2 as in the header");
      await give("line.csv", "a,b\n1,2\n3,4\n5,6\n6,7\n8,9\n10,11\n");
      await opened.page.waitForSelector('[data-role="data"]:not(.error)');
      expect(await dataOf("data").innerText()).toBe("line.csv: 6 rows, 2 columns");
    });

    it("a network learns two moons", async () => {
      await opened.go("train?data=two+moons&speed=20");
      await opened.page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>('[data-role="training"]')?.dataset.steps) > 300,
      );
      expect(await attribute("training", "cost")).toBeLessThan(0.1);
      await press("Pause");
      await press("Reset");
      expect(await attribute("training", "steps")).toBe(0);
      const before = await attribute("training", "cost");
      await press("Step");
      expect(await attribute("training", "steps")).toBe(1);
      expect(await attribute("training", "cost")).toBeLessThan(before);
    });

    once("the same seed gives the same training, another one another", async () => {
      const firstCost = async (seed: number) => {
        await opened.go(`train?data=iris.csv&seed=${seed}`);
        await press("Pause");
        await press("Reset");
        return attribute("training", "cost");
      };
      const first = await firstCost(5);
      expect(await firstCost(6)).not.toBe(first);
      expect(await firstCost(5)).toBe(first);
    });
  });
});
