// Where one writes: messages, and commands with their completion.

import { Aim } from "./aim.js";
import { CommandPanel } from "./commandPanel.js";
import { buildCommand, readLine } from "./commandLine.js";
import { withMentions, withNames } from "./commands.js";
import { Completion } from "./completion.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { drawMirror } from "./mirror.js";
import { nameOf } from "./state.js";
import { Suggester } from "./suggester.js";
import { chooseFiles, Tray, upload } from "./uploads.js";

const MOST_CHARACTERS = 2000;
const TYPING_EVERY_MS = 8000;

export class Composer {
  #chosen = new Map(); // option → {text, value} picked from a list
  #drafts = new Map(); // channel → what stood in the box when it was left
  #sent = []; // lines sent before, for the arrow up
  #typed = 0;
  #held = null; // a line that waits for the bot to be here
  #closed = false; // Escape closed the list for this text

  constructor({ store, act, notice }) {
    Object.assign(this, { store, act });
    this.field = element("textarea", {
      id: "composer",
      "data-testid": "composer",
      rows: 1,
      disabled: true, // until it is known who writes, and where
      spellcheck: "true",
      autocomplete: "off",
      "aria-describedby": "panel-about",
      enterkeyhint: "send",
    });
    this.mirror = element("div", { class: "mirror", "aria-hidden": "true" });
    this.counter = element("span", { class: "counter", role: "status" });
    this.completion = new Completion(this.field, (row) => this.#pick(row));
    this.suggester = new Suggester(this.completion, store, act);
    this.panel = new CommandPanel((option) => this.#goTo(option));
    this.tray = new Tray(notice);
    this.aim = new Aim((edit) => {
      if (edit) this.#set("");
      this.field.focus();
    });
    const button = (name, label, click) =>
      element(
        "button",
        { type: "button", class: `tool ${name}`, "aria-label": label, title: label, on: { click } },
        icon(name, 22),
      );
    this.element = element(
      "div",
      { class: "composer" },
      this.completion.element,
      this.panel.element,
      this.aim.element,
      this.tray.element,
      element(
        "div",
        { class: "entry" },
        button("plus", "Add a file", () => this.tray.choose().then(() => this.field.focus())),
        element("div", { class: "editor" }, this.mirror, this.field),
        this.counter,
        button("send", "Send", () => this.#enter()),
      ),
    );
    this.#listen();
  }

  /** Put a line into the box, ready to be sent. */
  fill(line) {
    this.#set(line);
    this.field.focus();
  }

  /** Answer a message with the next one. */
  replyTo(message) {
    if (this.aim.edit) this.aim.giveUp();
    this.aim.replyTo(message);
    this.field.focus();
  }

  /** Word one of one's own messages anew. */
  edit(message) {
    this.#set(withNames(message.content, this.store));
    this.aim.editOf(message);
    this.field.focus();
  }

  #listen() {
    const { field, store } = this;
    field.addEventListener("input", () => {
      this.#closed = false;
      this.#held = null;
      this.panel.complain("");
      this.#refresh();
      this.#tellTyping();
    });
    field.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("selectionchange", () => document.activeElement === field && this.#refresh());
    field.addEventListener("blur", () => this.suggester.stop());
    field.addEventListener("focus", () => this.#refresh());
    field.addEventListener("paste", (event) => this.tray.receive(event, event.clipboardData.files));
    let last = null;
    const changeChannel = () => {
      // A channel that is gone (the playground was started anew) leaves its text in the box.
      if (store.channel(last) && last !== store.active) {
        this.#drafts.set(last, this.aim.edit ? "" : field.value);
        this.#set(this.#drafts.get(store.active) ?? "");
        this.aim.clear();
      }
      last = store.active;
      const channel = store.channel();
      const where = channel?.kind === "dm" ? `@${channel.name}` : `#${channel?.name}`;
      field.placeholder = `Message ${where} · / for commands`;
      field.setAttribute("aria-label", `Message ${where}`);
    };
    store.on("active", changeChannel);
    store.on("state", changeChannel);
    store.on("state", () => this.#begin());
    store.on("commands", () => this.#refresh());
    for (const topic of ["state", "commands", "presence"]) store.on(topic, () => this.#release());
  }

  get #read() {
    return readLine(this.field.value, this.store.commands, this.field.selectionStart);
  }

  get #known() {
    const { members, bot, channels } = this.store;
    return { members: [...members, bot], channels, chosen: this.#chosen };
  }

  #set(text, caret = text.length) {
    if (!text) this.#chosen.clear();
    this.field.value = text;
    this.field.setSelectionRange(caret, caret);
    this.panel.complain("");
    this.#closed = false;
    this.#refresh();
  }

  /** Bring everything around the text up to date with it. */
  #refresh() {
    const { field } = this;
    const read = this.#read;
    drawMirror(this.mirror, field.value, read);
    this.panel.show(read);
    const left = MOST_CHARACTERS - [...field.value].length;
    this.counter.textContent = !read && left < 200 ? String(left) : "";
    this.counter.classList.toggle("over", left < 0);
    if (this.#closed || document.activeElement !== field) this.suggester.stop();
    else this.suggester.update(read, field.value, field.selectionStart, this.#known);
  }

  #key(event) {
    if (event.isComposing) return;
    const { completion, field } = this;
    const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape") {
      this.#escape(event);
    } else if (plain && completion.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      completion.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (plain && event.key === "Tab" && (completion.open || this.#next)) {
      event.preventDefault();
      if (completion.open) this.#pick(completion.pointed ?? completion.first);
      else this.#goTo(this.#next);
    } else if (plain && event.key === "ArrowUp" && field.value === "" && this.#sent.length > 0) {
      event.preventDefault();
      this.#set(this.#sent.at(-1));
    }
  }

  /** The option that Tab goes to: the first one not given yet, when the line is a command. */
  get #next() {
    const read = this.#read;
    if (!read?.leaf || this.#closed) return null;
    return read.missing.find((option) => option !== read.active?.option) ?? read.unused[0] ?? null;
  }

  #escape(event) {
    if (this.completion.open) {
      event.preventDefault();
      this.#closed = true;
      this.suggester.stop();
    } else if (this.aim.set) {
      event.preventDefault();
      this.aim.giveUp();
    } else {
      this.#closed = true; // so that Tab leaves the box
    }
  }

  #enter() {
    const read = this.#read;
    const forBot = read || this.store.channel()?.kind === "dm";
    if (this.completion.pointed) this.#pick(this.completion.pointed);
    else if (forBot && this.field.value.trim() && !this.#botReady) this.#hold();
    else if (read && !this.aim.edit) this.#sendCommand(read);
    else this.#say();
  }

  #pick(row) {
    if (!row) return;
    if (row.file) return void this.#chooseFor(row.file);
    const { text, chosen } = row.edit;
    const whole = this.field.value;
    // The list may be older than the last letter typed: the value itself tells where it stands now.
    const active = chosen && this.#read?.active;
    const [from, until] = active ? [active.start, active.until] : [row.edit.from, row.edit.until];
    if (chosen) this.#chosen.set(chosen.option, chosen);
    this.#set(whole.slice(0, from) + text + whole.slice(until), from + text.length);
    this.field.focus();
  }

  /** Put the caret where the value of `option` goes, opening it when it is not there yet. */
  #goTo(option) {
    const text = this.field.value;
    const given = this.#read.given.find((value) => value.option === option);
    if (given) this.#set(text, given.end);
    else this.#set(`${text.trimEnd()} ${option.name}:`);
    this.field.focus();
  }

  #begin() {
    if (!this.field.disabled) return;
    this.field.disabled = false;
    this.field.focus({ preventScroll: true });
  }

  get #botReady() {
    return this.store.met && this.store.commands.length > 0;
  }

  /** Keep what is meant for the bot until it is here: before that it would be said to nobody. */
  #hold() {
    this.#held = this.field.value;
    this.panel.mention(`${nameOf(this.store.bot)} is just starting. This is sent as soon as it is here.`);
  }

