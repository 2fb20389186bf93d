// The benchmark: every op beside loops in plain JavaScript, and the time that copying the same numbers takes.

import { load } from "lanewise";
import { prepare } from "../../../bench/peers/naive.mjs";
import { swatch } from "../../elements/chips.js";
import { checkbox, select } from "../../elements/controls.js";
import { h } from "../../elements/dom.js";
import { Job } from "../../elements/job.js";
import { duration } from "../../elements/numbers.js";
import { type Lanewise, type Spec, specs } from "../../library/library.js";
import type { State } from "../../shell/state.js";
import { seriesColour } from "../../shell/theme.js";
import { type Call, callIn, type Problem, passNames, problem } from "./inputs.js";
import { timeTogether } from "./timing.js";

const SIZES = ["1024", "65536", "1048576"] as const;
const naive = prepare as (given: Problem) => Call | undefined;

interface Row {
  readonly label: string;
  readonly seconds: number;
  readonly colour: string;
}

export class Benchmark {
  readonly element: HTMLElement;
  readonly #rows = h("div", { class: "bench-rows" });
  readonly #summary = h(
    "p",
    { class: "message", "data-role": "bench" },
    "Single calls on data in the library's memory, on one thread, one after the other. Other work on this machine shows.",
  );
  readonly #job: Job<Spec>;
  readonly #state: State;
  #ratios: number[] = [];
  /** One thread, as the others have. */
  #library: Lanewise | undefined;
  #tfjs: ((given: Problem) => Call | undefined) | undefined;

  constructor(state: State) {
    this.#state = state;
    const size = select(
      "Numbers",
      SIZES.map((value) => ({ value, label: Number(value).toLocaleString("en") })),
      this.#size(),
      (value) => state.set({ size: value }),
    );
    const tfjs = checkbox("tfjs-wasm too (fetches 1 MB)", state.has("tfjs"), (on) => state.set({ tfjs: on ? 1 : undefined }));
    this.#job = new Job(
      "Measure",
      () => specs.filter(({ name }) => passNames(name).length > 0 && isWanted(state, name)),
      ({ name }) => `measuring ${name} …`,
      () => this.#begin(),
      (spec) => this.#measure(spec),
    );
    const key = (index: number, text: string) => h("span", { class: "name" }, swatch(index), text);
    const legend = h(
      "p",
      { class: "legend" },
      key(0, "Lanewise"),
      key(7, "plain JavaScript"),
      key(4, "tfjs-wasm"),
      h("span", { class: "name" }, h("span", { class: "limit-key" }), "copying as many bytes"),
    );
    this.element = h(
      "div",
      { class: "stack" },
      h("div", { class: "pair" }, size.element, tfjs.element),
      this.#job.element,
      this.#summary,
      legend,
      h("div", { class: "scroll tall", tabindex: 0, role: "group", "aria-label": "results of the benchmark" }, this.#rows),
    );
  }

  close(): void {
    this.#job.stop();
    void this.#library?.close();
  }

  #size(): (typeof SIZES)[number] {
    return this.#state.choice("size", SIZES, "65536");
  }

  async #begin(): Promise<void> {
    this.#rows.replaceChildren();
    this.#ratios = [];
    this.#library ??= await load({ threads: 1 });
    if (this.#state.has("tfjs")) this.#tfjs ??= await (await import("./tfjs.js")).startTfjs();
  }

  #measure({ name }: Spec): void {
    const [pass = ""] = passNames(name).toReversed();
    const forward = passNames(name).includes("forward") ? "forward" : pass;
    const given = problem(name, forward, Number(this.#size()));
    const peers: [string, number, Call | undefined][] = [
      ["Lanewise", 0, callIn(this.#library as Lanewise, given)],
      ["plain JavaScript", 7, naive(given)],
      ["tfjs-wasm", 4, this.#state.has("tfjs") ? this.#tfjs?.(given) : undefined],
    ];
    const present = peers.filter((peer): peer is [string, number, Call] => peer[2] !== undefined);
    const copy = copyOf(given);
    const times = timeTogether([...present.map(([, , { call }]) => call), copy]);
    for (const [, , { dispose }] of present) dispose?.();
    const rows = present.map(([label, index], i) => ({ label, colour: seriesColour(index), seconds: times[i] as number }));
    this.#show(`${name}, ${forward}`, rows, times.at(-1) as number);
  }

  #show(title: string, rows: readonly Row[], copy: number): void {
    const longest = Math.max(copy, ...rows.map(({ seconds }) => seconds));
    const [ours, plain] = [rows[0]?.seconds ?? 1, rows.find(({ label }) => label === "plain JavaScript")?.seconds];
    if (plain) this.#ratios.push(plain / ours);
    const bars = rows.map(({ label, seconds, colour }) =>
      h(
        "div",
        { class: "bench-bar", title: `${label}: ${duration(seconds)}` },
        h("div", { class: "fill", style: `width: ${(100 * seconds) / longest}%; background: var(${colour})` }),
        h("span", {}, duration(seconds)),
      ),
    );
    const limit = h("div", {
      class: "limit",
      style: `left: calc((100% - 76px) * ${copy / longest})`,
      title: `copying: ${duration(copy)}`,
    });
    this.#rows.append(
      h(
        "div",
        { class: "bench-row" },
        h("div", {}, title),
        h("div", { class: "bench-bars" }, ...bars, limit),
        h("div", { class: "number" }, plain ? `${(plain / ours).toPrecision(2)} ×` : ""),
      ),
    );
    const mean = Math.exp(this.#ratios.reduce((sum, each) => sum + Math.log(each), 0) / Math.max(1, this.#ratios.length));
    this.#summary.textContent = `${this.#rows.childElementCount} ops. Plain JavaScript takes ${mean.toPrecision(3)} times as long, by geometric mean over the ${this.#ratios.length} ops for which there is such a loop.`;
  }
}

/** "ops=relu,huber" in the address: these alone. */
function isWanted(state: State, name: string): boolean {
  const wanted = state.text("ops", "");
  return wanted === "" || wanted.split(",").includes(name);
}

/** Reads what the call reads, writes what it writes: half of them by one copy. */
function copyOf({ inputs, pass }: Problem): () => void {
  const read = Object.values(inputs).reduce((sum, { length }) => sum + length, 0);
  const written = pass === "value" ? 0 : (inputs.x?.length ?? 0);
  const from = new Float32Array(Math.max(1, (read + written) >> 1)).fill(1);
  const to = new Float32Array(from.length);
  return () => to.set(from);
}
