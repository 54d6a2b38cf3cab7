// One message on the page. Each part is drawn again only when what it shows has changed.

import { drawAttachment, drawEmbed } from "./attachments.js";
import { avatar, badge } from "./avatar.js";
import { withNames } from "./commands.js";
import { drawComponents, setWaiting } from "./components.js";
import { element, morph } from "./dom.js";
import { icon } from "./icons.js";
import { plainText } from "./markdown.js";
import { drawReactions } from "./palette.js";
import { richText } from "./richText.js";
import { nameOf } from "./state.js";
import { clock, day, moment, whole } from "./times.js";

export const EPHEMERAL = 64;
export const THINKING = 128;

export class MessageView {
  #drawn = new Map(); // part → what it showed when it was drawn

  /** `use(view, control, component, values)` is called when a button or select is used. */
  constructor(message, store, use) {
    this.store = store;
    this.use = use;
    this.parts = {
      day: element("div", { class: "day", role: "separator", hidden: true }),
      context: element("div", { class: "context", hidden: true }),
      picture: element("div", { class: "picture" }, avatar(message.author), element("time", { class: "side-time" })),
      headline: element("div", { class: "headline" }),
      content: element("div", { class: "content rich", "data-testid": "message-content" }),
      attachments: element("div", { class: "attachments", hidden: true }),
      embeds: element("div", { class: "embeds", hidden: true }),
      components: element("div", { class: "components", hidden: true }),
      trouble: element("div", { class: "trouble", role: "alert", hidden: true }),
      reactions: element("div", { class: "reactions", hidden: true }),
      whisper: element("div", { class: "whisper", hidden: true }),
    };
    const { day: date, context, picture, ...body } = this.parts;
    this.tools = element("div", { class: "tools", role: "toolbar", "aria-label": "What to do with this message" });
    this.element = element(
      "li",
      {
        class: "message",
        "data-testid": "message",
        data: { author: message.author.username, id: message.id },
        tabindex: -1,
      },
      date,
      context,
      element("div", { class: "line" }, picture, element("div", { class: "body" }, Object.values(body)), this.tools),
    );
    this.update(message);
  }

  update(message) {
    this.message = message;
    const { store, parts } = this;
    const thinking = Boolean(message.flags & THINKING);
    const ephemeral = Boolean(message.flags & EPHEMERAL);
    this.element.classList.toggle("ephemeral", ephemeral);
    this.element.classList.toggle("calls", mentionsMe(message, store));
    this.#part("headline", [message.author, message.timestamp], () => headline(message));
    this.#part(
      "context",
      [
        message.interaction,
        message.interaction_metadata?.name,
        message.message_reference,
        message.referenced_message?.content,
      ],
      () => context(message, store),
    );
    this.#part("content", [message.content, thinking, store.members.length], () =>
      thinking ? [thinkingDots(message)] : richText(message.content ?? "", store),
    );
    parts.content.classList.toggle(
      "edited",
      Boolean(message.edited_timestamp) && !thinking && Boolean(message.content),
    );
    parts.content.hidden = !thinking && !message.content;
    this.#part("attachments", message.attachments ?? [], () => message.attachments?.map(drawAttachment));
    this.#part("embeds", message.flags & 4 ? [] : (message.embeds ?? []), (embeds) =>
      embeds.map((embed) => drawEmbed(embed, store)),
    );
    this.#part("components", message.components ?? [], () => this.#components());
    this.#part("reactions", message.reactions ?? [], () => drawReactions(message.reactions));
    this.#part("whisper", ephemeral, () => (ephemeral ? whisper() : []));
    this.#tool(message, ephemeral);
    this.settle();
  }

  /** Put it where it stands among the others: joined to the one above it, and first of its day or not. */
  place({ joined, newDay }) {
    this.element.classList.toggle("joined", joined);
    this.parts.day.hidden = !newDay;
    if (newDay) this.parts.day.textContent = day(new Date(this.message.timestamp));
  }

  /** Wait for the answer to a button or select. */
  wait(control) {
    this.parts.trouble.hidden = true;
    setWaiting(control, true);
  }

  /** The answer is there (or nobody waits any more). */
  settle() {
    for (const control of this.parts.components.querySelectorAll("[aria-busy]")) setWaiting(control, false);
  }

  fail(sentence) {
    this.settle();
    this.parts.trouble.replaceChildren(icon("warning", 16), sentence);
    this.parts.trouble.hidden = false;
  }

  #part(name, shows, draw) {
    const signature = JSON.stringify(shows) ?? "";
    if (this.#drawn.get(name) === signature) return;
    this.#drawn.set(name, signature);
    const part = this.parts[name];
    const nodes = draw(shows) ?? [];
    const held = name === "reactions" && part.contains(document.activeElement);
    if (name === "content" || name === "reactions") morph(part, nodes);
    else part.replaceChildren(...nodes);
    part.hidden = nodes.length === 0;
    // The reaction that was taken back is gone; the next key should still be heard here.
    if (held && !part.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  #components() {
    const held = this.parts.components.contains(document.activeElement) ? document.activeElement.dataset.custom : null;
    const rows = drawComponents(this.message.components, {
      store: this.store,
      use: (control, component, values) => this.use(this, control, component, values),
    });
    // A row that is drawn anew must not take the focus away from the one who just pressed in it.
    if (held) queueMicrotask(() => this.parts.components.querySelector(`[data-custom="${CSS.escape(held)}"]`)?.focus());
    return rows;
  }

  #tool(message, ephemeral) {
    const mine = message.author.id === this.store.me.id;
    this.tools.hidden = ephemeral;
    this.#drawTools(mine);
  }

  #drawTools(mine) {
    const signature = String(mine);
    if (this.#drawn.get("tools") === signature) return;
    this.#drawn.set("tools", signature);
    const tool = (name, picture, label, more = {}) =>
      element(
        "button",
        {
          type: "button",
          class: "tool",
          data: { tool: name },
          tabindex: -1,
          "aria-label": label,
          title: label,
          ...more,
        },
        icon(picture, 18),
      );
    this.tools.replaceChildren(
      tool("react", "smile", "Add reaction", {
        "data-testid": "add-reaction",
        "aria-haspopup": "dialog",
        "aria-expanded": "false",
        tabindex: 0,
      }),
      tool("reply", "reply", "Reply"),
      ...(mine
        ? [tool("edit", "pencil", "Edit message"), tool("delete", "trash", "Delete message", { class: "tool danger" })]
        : []),
    );
  }
}

