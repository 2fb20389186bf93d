// What moves in the playground: descents and training.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import type { Hosting } from "./site.js";
import type { Visit } from "./visit.js";

const exact = loadSync({ backend: "reference" });

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

export function testMoving(here: () => Visit, browser: string, hosting: Hosting): void {
  describe("what moves", () => {
    // What has nothing to do with threads is tried once.
    const once = it.skipIf(hosting === "plain");
    let visit: Visit;
    beforeAll(() => {
      visit = here();
    });

    it("the cost is that of the library, at the place that the address names", async () => {
      await visit.go("cost?rate=0.001&w=0.5&b=-1&loss=huber&huber.delta=0.5");
      await visit.press("Start again");
      await visit.press("Pause");
      const { x, y } = irisColumns();
      const prediction = x.map((each) => 0.5 * each - 1);
      // The first steps of so small a rate change it little.
      expect(await visit.data("descent", "cost")).toBeCloseTo(exact.huber(prediction, y, { delta: 0.5 }), 1);
    });

    it("a descent runs, frame after frame, and arrives", async () => {
      await visit.go("cost?rate=0.02&speed=60");
      await visit.page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>('[data-role="descent"]')?.dataset.steps) > 40,
      );
      const frame = await visit.data("descent", "frame");
      console.info(`${browser}, ${hosting}: the median frame of the descent takes ${frame.toFixed(1)} ms`);
      expect(frame).toBeGreaterThan(0);
      await visit.go("cost?rate=0.3&speed=60");
      await visit.page.waitForFunction(() =>
        document.querySelector('[data-role="descent"]')?.textContent?.includes("It stands still"),
      );
      // The least squares of standardised columns: 1 less the square of their correlation.
      const { x, y } = irisColumns();
      const correlation = x.reduce((sum, each, row) => sum + each * (y[row] as number), 0) / x.length;
      expect(await visit.data("descent", "cost")).toBeCloseTo(1 - correlation ** 2, 3);
    });

    once("too large a rate diverges, and the page says so", async () => {
      await visit.go("cost?rate=2&speed=60");
      await visit.page.waitForSelector('[data-role="descent"].error');
      expect(await visit.text('[data-role="descent"]')).toContain("It diverges");
    });

    it("a network learns two moons", async () => {
      await visit.go("train?data=two+moons&speed=20");
      await visit.page.waitForFunction(
        () => Number(document.querySelector<HTMLElement>('[data-role="training"]')?.dataset.steps) > 300,
      );
      expect(await visit.data("training", "cost")).toBeLessThan(0.1);
      await visit.press("Pause");
      await visit.press("Reset");
      expect(await visit.data("training", "steps")).toBe(0);
      const before = await visit.data("training", "cost");
      await visit.press("Step");
      expect(await visit.data("training", "steps")).toBe(1);
      expect(await visit.data("training", "cost")).toBeLessThan(before);
    });

    once("the same seed gives the same training, another one another", async () => {
      const firstCost = async (seed: number) => {
        await visit.go(`train?data=iris.csv&seed=${seed}`);
        await visit.press("Pause");
        await visit.press("Reset");
        return visit.data("training", "cost");
      };
      const first = await firstCost(5);
      expect(await firstCost(6)).not.toBe(first);
      expect(await firstCost(5)).toBe(first);
    });
  });
}
