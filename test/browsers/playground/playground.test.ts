// The playground in real browsers, with cross-origin isolation and without: one browser, and one page for each, for all that is
// looked at.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers } from "../installed.js";
import { launch, need } from "../launch.js";
import { testAnswers } from "./answers.js";
import { testData } from "./data.js";
import { testMoving } from "./moving.js";

import { testPictures } from "./pictures.js";
import { buildSite, HOSTINGS, type Site } from "./site.js";
import { testViews } from "./views.js";
import { Visit } from "./visit.js";

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

  describe.skipIf(!found.installed).each(HOSTINGS)("in a page that is %s", (hosting) => {
    let visit: Visit;
    beforeAll(async () => {
      visit = await Visit.begin(await launch(found), site.addressOf(hosting));
    });
    afterAll(async () => {
      expect(visit.problems).toEqual([]);
      await visit.page.close();
    });

    testMoving(() => visit, found.name, hosting);
    // What has nothing to do with threads is tried in one of the two.
    if (hosting === "isolated") {
      testViews(() => visit, found.name);
      testData(() => visit, found.name);
    } else {
      testAnswers(() => visit);
    }
  });

  // They are taken in Chromium.
  if (found.installed && found.name === "chromium") testPictures(found, () => site.addressOf("isolated"));
});
