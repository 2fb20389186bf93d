// The user's own data: files that are chosen, and whatever is dropped on the page.

import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Visit } from "./visit.js";

const LINE = ["a,b", ...Array.from({ length: 40 }, (_, row) => `${row / 4},${row / 2 + 0.25}`)].join("\n");
const SHOWN = '[data-role="data"]';

interface Dropped {
  readonly name: string;
  readonly content: string | readonly number[];
}

export function testData(here: () => Visit, browser: string): void {
  describe("the user's data", () => {
    let visit: Visit;
    beforeAll(() => {
      visit = here();
    });

    /** Gives the page a file, as choosing one does. */
    const choose = (name: string, text: string) =>
      visit.page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

    /** Drops files, or a text where there are none, on a part of the page. Tells whether the browser would have left for them. */
    const drop = (files: readonly Dropped[], place = "h1") =>
      visit.page.evaluate(
        ([all, selector]) => {
          const dataTransfer = new DataTransfer();
          for (const { name, content } of all) {
            dataTransfer.items.add(new File([typeof content === "string" ? content : new Uint8Array(content)], name));
          }
          if (all.length === 0) dataTransfer.setData("text/plain", "1,2");
          const target = document.querySelector(selector) as Element;
          const events = ["dragenter", "dragover", "drop"].map(
            (type) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }),
          );
          return events.map((event) => target.dispatchEvent(event)).at(-1);
        },
        [files, place] as const,
      );

    const message = async (start: string, wrong: boolean) => {
      await visit.page
        .locator(`${SHOWN}${wrong ? ".error" : ":not(.error)"}`)
        .filter({ hasText: start })
        .waitFor();
      return visit.text(SHOWN);
    };

    const columns = () => visit.page.getByLabel("Feature x").locator("option").allInnerTexts();

    it("a file that is wrong is told of by row and column, and one that is right is used", async () => {
      await visit.go("cost");
      await choose("broken.csv", "a,b\n1,2\n3,4\nx,5\n6,7\n8,9\n10,11\n");
      expect(await message("broken", true)).toBe('broken.csv: row 3 (line 4), column "a": "x" is not a number');
      await choose("ragged.csv", "a,b\n1,2\n3\n");
      expect(await message("ragged", true)).toBe("ragged.csv: row 2 (line 3) has 1 field, expected 2 as in the header");
      await choose("line.csv", LINE);
      expect(await message("line", false)).toBe("line.csv: 40 rows, 2 columns");
    });

    it.each([
      ["cost", ".drop"],
      ["cost", "h1"],
      ["train", "canvas"],
    ])("a file that is dropped in %s, on %s, is used", async (view, place) => {
      await visit.go("activations");
      await visit.go(view);
      const name = `${view}-${place.length}.csv`;
      expect(await drop([{ name, content: LINE }], place)).toBe(false);
      expect(await message(name, false)).toBe(`${name}: 40 rows, 2 columns`);
      expect(await visit.page.getByRole("combobox", { name: "Data", exact: true }).locator("option:checked").innerText()).toBe(
        name,
      );
    });

    it.each<[string, readonly Dropped[], string]>([
      ["a text", [], "What was dropped is no file: drop a CSV file."],
      ["two files", [1, 2].map((i) => ({ name: `${i}.csv`, content: LINE })), "2 files at once: drop one CSV file."],
      ["an empty file", [{ name: "empty.csv", content: "" }], "empty.csv: is empty, expected a header line and rows"],
      ["a picture", [{ name: "photo.png", content: [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13] }], "photo.png: is not text"],
      ["a broken file", [{ name: "ragged.csv", content: "a,b\n1,2\n3\n" }], "ragged.csv: row 2 (line 3) has 1 field, expected 2"],
    ])("%s, dropped, is told of, and the data stay", async (_, files, words) => {
      await visit.go("cost");
      await choose("line.csv", LINE);
      await message("line", false);
      expect(await drop(files)).toBe(false);
      expect((await message(words.slice(0, 8), true)).startsWith(words)).toBe(true);
      expect(await columns()).toEqual(["a", "b"]);
      await choose("again.csv", LINE);
      expect(await message("again", false)).toBe("again.csv: 40 rows, 2 columns");
    });

    // Pages cannot make a folder; the tools of Chromium drop one as a user would.
    it.skipIf(browser !== "chromium")("a folder, dropped, is told of", async () => {
      await visit.go("cost");
      const client = await visit.page.context().newCDPSession(visit.page);
      const data = { items: [], files: [dirname(fileURLToPath(import.meta.url))], dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"] as const) {
        await client.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
      }
      expect(await message("playground", true)).toBe("playground: cannot be read, expected a CSV file");
      await client.detach();
    });

    it("a view that takes no data does not leave the page for what is dropped", async () => {
      await visit.go("losses");
      expect(await drop([{ name: "line.csv", content: LINE }])).toBe(false);
      expect(await visit.page.evaluate(() => location.hash)).toBe("#losses");
    });
  });
}