function headline(message) {
  const date = new Date(message.timestamp);
  return [
    element("span", { class: "name", text: nameOf(message.author) }),
    message.author.bot && badge(),
    element("time", { class: "moment", datetime: message.timestamp, title: whole(date), text: moment(date) }),
  ].filter(Boolean);
}

/** The line above: which command this answers, or which message. */
function context(message, store) {
  const interaction = message.interaction ?? message.interaction_metadata;
  if (interaction?.name && interaction.user) {
    return [
      avatar(interaction.user, "tiny"),
      element("span", { class: "name", text: nameOf(store.person(interaction.user.id) ?? interaction.user) }),
      " used ",
      element("span", { class: "used", text: `/${interaction.name}` }),
    ];
  }
  if (!message.message_reference?.message_id) return [];
  const answered = message.referenced_message;
  if (!answered) return [element("span", { class: "quiet", text: "The message this answers is gone." })];
  const words = answered.content || (answered.embeds?.length ? "an embed" : "an attachment");
  return [
    avatar(answered.author, "tiny"),
    element("span", { class: "name", text: `@${nameOf(answered.author)}` }),
    " ",
    element("button", {
      type: "button",
      class: "quoted",
      data: { show: answered.id },
      text: withNames(plainText(words), store).slice(0, 120),
    }),
  ];
}

function thinkingDots(message) {
  return element("div", { class: "thinking" }, dots(), `${nameOf(message.author)} is thinking…`);
}

export function dots() {
  return element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
}

function whisper() {
  return [
    icon("eye", 15),
    "Only you can see this · ",
    element("button", { type: "button", class: "plain-link", data: { tool: "dismiss" }, text: "Dismiss message" }),
  ];
}

function mentionsMe(message, store) {
  return (message.mentions ?? []).some(({ id }) => id === store.me.id) && message.author.id !== store.me.id;
}

/** Whether `message` needs no headline of its own under `previous`. */
export function joins(previous, message) {
  if (!previous || previous.author.id !== message.author.id) return false;
  if (message.interaction?.name || message.interaction_metadata?.name || message.message_reference?.message_id)
    return false;
  if ((previous.flags & EPHEMERAL) !== (message.flags & EPHEMERAL)) return false;
  return new Date(message.timestamp) - new Date(previous.timestamp) < 7 * 60_000;
}

/** The time beside a joined message, shown when one points at it. */
export function showSideTime(view) {
  const date = new Date(view.message.timestamp);
  const time = view.parts.picture.querySelector(".side-time");
  time.textContent = clock(date);
  time.dateTime = view.message.timestamp;
}
