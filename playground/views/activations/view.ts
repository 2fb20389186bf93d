// Activations: functions of one number, of a row, of a group. What a kind holds is what the table has of it.

import { segments } from "../../elements/controls.js";
import { h } from "../../elements/dom.js";
import type { State } from "../../shell/state.js";
import type { Mounted } from "../../shell/view.js";
import { mountCurves } from "./curves.js";
import { mountGroups } from "./groups.js";
import { mountRows } from "./rows.js";

const KINDS = [
  { value: "curves", label: "Of one number", mount: mountCurves },
  { value: "rows", label: "Of a row: softmax", mount: mountRows },
  { value: "groups", label: "Of a group: maxout", mount: mountGroups },
] as const;
const NAMES = KINDS.map(({ value }) => value);

export function mount(root: HTMLElement, state: State): Mounted {
  const read = () => state.choice("kind", NAMES, "curves");
  const chooser = segments("Functions", KINDS, read(), (kind) => state.set({ kind: kind === "curves" ? undefined : kind }));
  const place = h("div", { class: "stack" });
  root.append(chooser.element, place);
  root.classList.add("stack");
  let shown: { kind: string; mounted: Mounted } | undefined;
  return {
    update() {
      const kind = read();
      if (shown?.kind !== kind) {
        shown?.mounted.close?.();
        place.replaceChildren();
        chooser.set(kind);
        shown = { kind, mounted: (KINDS.find(({ value }) => value === kind) ?? KINDS[0]).mount(place, state) };
      }
      shown.mounted.update();
    },
    close: () => shown?.mounted.close?.(),
  };
}