  /** Send what waited, now that the bot is here. */
  #release() {
    if (this.#held === null || !this.#botReady) return;
    const waited = this.#held === this.field.value;
    this.#held = null;
    if (waited) this.#enter();
  }

  async #sendCommand(read) {
    let command;
    try {
      command = buildCommand(read, this.#known);
    } catch (error) {
      const lacking = read.leaf?.options.find(({ name }) => name === error.option);
      if (lacking) this.#goTo(lacking);
      this.panel.complain(error.message);
      return;
    }
    await this.#send("command", { channel_id: this.store.active, ...command }, this.field.value);
  }

  async #say() {
    const content = withMentions(this.field.value.trim(), this.store);
    const { reply, edit } = this.aim;
    if (!content && (this.tray.empty || edit)) return;
    if ([...content].length > MOST_CHARACTERS) {
      this.panel.complain(
        `A message has at most 2,000 characters; this has ${[...content].length.toLocaleString("en")}.`,
      );
      return;
    }
    this.#typed = 0;
    const where = { channel_id: this.store.active };
    if (edit) return void this.#send("edit", { ...where, message_id: edit.id, content }, this.field.value);
    const files = this.tray.take();
    const fields = { ...where, content };
    if (files.length > 0) fields.attachments = files.map(({ id }) => id);
    if (reply) fields.reply_to = reply.id;
    if (!(await this.#send("say", fields, this.field.value))) this.tray.putBack(files);
  }

  /** Send and empty the box; what is refused comes back into it. Resolves to whether it was taken. */
  async #send(type, fields, line) {
    const chosen = new Map(this.#chosen);
    const { reply, edit } = this.aim;
    this.#set("");
    this.aim.clear();
    try {
      await this.act(type, fields);
      if (line && this.#sent.at(-1) !== line) this.#sent.push(line);
      return true;
    } catch (error) {
      if (this.field.value === "") {
        this.#chosen = chosen;
        this.#set(line);
        this.aim.restore({ reply, edit });
      }
      this.panel.complain(error.message);
      return false;
    }
  }

  #tellTyping() {
    if (!this.field.value || this.field.value.startsWith("/") || Date.now() - this.#typed < TYPING_EVERY_MS) return;
    this.#typed = Date.now();
    // Nobody misses a typing sign that did not arrive.
    this.act("typing", { channel_id: this.store.active }).catch(() => {});
  }

  async #chooseFor(option) {
    const [file] = await chooseFiles(false);
    if (!file) return;
    try {
      const { id, filename } = await upload(file);
      const read = this.#read;
      const given = read?.given.find((value) => value.option.name === option.name);
      if (!given) return;
      this.#chosen.set(option.name, { text: filename, value: id });
      const text = this.field.value;
      this.#set(`${text.slice(0, given.start)}${filename} ${text.slice(given.until)}`.trimEnd());
    } catch (error) {
      this.panel.complain(error.message);
    }
    this.field.focus();
  }
}
