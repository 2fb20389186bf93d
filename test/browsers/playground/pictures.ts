// The README's pictures of the playground are of the page as it is now.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openPicture, pictureDigest, pictures, wordsFile, wordsOf } from "../../../scripts/playgroundPictures.mjs";
import type { InstalledBrowser } from "../installed.js";
import { launch } from "../launch.js";

export function testPictures(found: InstalledBrowser, origin: () => string): void {
  describe.each(pictures)("the README's picture $name", (picture) => {
    it("shows the page (if not: npm run playground:screenshots)", async () => {
      const page = await openPicture(await launch(found), origin(), picture);
      const expected = `picture: ${pictureDigest(picture)}\n${await wordsOf(page)}`;
      await page.close();
      expect(readFileSync(wordsFile(picture), "utf8")).toBe(expected);
    });
  });
}
