// Activations: functions of one number, of a row, of a group. What a kind holds is what the table has of it.

import { mountSubviews } from "../../elements/subviews.js";
import type { Mount } from "../../shell/view.js";
import { mountCurves } from "./curves.js";
import { mountGroups } from "./groups.js";
import { mountRows } from "./rows.js";

export const mount: Mount = (root, state) =>
  mountSubviews(root, state, "kind", "Functions", [
    { value: "curves", label: "Of one number", mount: mountCurves },
    { value: "rows", label: "Of a row: softmax", mount: mountRows },
    { value: "groups", label: "Of a group: maxout", mount: mountGroups },
  ]);
