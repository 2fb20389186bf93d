// Constructors of specs: they add the kind, and let TypeScript infer the options inside the spec's own functions. The words are taken
// out when the package is built (scripts/words.mjs), so that only those who ask for them carry them.

import type { OptionSpecs } from "./options.js";
import type {
  ActivationSpec,
  ChannelActivationSpec,
  GroupActivationSpec,
  LayerSpec,
  LossSpec,
  OutputActivationSpec,
  OutputRowSpec,
  PenaltySpec,
  RootLossSpec,
  RowLossSpec,
  RowSpec,
  WeightedRowLossSpec,
  Words,
} from "./types.js";

type Body<T> = Omit<T, "kind"> & Words;

export function activation<const N extends string, S extends OptionSpecs>(
  spec: Body<OutputActivationSpec<N, S>>,
): OutputActivationSpec<N, S>;
export function activation<const N extends string, S extends OptionSpecs>(spec: Body<ActivationSpec<N, S>>): ActivationSpec<N, S>;
export function activation<const N extends string, S extends OptionSpecs>(
  spec: Body<ActivationSpec<N, S>>,
): ActivationSpec<N, S> {
  return { ...spec, kind: "activation" };
}

export function channelActivation<const N extends string>(spec: Body<ChannelActivationSpec<N>>): ChannelActivationSpec<N> {
  return { ...spec, kind: "channelActivation" };
}

export function groupActivation<const N extends string, S extends OptionSpecs>(
  spec: Body<GroupActivationSpec<N, S>>,
): GroupActivationSpec<N, S> {
  return { ...spec, kind: "groupActivation" };
}

export function row<const N extends string, S extends OptionSpecs>(spec: Body<OutputRowSpec<N, S>>): OutputRowSpec<N, S>;
export function row<const N extends string, S extends OptionSpecs>(spec: Body<RowSpec<N, S>>): RowSpec<N, S>;
export function row<const N extends string, S extends OptionSpecs>(spec: Body<RowSpec<N, S>>): RowSpec<N, S> {
  return { ...spec, kind: "row" };
}

export function loss<const N extends string, S extends OptionSpecs>(spec: Body<RootLossSpec<N, S>>): RootLossSpec<N, S>;
export function loss<const N extends string, S extends OptionSpecs>(spec: Body<LossSpec<N, S>>): LossSpec<N, S>;
export function loss<const N extends string, S extends OptionSpecs>(spec: Body<LossSpec<N, S>>): LossSpec<N, S> {
  return { ...spec, kind: "loss" };
}

export function rowLoss<const N extends string, S extends OptionSpecs>(
  spec: Omit<Body<WeightedRowLossSpec<N, S>>, "task">,
): WeightedRowLossSpec<N, S>;
export function rowLoss<const N extends string, S extends OptionSpecs>(
  spec: Omit<Body<RowLossSpec<N, S>>, "task">,
): RowLossSpec<N, S>;
export function rowLoss<const N extends string, S extends OptionSpecs>(
  spec: Omit<Body<RowLossSpec<N, S>>, "task">,
): RowLossSpec<N, S> {
  return { ...spec, kind: "rowLoss", task: "multiclass" };
}

export function penalty<const N extends string, S extends OptionSpecs>(spec: Body<PenaltySpec<N, S>>): PenaltySpec<N, S> {
  return { ...spec, kind: "penalty" };
}

export function layer<const N extends string>(spec: Body<LayerSpec<N>>): LayerSpec<N> {
  return { ...spec, kind: "layer" };
}
