// What a newcomer may try first: each fills the composer, ready for Enter.

import { element } from "./dom.js";

const LINES = [
  { command: "like", line: "/like title:Arrival", why: "tell it a film you liked" },
  { command: "recommend", line: "/recommend request:thoughtful sci-fi tonight", why: "ask what to watch" },
  { command: "taste", line: "/taste", why: "see what it knows of you" },
];

const SAID = [
  { line: "something like Arrival, but lighter", why: "say it in your own words" },
  { line: "a short comedy for tonight", why: "no command needed here" },
];

/** What can be tried anywhere: those whose command the bot has (all of them while it has not told any). */
export function drawSuggestions(commands, fill) {
  const names = new Set(commands.map(({ name }) => name));
  const known = LINES.filter(({ command }) => names.size === 0 || names.has(command));
  return draw(known, fill);
}

/** What can be said in a conversation with the bot. */
export function drawSayings(fill) {
  return draw(SAID, fill);
}

function draw(lines, fill) {
  return lines.map(({ line, why }) =>
    element(
      "button",
      { type: "button", class: "suggestion", on: { click: () => fill(line) } },
      element("code", { text: line }),
      element("span", { class: "quiet", text: why }),
    ),
  );
}
