// Keeps the completion list in step with the line: what the page knows at once, what the bot knows a moment later.

import { buildFocus } from "./commandLine.js";
import { choiceRows, completes, suggest } from "./commands.js";

const AFTER_MS = 130; // of rest before the bot is asked

export class Suggester {
  #asked = 0; // number of the last question; answers to older ones are dropped
  #timer = 0;

  constructor(completion, store, act) {
    Object.assign(this, { completion, store, act });
  }

  /** Show what fits a line that was read; `known` is what buildCommand takes. */
  update(read, text, caret, known) {
    this.#forget();
    const active = read?.active;
    const picked = active && known.chosen.get(active.option.name);
    if (picked && picked.text === active.text) return void this.completion.hide();
    const found = suggest(read, text, caret, this.store);
    if (!completes(read)) return void this.completion.show(found);
    if (found.rows.length > 0) this.completion.show(found);
    else if (this.completion.title.textContent !== active.option.name) this.completion.hide();
    this.completion.element.classList.add("busy");
    const number = this.#asked;
    this.#timer = setTimeout(() => this.#ask(read, known, number), AFTER_MS);
  }

  stop() {
    this.#forget();
    this.completion.hide();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  async #ask(read, known, number) {
    let choices = [];
    try {
      ({ choices = [] } = await this.act("complete", { channel_id: this.store.active, ...buildFocus(read, known) }));
    } catch {
      // Without suggestions one can still type the whole value.
    }
    if (number === this.#asked)
      this.completion.show({ title: read.active.option.name, rows: choiceRows(read, choices) });
  }
}
