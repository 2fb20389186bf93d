// Light or dark: the system's choice unless the user makes one, which this browser remembers.

import { h } from "../elements/dom.js";

const KEY = "lanewise.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const chosen = (): string | undefined => document.documentElement.dataset.theme;
export const isDark = (): boolean => (chosen() ? chosen() === "dark" : dark.matches);

/** Charts draw on canvases, which no style sheet reaches. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const tell = () => {
  known.clear();
  for (const listener of listeners) listener();
};

export function connectTheme(): void {
  const kept = remembered();
  if (kept) document.documentElement.dataset.theme = kept;
  dark.addEventListener("change", tell);
}

export function themeButton(): HTMLElement {
  const button = h("button", { type: "button", class: "icon-button" });
  const show = () => {
    const other = isDark() ? "light" : "dark";
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-label", `Use ${other} colours`);
    button.title = `Use ${other} colours`;
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    remember(chosen());
    tell();
  });
  onTheme(show);
  show();
  return button;
}

/** A page of a file, or one whose storage is blocked, has no memory; it works all the same. */
function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme: string | undefined): void {
  try {
    localStorage.setItem(KEY, theme ?? "");
  } catch {
    // Then it holds for this page alone.
  }
}

/** Colours as they are now, by their names. */
const known = new Map<string, string>();
const probe = document.head.appendChild(document.createElement("i"));

/** A colour of the style sheet, as it is now: "--ink". */
export function colour(name: string): string {
  const found = known.get(name) ?? read(name);
  known.set(name, found);
  return found;
}

/** A canvas knows nothing of light-dark(): an element tells what comes of it. */
function read(name: string): string {
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Red, green and blue, from 0 to 255. */
export const channelsOf = (name: string): number[] => colour(name).match(/\d+/g)?.map(Number) ?? [];

const SERIES = 8;
/** The name of the colour of the nth curve. */
export const seriesColour = (index: number): string => `--series-${(index % SERIES) + 1}`;
