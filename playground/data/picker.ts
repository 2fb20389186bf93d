// Where the data come from: the page's examples, or a CSV file that is chosen or dropped.

import { button, choicesOf, select } from "../elements/controls.js";
import { h } from "../elements/dom.js";
import { count } from "../elements/numbers.js";
import { takeDrops } from "../shell/drops.js";
import type { State } from "../shell/state.js";
import { isUsersFault, readCsv, type Table } from "./tables.js";

/** The user's file outlives a change of view. It is not in the address: it never leaves the page. */
let own: Table | undefined;
const OWN = "own";

export class DataPicker {
  readonly element: HTMLElement;
  readonly #message = h("p", { class: "message", role: "status", "data-role": "data" });
  readonly #list = h("div");
  readonly #examples: readonly Table[];
  readonly #state: State;
  /** Keys of the state that belong to a table: another one has other columns. */
  readonly #columns: Readonly<Record<string, undefined>>;
  readonly #takeNoMore: () => void;
  #closed = false;

  constructor(state: State, examples: readonly Table[], columns: readonly string[]) {
    this.#state = state;
    this.#examples = examples;
    this.#columns = Object.fromEntries(columns.map((key) => [key, undefined]));
    const input = h("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,text/csv",
      class: "hidden-input",
      "aria-label": "A CSV file of yours",
      tabindex: -1,
    });
    input.addEventListener("change", async () => {
      await this.#read(input.files?.[0]);
      // The same file may be chosen again, mended.
      input.value = "";
    });
    const open = button("Open a CSV file …", () => input.click());
    const note = h("p", { class: "note" }, "Or drop one on the page. It is read here and never leaves it.");
    this.element = h("div", { class: "drop" }, this.#list, h("div", { class: "buttons" }, open, input), note, this.#message);
    this.#takeNoMore = takeDrops({
      hover: (over) => this.element.classList.toggle("over", over),
      receive: ({ files }) => this.#receive([...files]),
    });
    this.describe();
  }

  get table(): Table {
    const first = this.#examples[0] as Table;
    const name = this.#state.text("data", own ? OWN : first.file);
    return (name === OWN ? own : this.#examples.find(({ file }) => file === name)) ?? first;
  }

  /** Says what the data are: all is well with them. */
  describe(): void {
    const { file, rows, columns } = this.table;
    this.#say(`${file}: ${count(rows, "row")}, ${count(columns.length, "column")}`, false);
    const tables = own ? [...this.#examples, own] : this.#examples;
    const choices = choicesOf(tables.map((table) => (table === own ? OWN : table.file)));
    const labelled = choices.map(({ value }) => ({ value, label: value === OWN && own ? own.file : value }));
    const list = select("Data", labelled, this.table === own ? OWN : file, (data) => this.#state.set({ ...this.#columns, data }));
    this.#list.replaceChildren(...(tables.length > 1 ? [list.element] : []));
  }

  /** Shows what is wrong with the data. @throws what is no fault of theirs */
  complain(error: unknown): void {
    if (!isUsersFault(error)) throw error;
    this.#say(error.message, true);
  }

  close(): void {
    this.#closed = true;
    this.#takeNoMore();
  }

  #receive(files: readonly File[]): void {
    if (files.length === 1) void this.#read(files[0]);
    else if (files.length > 1) this.#say(`${files.length} files at once: drop one CSV file.`, true);
    else this.#say("What was dropped is no file: drop a CSV file.", true);
  }

  async #read(file: File | undefined): Promise<void> {
    if (!file) return;
    this.#say(`Reading ${file.name} …`, false);
    try {
      own = await readCsv(file);
      // Meanwhile another view may have taken the address over.
      if (this.#closed) return;
      this.describe();
      this.#state.set({ ...this.#columns, data: OWN });
    } catch (error) {
      this.complain(error);
    }
  }

  #say(text: string, wrong: boolean): void {
    this.#message.textContent = text;
    this.#message.classList.toggle("error", wrong);
  }
}
