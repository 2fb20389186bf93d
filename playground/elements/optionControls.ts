// Controls for the options that the table gives an op.

import type { OptionSpec, Spec } from "lanewise";
import type { Options } from "../library/calls.js";
import { entriesOf, intervalOf, readOption } from "../library/options.js";
import type { State } from "../shell/state.js";
import { type Control, checkbox, choicesOf, segments, slider } from "./controls.js";

/** An op's options as the address has them, the others at their defaults. */
export function optionsFrom(state: State, spec: Spec): Options {
  return Object.fromEntries(
    entriesOf(spec).map(([name, option]) => [name, readOption(option, state.raw(`${spec.name}.${name}`))]),
  );
}

/** Does nothing visible for an op without options. */
export function optionControls(spec: Spec, state: State): HTMLElement[] {
  const values = optionsFrom(state, spec);
  return entriesOf(spec).flatMap(([name, option]) => {
    const key = `${spec.name}.${name}`;
    const tell = (value: unknown) => state.set({ [key]: value === option.default ? undefined : String(value) });
    return controlOf(name, option, values[name], tell)?.element ?? [];
  });
}

function controlOf(
  name: string,
  option: OptionSpec<unknown>,
  value: unknown,
  tell: (value: unknown) => void,
): Control<never> | undefined {
  if (option.choices) return segments(name, choicesOf(option.choices as string[]), value as string, tell);
  if (typeof option.default === "boolean") return checkbox(name, value as boolean, tell);
  // Others (an array, a mask) have no control that would fit all of them.
  if (typeof option.default !== "number") return undefined;
  const interval = intervalOf(option);
  return slider({ label: name, interval, value: value as number, hint: `${name}: ${option.expected}` }, tell);
}
