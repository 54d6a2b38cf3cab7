// What the next message is: a new one, an answer to another, or another wording of one's own.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./state.js";

export class Aim {
  reply = null; // the message that is answered
  edit = null; // the message that is worded anew

  /** `dropped(edit)` is called when the person gives it up; `edit` is what they were editing, or null. */
  constructor(dropped) {
    this.dropped = dropped;
    this.element = element("div", { class: "aim", hidden: true });
  }

  get set() {
    return this.reply !== null || this.edit !== null;
  }

  replyTo(message) {
    this.#aim(message, null, ["Replying to ", element("strong", { text: nameOf(message.author) })], "Do not reply");
  }

  editOf(message) {
    this.#aim(null, message, ["Editing your message"], "Leave it as it was");
  }

  clear() {
    this.#aim(null, null, []);
  }

  giveUp() {
    const { edit } = this;
    this.clear();
    this.dropped(edit);
  }

  /** Take it back as it was before something was refused. */
  restore({ reply, edit }) {
    if (reply) this.replyTo(reply);
    if (edit) this.editOf(edit);
  }

  #aim(reply, edit, words, label) {
    Object.assign(this, { reply, edit });
    this.element.hidden = !this.set;
    this.element.replaceChildren(
      element("span", {}, words),
      element(
        "button",
        { type: "button", class: "tool", "aria-label": label, on: { click: () => this.giveUp() } },
        icon("close", 16),
      ),
    );
  }
}
