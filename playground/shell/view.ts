// What a view is to the page around it.

import type { State } from "./state.js";

export interface View {
  readonly id: string;
  readonly title: string;
  /** One sentence under the title. */
  readonly lede: string;
  /** Fetched when it is first looked at. */
  open(): Promise<Mount>;
}

/** Builds a view inside `root`. */
export type Mount = (root: HTMLElement, state: State) => Mounted;

export interface Mounted {
  /** The state, or the colour scheme, has changed. */
  update(): void;
  /** Frees what would go on living without the view: timers, observers, tensors. */
  close?(): void;
}
