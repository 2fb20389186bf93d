// The state of a view is the page's address: "#losses?ops=huber&huber.delta=2". Whoever gets the link sees the same.

export interface Address {
  readonly view: string;
  readonly values: ReadonlyMap<string, string>;
}

export function parseAddress(hash: string): Address {
  const [view = "", query = ""] = hash.replace(/^#/, "").split("?");
  return { view, values: new Map(new URLSearchParams(query)) };
}

export function formatAddress({ view, values }: Address): string {
  // Commas, dots and colons are allowed in a fragment, and make it readable.
  const query = new URLSearchParams([...values]).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return `#${view}${query && `?${query}`}`;
}

/** The values of one view. What equals its default is not in the address. */
export class State {
  readonly #view: string;
  readonly #changed: () => void;
  #pending: ReturnType<typeof setTimeout> | undefined;
  #drawing = 0;
  #values: Map<string, string>;
  /** As this view last knew it. */
  #address = location.hash;

  constructor(view: string, values: ReadonlyMap<string, string>, changed: () => void) {
    this.#view = view;
    this.#values = new Map(values);
    this.#changed = changed;
  }

  text(key: string, otherwise: string): string {
    return this.#values.get(key) ?? otherwise;
  }

  /** One of some words; anything else in the address counts as the default. */
  choice<T extends string>(key: string, words: readonly T[], otherwise: T): T {
    const found = this.#values.get(key);
    return words.find((word) => word === found) ?? otherwise;
  }

  number(key: string, otherwise: number, low = -Infinity, high = Infinity): number {
    const found = Number(this.#values.get(key) ?? Number.NaN);
    return Number.isFinite(found) ? Math.min(Math.max(found, low), high) : otherwise;
  }

  numbers(key: string, otherwise: readonly number[]): number[] {
    const found = this.#values.get(key)?.split(",").map(Number);
    return found?.every(Number.isFinite) && found.length > 0 ? found : [...otherwise];
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  raw(key: string): string | undefined {
    return this.#values.get(key);
  }

  /** @param values undefined takes a value out: it has its default again */
  set(values: Readonly<Record<string, string | number | undefined>>): void {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, String(value));
    }
    // Browsers refuse an address that changes with every movement of a pointer.
    clearTimeout(this.#pending);
    // Where another address stands by then, the user has gone there.
    this.#pending = setTimeout(() => {
      if (location.hash === this.#address) this.write();
    }, 120);
    this.#draw();
  }

  /** Takes the values of another address, as when the user goes back. */
  replace(values: ReadonlyMap<string, string>): void {
    this.#values = new Map(values);
    this.#address = location.hash;
    this.#draw();
  }

  /** Makes the page's address that of this state. */
  write(): void {
    history.replaceState(null, "", formatAddress({ view: this.#view, values: this.#values }));
    this.#address = location.hash;
  }

  /** Before another view takes the address over. */
  close(): void {
    clearTimeout(this.#pending);
    cancelAnimationFrame(this.#drawing);
  }

  /** Once a frame, however often the state changes. */
  #draw(): void {
    cancelAnimationFrame(this.#drawing);
    this.#drawing = requestAnimationFrame(() => this.#changed());
  }
}
