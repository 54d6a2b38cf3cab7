// What a newcomer may try first: each fills the composer, ready for Enter.

import { element } from "./dom.js";

const LINES = [
  { command: "like", line: "/like title:Arrival", why: "tell it a film you liked" },
  { command: "recommend", line: "/recommend request:thoughtful sci-fi tonight", why: "ask what to watch" },
  { command: "taste", line: "/taste", why: "see what it knows of you" },
];

/** Draw those whose command the bot has (all of them while it has not told any). */
export function drawSuggestions(commands, fill, known = LINES) {
  const names = new Set(commands.map(({ name }) => name));
  return known
    .filter(({ command }) => names.size === 0 || names.has(command))
    .map(({ line, why }) => element("button", { type: "button", class: "suggestion", on: { click: () => fill(line) } },
      element("code", { text: line }), element("span", { class: "quiet", text: why })));
}
