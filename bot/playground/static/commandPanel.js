// What stands above the line while a command is typed: its options, the one at the caret, and what is wrong.

import { describeType } from "./commandLine.js";
import { element, morph } from "./dom.js";

export class CommandPanel {
  /** `go(option)` is called when an option is pressed. */
  constructor(go) {
    this.options = [];
    this.head = element("div", { class: "panel-head" });
    this.chips = element("div", { class: "chips", role: "group", "aria-label": "Options of this command" });
    this.about = element("div", { class: "panel-about", id: "panel-about", "aria-live": "polite" });
    this.wrong = element("div", { class: "panel-wrong", role: "alert", hidden: true });
    this.element = element("div", { class: "panel", hidden: true }, this.head, this.chips, this.about, this.wrong);
    this.chips.addEventListener("pointerdown", (event) => event.preventDefault());
    this.chips.addEventListener("click", (event) => {
      const name = event.target.closest("[data-option]")?.dataset.option;
      const option = this.options.find((one) => one.name === name);
      if (option) go(option);
    });
  }

  /** Show the command of a line that was read, or nothing. */
  show(read) {
    const leaf = read?.leaf;
    this.options = leaf?.options ?? [];
    this.head.hidden = this.chips.hidden = this.about.hidden = !leaf;
    if (leaf) {
      morph(this.head, [
        element("strong", { text: leaf.label }),
        element("span", { class: "quiet", text: leaf.description }),
      ]);
      morph(
        this.chips,
        leaf.options.map((option) => drawChip(option, read)),
      );
      this.about.textContent = aboutOption(read);
    }
    this.#settle();
  }

  /** Say what is wrong, or take it away with "". */
  complain(sentence) {
    this.wrong.classList.remove("calm");
    this.#say(sentence);
  }

  /** Say something that is not wrong. */
  mention(sentence) {
    this.wrong.classList.add("calm");
    this.#say(sentence);
  }

  #say(sentence) {
    this.wrong.textContent = sentence;
    this.wrong.hidden = !sentence;
    this.#settle();
  }

  #settle() {
    this.element.hidden = this.head.hidden && this.wrong.hidden;
  }
}

function drawChip(option, read) {
  const given = read.given.find((value) => value.option === option && value.text !== "");
  const state = [given && "given", read.active?.option === option && "active", option.required && !given && "lacking"];
  return element(
    "button",
    {
      type: "button",
      class: ["chip", ...state.filter(Boolean)].join(" "),
      data: { option: option.name },
      title: `${option.description} (${describeType(option)}${option.required ? ", needed" : ""})`,
    },
    option.name,
    option.required ? element("span", { class: "needed", text: "*", "aria-label": "needed" }) : null,
  );
}

function aboutOption(read) {
  const option = read.active?.option;
  if (option) return `${option.description} · ${describeType(option)}${option.required ? " · needed" : ""}`;
  if (read.missing.length > 0) return `Needed: ${read.missing.map(({ name }) => name).join(", ")}`;
  if (read.leaf.options.length === 0) return "Press Enter to send it.";
  return read.given.length > 0 ? "Press Enter to send it." : "Press Enter to send it as it is, or add an option.";
}
