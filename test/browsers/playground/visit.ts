// A page of the playground, as tests use it: opened once, and led from view to view as its own links do.

import type { Browser, Page } from "playwright-core";
import { numberOf } from "./shown.js";

const ready = (address: string) => `[data-ready][data-view="${/^\w+/.exec(address)?.[0]}"]`;

export class Visit {
  readonly page: Page;
  /** Errors and warnings that the page has reported. */
  readonly problems: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.problems.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(message.text());
    });
  }

  static async begin(browser: Browser, address: string): Promise<Visit> {
    const visit = new Visit(await browser.newPage({ viewport: { width: 1280, height: 800 } }));
    await visit.page.goto(address);
    await visit.page.waitForSelector(ready("activations"));
    return visit;
  }

  /** Goes to another view, and waits until it stands. */
  async go(address: string): Promise<void> {
    await this.page.evaluate(goThere, [address, ready(address)] as const);
  }

  text(selector: string): Promise<string> {
    return this.page.locator(selector).first().innerText();
  }

  /** The texts of all parts of the page that a selector finds, at one moment. */
  texts(selector: string): Promise<string[]> {
    return this.page.locator(selector).allInnerTexts();
  }

  async number(selector: string): Promise<number> {
    return numberOf(await this.text(selector));
  }

  press(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  /** A number in the data attribute of a part of the page. */
  async data(role: string, name: string): Promise<number> {
    return Number(await this.page.locator(`[data-role="${role}"]`).getAttribute(`data-${name}`));
  }
}

/** In the page: one message from here, where three would take longer than what they wait for. */
async function goThere([address, view]: readonly [string, string]): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const before = location.hash;
  location.hash = address;
  if (location.hash !== before) await new Promise((done) => addEventListener("hashchange", done, { once: true }));
  for (const end = performance.now() + 30_000; !document.querySelector(view); await frame()) {
    if (performance.now() > end) throw new Error(`${address}: its view has not come`);
  }
  // Two frames: the state is read in one, and drawn in the next at the latest.
  await frame();
  await frame();
}
