// Short sentences for the reader: what went wrong on screen, and what is new for those who listen.

import { element } from "./dom.js";
import { withNames } from "./commands.js";
import { plainText } from "./markdown.js";
import { nameOf } from "./state.js";
import { THINKING } from "./messageView.js";

const SHOWN_MS = 7000;
// An answer that is being written is read out when it has stood still for so long.
const QUIET_MS = 2500;

/** Show a sentence at the edge of the page for a while. */
export function notice(sentence) {
  let stack = document.querySelector(".notices");
  if (!stack) document.body.append((stack = element("div", { class: "notices" })));
  const shown = element("div", { class: "notice", role: "alert", text: sentence });
  stack.append(shown);
  setTimeout(() => shown.remove(), SHOWN_MS);
}

/** Tell a screen reader of new messages in the open channel, each once, when it is whole. */
export function announce(store, region) {
  const waiting = new Map();
  store.on("message", ({ message }) => {
    if (message.channel_id !== store.active || message.author.id === store.me.id) return;
    clearTimeout(waiting.get(message.id));
    if (message.flags & THINKING || !message.content) return;
    waiting.set(
      message.id,
      setTimeout(() => {
        waiting.delete(message.id);
        const words = withNames(plainText(message.content), store);
        region.append(element("p", { text: `${nameOf(message.author)}: ${words}` }));
        while (region.childElementCount > 20) region.firstChild.remove();
      }, QUIET_MS),
    );
  });
}
