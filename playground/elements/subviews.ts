// A view of several parts, of which one is shown: a switch, and the place where the chosen part stands.

import type { State } from "../shell/state.js";
import type { Mount, Mounted } from "../shell/view.js";
import { segments } from "./controls.js";
import { h } from "./dom.js";

export interface Subview {
  readonly value: string;
  readonly label: string;
  readonly mount: Mount;
}

/** @param key of the state that names the part; the first is the default */
export function mountSubviews(root: HTMLElement, state: State, key: string, label: string, parts: readonly Subview[]): Mounted {
  const first = parts[0] as Subview;
  const read = () =>
    state.choice(
      key,
      parts.map(({ value }) => value),
      first.value,
    );
  const chooser = segments(label, parts, read(), (value) => state.set({ [key]: value === first.value ? undefined : value }));
  const place = h("div", { class: "stack" });
  root.classList.add("stack");
  root.append(chooser.element, place);
  let shown: { value: string; mounted: Mounted } | undefined;
  return {
    update() {
      const value = read();
      if (shown?.value !== value) {
        shown?.mounted.close?.();
        place.replaceChildren();
        chooser.set(value);
        const part = parts.find((each) => each.value === value) ?? first;
        shown = { value, mounted: part.mount(place, state) };
      }
      shown.mounted.update();
    },
    close: () => shown?.mounted.close?.(),
  };
}
