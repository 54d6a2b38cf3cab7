// A person's picture: the initial on a colour that follows from the name; the bot has the ticket.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./state.js";

const COLOURS = 7;

export function avatar(user, size = "") {
  const number = [...(user?.username ?? "")].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 9973, 5);
  const inside = user?.bot ? icon("ticket", 22) : document.createTextNode([...nameOf(user)][0].toUpperCase());
  return element(
    "span",
    { class: `avatar ${size} ${user?.bot ? "avatar-bot" : `avatar-${number % COLOURS}`}`, "aria-hidden": "true" },
    inside,
  );
}

/** The small word beside a bot's name. */
export function badge() {
  return element("span", { class: "badge", text: "BOT", title: "A program, not a person" });
}
