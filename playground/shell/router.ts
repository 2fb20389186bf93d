// Shows the view that the address names, and keeps the two together.

import { h } from "../elements/dom.js";
import { parseAddress, State } from "./state.js";
import { onTheme } from "./theme.js";
import type { Mounted, View } from "./view.js";

export class Router {
  readonly #views: readonly View[];
  readonly #root: HTMLElement;
  readonly #tabs: ReadonlyMap<string, HTMLElement>;
  #current: { view: View; state: State; mounted: Mounted } | undefined;
  /** Counts openings: a view that was slow to fetch must not replace a later one. */
  #opening = 0;

  constructor(views: readonly View[], tabs: HTMLElement, root: HTMLElement) {
    this.#views = views;
    this.#root = root;
    this.#tabs = new Map(views.map(({ id, title }) => [id, h("a", { href: `#${id}` }, title)]));
    tabs.append(...this.#tabs.values());
  }

  start(): void {
    addEventListener("hashchange", () => void this.#follow());
    onTheme(() => this.#current?.mounted.update());
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const { view: id, values } = parseAddress(location.hash);
    // The link that skips the navigation names the view's place, not a view.
    if (id === this.#root.id && this.#current) {
      this.#root.focus();
      this.#current.state.write();
      return;
    }
    const view = this.#views.find((each) => each.id === id) ?? (this.#views[0] as View);
    if (this.#current?.view === view) {
      this.#current.state.replace(values);
      return;
    }
    const opening = ++this.#opening;
    for (const [each, tab] of this.#tabs) {
      if (each === view.id) tab.setAttribute("aria-current", "page");
      else tab.removeAttribute("aria-current");
    }
    this.#tabs.get(view.id)?.scrollIntoView({ block: "nearest", inline: "center" });
    const mount = await view.open();
    if (opening !== this.#opening) return;
    this.#current?.state.close();
    this.#current?.mounted.close?.();
    document.title = `${view.title} · Lanewise playground`;
    const body = h("div", { class: "view", "data-view": view.id });
    this.#root.replaceChildren(h("div", { class: "title" }, h("h1", {}, view.title), h("p", { class: "lede" }, view.lede)), body);
    const state = new State(view.id, values, () => this.#current?.mounted.update());
    const mounted = mount(body, state);
    this.#current = { view, state, mounted };
    mounted.update();
    body.dataset.ready = "true";
  }
}
