// The README is short, says what is tested, and what is generated is current: in it, in docs/ and its pictures.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CONDITIONS } from "../browsers/server.js";
import { pages, readme, root } from "./pages.js";

it("the README has at most 160 lines, and code to run", () => {
  expect(readme.text.trimEnd().split("\n").length).toBeLessThanOrEqual(160);
  expect(readme.blocks.filter(({ language }) => language === "js").length).toBeGreaterThanOrEqual(2);
});

it("the headers that are recommended are those that the tests in browsers send", () => {
  const sent = Object.entries(CONDITIONS.recommended).map(([name, value]) => `${name}: ${value}`);
  const headers = ({ blocks }: (typeof pages)[number]) =>
    blocks.filter(({ language }) => language === "http").flatMap(({ code }) => code.trim().split("\n"));
  expect(headers(readme)).toEqual(sent);
  for (const header of pages.flatMap(headers)) expect(sent).toContain(header);
});

it("what is generated is what the op table and the recorded results give", () => {
  expect(() => execFileSync(process.execPath, [join(root, "scripts/docs.mjs"), "--check"], { stdio: "pipe" })).not.toThrow();
});
