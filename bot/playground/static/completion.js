// The list above the composer: rows to pick from with the arrow keys, Tab, Enter or the mouse.

import { element } from "./dom.js";

export class Completion {
  #rows = [];
  #pointed = -1;
  #signature = "";

  /** `pick(row)` is called when a row is taken; `field` is the text box the list belongs to. */
  constructor(field, pick) {
    this.field = field;
    this.pick = pick;
    this.title = element("div", { class: "completion-title" });
    this.list = element("div", {
      class: "completion-rows",
      role: "listbox",
      id: "completion",
      "aria-label": "Suggestions",
    });
    this.element = element("div", { class: "completion", hidden: true }, this.title, this.list);
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const place = [...this.list.children].indexOf(event.target.closest("[role=option]"));
      if (place >= 0) this.pick(this.#rows[place]);
    });
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "completion");
  }

  get open() {
    return this.#rows.length > 0;
  }

  /** The row that the arrow keys point at, or null. */
  get pointed() {
    return this.#rows[this.#pointed] ?? null;
  }

  get first() {
    return this.#rows[0] ?? null;
  }

  /** Show these rows; `first` points at the first one from the start. `busy` says that more are on their way. */
  show({ title, rows, first = false, busy = false }) {
    const signature = JSON.stringify([title, first, rows.map(({ label, hint, edit }) => [label, hint, edit])]);
    this.element.classList.toggle("busy", busy);
    if (signature === this.#signature) return;
    this.#signature = signature;
    this.#rows = rows;
    this.title.textContent = title;
    this.list.replaceChildren(...rows.map(drawRow));
    this.element.hidden = rows.length === 0;
    this.#point(first && rows.length > 0 ? 0 : -1);
  }

  hide() {
    this.show({ title: "", rows: [] });
  }

  move(step) {
    const count = this.#rows.length;
    const from = this.#pointed < 0 && step < 0 ? 0 : this.#pointed;
    this.#point((from + step + count) % count);
  }

  #point(place) {
    this.list.children[this.#pointed]?.setAttribute("aria-selected", "false");
    this.#pointed = place;
    const row = this.list.children[place];
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

function drawRow(row, place) {
  return element(
    "div",
    {
      class: "completion-row",
      role: "option",
      id: `completion-${place}`,
      "aria-selected": "false",
      "data-testid": "command-option",
    },
    element("span", { class: "completion-label", text: row.label }),
    row.description && element("span", { class: "completion-description", text: row.description }),
    row.hint && element("span", { class: "completion-hint", text: row.hint }),
  );
}
