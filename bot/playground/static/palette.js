// Reactions under a message, and the small palette they are picked from.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";

const EMOJI = [
  ["👍", "thumbs up"],
  ["👎", "thumbs down"],
  ["❤️", "heart"],
  ["👀", "eyes, seen"],
  ["✅", "check mark"],
  ["🔁", "again"],
  ["🍿", "popcorn"],
  ["🎬", "clapper board"],
  ["😂", "laughing"],
  ["😍", "heart eyes"],
  ["🤔", "thinking"],
  ["😢", "crying"],
  ["😱", "screaming"],
  ["😴", "sleeping"],
  ["🔥", "fire"],
  ["⭐", "star"],
  ["🎉", "party"],
  ["🚀", "rocket"],
  ["👻", "ghost"],
  ["🧠", "brain"],
  ["💤", "boring"],
  ["❓", "question"],
  ["1️⃣", "one"],
  ["2️⃣", "two"],
  ["3️⃣", "three"],
  ["4️⃣", "four"],
  ["5️⃣", "five"],
  ["🛑", "stop"],
  ["🙏", "thank you"],
  ["💩", "rubbish"],
];
const NAMES = new Map(EMOJI);

/** Open the palette beside `button`; `pick` is called with the emoji. */
export function openPalette(button, pick) {
  const choose = (emoji) => {
    popover.close();
    pick(emoji);
  };
  const grid = element(
    "div",
    { class: "palette", role: "group" },
    EMOJI.map(([emoji, name]) =>
      element("button", {
        type: "button",
        title: name,
        "aria-label": `${emoji} ${name}`,
        text: emoji,
        on: { click: () => choose(emoji) },
      }),
    ),
  );
  grid.addEventListener("keydown", (event) => walkGrid(event, grid));
  const popover = openPopover(button, grid, "Add a reaction");
}

function walkGrid(event, grid) {
  const buttons = [...grid.children];
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!step) return;
  event.preventDefault();
  buttons[buttons.indexOf(document.activeElement) + step]?.focus();
}

/** Draw a message's reactions; which one was pressed is told by its data attributes. */
export function drawReactions(reactions) {
  if (!reactions?.length) return [];
  const drawn = reactions.map(({ emoji, count, me }) => {
    const shown = emoji.id ? `:${emoji.name}:` : emoji.name;
    const name = NAMES.get(emoji.name) ?? emoji.name;
    return element(
      "button",
      {
        type: "button",
        class: "reaction",
        "data-testid": "reaction",
        "aria-pressed": me ? "true" : "false",
        data: { emoji: emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name },
        title: me ? `Take your ${name} back` : `React with ${name} too`,
        "aria-label": `${shown} ${name}, ${count} ${count === 1 ? "reaction" : "reactions"}`,
      },
      element("span", { class: "reaction-emoji", text: shown }),
      " ",
      element("span", { class: "reaction-count", text: String(count) }),
    );
  });
  drawn.push(
    element(
      "button",
      {
        type: "button",
        class: "reaction reaction-more",
        data: { more: "" },
        title: "Add a reaction",
        "aria-label": "Add another reaction",
      },
      icon("smile", 16),
    ),
  );
  return drawn;
}
