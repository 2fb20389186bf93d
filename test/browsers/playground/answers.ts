// The playground's answers: what floats do, which loss to take, and what runs on this machine.

import { beforeAll, describe, expect, it } from "vitest";
import { loadSync } from "../../../src/sync.js";
import type { Visit } from "./visit.js";

const { ops } = loadSync({ backend: "reference" });

export function testAnswers(here: () => Visit): void {
  describe("tells", () => {
    let visit: Visit;
    beforeAll(() => {
      visit = here();
    });

    it("that e^x − 1 is lost near 0, and elu is not", async () => {
      await visit.go("floats?op=elu&c=-0.0000001&zoom=28");
      expect(await visit.text('[data-role="grid"]')).toMatch(/^All \d+ floats|^301 of /);
      expect(await visit.number('[data-row="textbook"] [data-value="ulp"]')).toBeGreaterThan(1000);
      expect(await visit.number('[data-row="Lanewise"] [data-value="ulp"]')).toBeLessThanOrEqual(ops.elu.bound.fast);
    });

    it("that ours stays within its bound for every formula that can be computed", async () => {
      await visit.go("floats");
      const names = await visit.page.locator('[data-view="floats"] select option').allInnerTexts();
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) {
        await visit.go(`floats?op=${name}&c=-1.3&zoom=3`);
        const ulp = await visit.number('[data-row="Lanewise"] [data-value="ulp"]');
        expect(ulp, name).toBeLessThanOrEqual((ops[name as "relu"] as { bound: { fast: number } }).bound.fast);
      }
    });

    it("where gradients die", async () => {
      await visit.go("floats?show=vanishing&case=clipped&x=-25");
      expect([await visit.text('[data-value="ours"]'), await visit.text('[data-value="usual"]')]).toEqual(["−1", "0"]);
      await visit.go("floats?show=vanishing&case=tanh&x=12");
      expect(await visit.number('[data-value="ours"]')).toBeCloseTo(4 * Math.exp(-24), 15);
      expect(await visit.text('[data-value="usual"]')).toBe("0");
    });

    it("which conventions differ", async () => {
      await visit.go("floats?show=conventions&as=TensorFlow.js");
      expect(await visit.text(".conventions tbody tr:nth-child(5)")).toMatch(/^\|prediction − target\|′ at 0\n.*\s+0\s+−1 ≠/);
    });

    it("that a naive loss dies where ours learns", async () => {
      await visit.go("floats?show=twins&formula=naive&rate=10");
      await visit.page.waitForSelector('[data-role="twins"].error');
      expect(await visit.text('[data-role="twins"]')).toMatch(/The twin died at step \d+/);
    });

    it("which loss to take, with code that runs", async () => {
      const losses = new Set<string>();
      for (const what of ["number", "class", "distribution"]) {
        await visit.go(`which?what=${what}`);
        const advice = await visit.page.evaluate(runEveryAnswer);
        expect(advice.length, what).toBeGreaterThanOrEqual(4);
        for (const { answers, loss, output } of advice) {
          expect(output, `${what}, ${answers}`).toMatch(/^cost [\d.]+\ngradient \[/);
          losses.add(loss);
        }
      }
      expect(losses.size).toBeGreaterThanOrEqual(7);
    });

    it("what runs here, and why not more", async () => {
      await visit.go("machine");
      expect(await visit.text('[data-value="backend"]')).toBe("WebAssembly");
      expect(await visit.text('[data-value="reason"]')).toContain("not cross-origin isolated");
    });

    it("that every op of the table is right", async () => {
      await visit.go("machine");
      await visit.press("Check every op");
      await visit.page.getByText("Done.").waitFor();
      const rows = visit.page.locator("tbody tr[data-op]");
      expect(await rows.count()).toBe(Object.keys(ops).length);
      expect(await visit.page.locator("tbody td.bad").allInnerTexts()).toEqual([]);
      expect(await visit.text('[data-role="check"]')).toContain(`${Object.keys(ops).length} ops checked`);
    });

    it("how fast ops are, of every kind", async () => {
      const kinds = new Map(Object.values(ops).map(({ kind, name }) => [kind, name]));
      await visit.go(`machine?size=1024&ops=${[...kinds.values()].join(",")}`);
      await visit.press("Measure");
      await visit.page.waitForFunction((all) => document.querySelectorAll(".bench-row").length === all, kinds.size);
      expect(await visit.text('[data-role="bench"]')).toMatch(/^\d+ ops\. Plain JavaScript takes [\d.e+]+ times as long/);
    });
  });
}

interface Advice {
  readonly answers: string;
  readonly loss: string;
  readonly output: string;
}

/** In the page: gives every answer to the second and third question, and runs the code that follows. */
async function runEveryAnswer(): Promise<Advice[]> {
  const answersTo = (question: number) => [
    ...(document.querySelectorAll("fieldset")[question]?.querySelectorAll<HTMLInputElement>("input") ?? []),
  ];
  const text = (selector: string) => document.querySelector<HTMLElement>(selector)?.innerText ?? "";
  const advice: Advice[] = [];
  const choose = async (answer: HTMLInputElement) => {
    answer.click();
    for (let frames = 0; frames < 2; frames++) await new Promise((done) => requestAnimationFrame(done));
  };
  for (let second = 0; second < answersTo(1).length; second++) {
    await choose(answersTo(1)[second] as HTMLInputElement);
    for (let third = 0; third < answersTo(2).length; third++) {
      await choose(answersTo(2)[third] as HTMLInputElement);
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Run it")?.click();
      advice.push({ answers: `${second} ${third}`, loss: text('[data-value="losses"]'), output: text('[data-role="output"]') });
    }
  }
  return advice;
}
