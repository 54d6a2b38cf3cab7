// The messages of the open channel: kept in order, changed in place, scrolled only when the reader is at the end.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { joins, MessageView, showSideTime } from "./messageView.js";
import { openPalette } from "./palette.js";
import { refreshTimes } from "./richText.js";
import { sameDay } from "./times.js";

const NEAR_END = 60; // pixels
const ANSWER_SECONDS = 3.5; // Discord gives an application three

export class MessageList {
  #views = new Map();
  #waiting = new Map(); // interaction id → the view in which something was pressed
  #atEnd = true;
  #missed = 0;
  #top = 0; // where the list was last seen, to tell a reader who scrolls up from content that grows

  /** `ask` has what goes beyond this list: act(type, fields), notice(sentence), fill(line), reply(message),
   *  edit(message). */
  constructor({ store, ask, scroller, history, list, jump }) {
    Object.assign(this, { store, ask, scroller, list, jump });
    store.on("state", ({ changed }) => (changed ? this.#open() : this.#sync()));
    store.on("active", () => this.#open());
    store.on("message", ({ message, fresh }) => this.#take(message, fresh));
    store.on("gone", ({ channel, id }) => channel === store.active && this.#drop(id));
    scroller.addEventListener("scroll", () => this.#watch(), { passive: true });
    jump.addEventListener("click", () => this.toEnd());
    list.addEventListener("click", (event) => this.#click(event));
    list.addEventListener("keydown", (event) => {
      const spoiler = event.target.closest(".spoiler");
      if (spoiler && (event.key === "Enter" || event.key === " ")) this.#reveal(event, spoiler);
      const tools = event.target.closest(".tools");
      if (tools) walkTools(event, tools);
    });
    // Images that arrive, cards that grow, a keyboard that opens: whoever is at the end stays there.
    const observer = new ResizeObserver(() => this.#atEnd && this.#scrollToEnd());
    observer.observe(history);
    observer.observe(scroller);
    setInterval(() => refreshTimes(list), 15_000);
  }

  toEnd() {
    this.#atEnd = true;
    this.#scrollToEnd();
    this.#missed = 0;
    this.jump.hidden = true;
  }

  /** Mark the message whose button was not answered; false when it is not in sight. */
  fail(id, sentence) {
    const view = this.#views.get(id);
    view?.fail(sentence);
    return Boolean(view);
  }

  /** Nobody waits any more for the answer to anything pressed. */
  settle() {
    for (const view of this.#views.values()) view.settle();
  }

  #scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#top = this.scroller.scrollTop;
  }

  #watch() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
    if (this.#atEnd) this.#missed = 0;
    this.#showJump();
  }

  #showJump() {
    this.jump.hidden = this.#atEnd;
    if (this.#atEnd) return;
    const words =
      this.#missed === 0 ? "Jump to the newest" : this.#missed === 1 ? "1 new message" : `${this.#missed} new messages`;
    this.jump.replaceChildren(words, icon("down", 16));
  }

  #open() {
    this.#views.clear();
    this.list.replaceChildren();
    this.#sync();
    this.toEnd();
  }

  #sync() {
    const messages = this.store.messages();
    const kept = new Set(messages.map(({ id }) => id));
    for (const id of [...this.#views.keys()]) if (!kept.has(id)) this.#drop(id);
    messages.forEach((message, place) => this.#show(message, place));
    messages.forEach((_, place) => this.#place(place));
    if (this.#atEnd) this.#scrollToEnd();
  }

  #take(message, fresh) {
    this.#answered(message.interaction_metadata?.id);
    if (message.channel_id !== this.store.active) return;
    const place = this.store.messages().findIndex(({ id }) => id === message.id);
    const view = this.#show(message, place);
    this.#place(place);
    this.#place(place + 1);
    if (fresh) view.element.classList.add("fresh");
    if (fresh && message.author.id === this.store.me.id) this.toEnd();
    else if (this.#atEnd) this.#scrollToEnd();
    else if (fresh) {
      this.#missed += 1;
      this.#showJump();
    }
  }

  #show(message, place) {
    const known = this.#views.get(message.id);
    if (known) {
      if (known.message !== message) known.update(message);
      return known;
    }
    const view = new MessageView(message, this.store, (...used) => this.#use(...used));
    showSideTime(view);
    this.#views.set(message.id, view);
    const after = this.store
      .messages()
      .slice(place + 1)
      .find(({ id }) => this.#views.has(id));
    this.list.insertBefore(view.element, after ? this.#views.get(after.id).element : null);
    return view;
  }

  #place(place) {
    const messages = this.store.messages();
    const message = messages[place];
    if (!message) return;
    const previous = messages[place - 1];
    const newDay = !previous || !sameDay(new Date(previous.timestamp), new Date(message.timestamp));
    this.#views.get(message.id).place({ joined: !newDay && joins(previous, message), newDay });
  }

  #drop(id) {
    const view = this.#views.get(id);
    if (!view) return;
    const held = view.element.contains(document.activeElement);
    view.element.remove();
    this.#views.delete(id);
    this.store.messages().forEach((message, place) => this.#views.has(message.id) && this.#place(place));
    if (held) this.scroller.focus({ preventScroll: true });
  }

  async #use(view, control, component, values) {
    if (control.getAttribute("aria-busy")) return;
    const { channel_id, id } = view.message;
    view.wait(control);
    const timer = setTimeout(() => view.settle(), ANSWER_SECONDS * 1000);
    const pressed = { channel_id, message_id: id, custom_id: component.custom_id };
    try {
      const reply = await (values ? this.ask.act("select", { ...pressed, values }) : this.ask.act("press", pressed));
      this.#waiting.set(reply.interaction_id, view);
      setTimeout(() => this.#waiting.delete(reply.interaction_id), ANSWER_SECONDS * 1000);
    } catch (error) {
      clearTimeout(timer);
      view.fail(error.message);
    }
  }

  /** A message answers an interaction: whoever pressed for it waits no more. */
  #answered(interaction) {
    this.#waiting.get(interaction)?.settle();
    this.#waiting.delete(interaction);
  }

  #click(event) {
    const { target } = event;
    const view = this.#views.get(target.closest(".message")?.dataset.id);
    if (!view) return;
    const spoiler = target.closest(".spoiler:not([data-shown])");
    if (spoiler) return void this.#reveal(event, spoiler);
    const button = target.closest("button");
    if (!button) return;
    const { emoji, tool, fill, channel, show } = button.dataset;
    if (emoji) this.#react(view, emoji, button.getAttribute("aria-pressed") !== "true");
    else if (tool === "react" || "more" in button.dataset)
      openPalette(button, (picked) => this.#react(view, picked, true));
    else if (tool === "reply" || tool === "edit") this.ask[tool](view.message);
    else if (tool === "delete" || tool === "dismiss") this.#remove(view.message, tool);
    else if (fill) this.ask.fill(fill);
    else if (channel) this.store.open(channel);
    else if (show) this.#point(show);
  }

  #react({ message }, emoji, add) {
    this.#tell(add ? "react" : "unreact", { channel_id: message.channel_id, message_id: message.id, emoji });
  }

  #remove(message, action) {
    if (message.local) this.store.remove(message.channel_id, message.id);
    else this.#tell(action, { channel_id: message.channel_id, message_id: message.id });
  }

  #tell(type, fields) {
    this.ask.act(type, fields).catch((error) => this.ask.notice(error.message));
  }

  #reveal(event, spoiler) {
    event.preventDefault();
    spoiler.dataset.shown = "";
    spoiler.setAttribute("aria-label", "Spoiler, shown");
  }

  #point(id) {
    const view = this.#views.get(id);
    if (!view) return;
    view.element.scrollIntoView({ block: "center" });
    view.element.classList.remove("pointed");
    requestAnimationFrame(() => view.element.classList.add("pointed"));
    view.element.focus({ preventScroll: true });
  }
}

/** One stop for Tab per message; within its tools the arrow keys go on. */
function walkTools(event, tools) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...tools.children];
  buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length].focus();
}

/** What a new channel says above its first message. */
export function drawWelcome(channel, suggestions, picture) {
  const direct = channel.kind === "dm";
  return [
    element("div", { class: "welcome-picture" }, picture),
    element("h2", { text: direct ? channel.name : `Welcome to #${channel.name}` }),
    element("p", {
      text: direct
        ? "Just the two of you: nobody else reads this. Say what you feel like watching; the commands work here too."
        : "This is a playground on your own machine: a chat like Discord, the real bot, and nothing that leaves this computer.",
    }),
    element(
      "div",
      { class: direct ? "suggestions sayings" : "suggestions", role: "group", "aria-label": "Things to try" },
      suggestions,
    ),
  ];
}
