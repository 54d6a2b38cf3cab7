// What the page knows, and who wants to hear when it changes.

const TYPING_SECONDS = 10;
const MOST_MESSAGES = 500; // kept per channel; a page that is left open must not grow for ever

/** Compare two ids by age: ids are numbers too long for a double. */
export function older(one, other) {
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}

export class Store {
  me = null;
  bot = null;
  online = false;
  met = false; // whether the bot has been here since the playground began
  activity = null;
  guild = null;
  members = [];
  channels = [];
  commands = [];
  active = null;
  unread = new Set();
  #messages = new Map(); // channel id → messages, oldest first
  #typing = new Map(); // channel id → user id → timer
  #listeners = new Map();

  /** Call `listener` whenever `topic` changes: state, message, gone, active, typing, presence, commands, channels. */
  on(topic, listener) {
    if (!this.#listeners.has(topic)) this.#listeners.set(topic, []);
    this.#listeners.get(topic).push(listener);
  }

  tell(topic, detail) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(detail);
  }

  /** Take over the whole state, as at connection and after a change of member. */
  replace(told) {
    const changed = this.me !== null && this.me.id !== told.me.id;
    const was = this.channel();
    this.met = told.online || (this.met && this.bot?.id === told.bot.id);
    Object.assign(this, {
      me: told.me,
      bot: told.bot,
      online: told.online,
      activity: told.activity ?? null,
      guild: told.guild,
      members: told.members,
      channels: told.channels,
      commands: told.commands,
    });
    this.#messages = new Map(Object.entries(told.messages ?? {}).map(([id, list]) => [id, [...list]]));
    if (changed) this.unread.clear();
    if (!this.channel()) {
      const alike = this.channels.find(({ kind, name }) => kind === was?.kind && name === was.name);
      this.active = (alike ?? this.channels[0])?.id ?? null;
    }
    this.tell("state", { changed });
  }

  setPresence(online, activity) {
    this.online = online;
    this.met ||= online;
    this.activity = activity ?? null;
    this.tell("presence");
  }

  channel(id = this.active) {
    return this.channels.find((channel) => channel.id === id) ?? null;
  }

  open(id) {
    if (id === this.active || !this.channel(id)) return;
    this.active = id;
    this.unread.delete(id);
    this.tell("active");
  }

  messages(channel = this.active) {
    return this.#messages.get(channel) ?? [];
  }

  message(channel, id) {
    return this.messages(channel).find((message) => message.id === id) ?? null;
  }

  put(message) {
    const channel = message.channel_id;
    if (!this.#messages.has(channel)) this.#messages.set(channel, []);
    const list = this.#messages.get(channel);
    let place = list.length;
    while (place > 0 && older(list[place - 1].id, message.id) > 0) place -= 1;
    const known = place > 0 && list[place - 1].id === message.id;
    if (known) list[place - 1] = message;
    else list.splice(place, 0, message);
    if (!known) {
      this.stopTyping(channel, message.author.id);
      if (channel !== this.active && message.author.id !== this.me.id) this.unread.add(channel);
    }
    this.tell("message", { message, fresh: !known });
    if (list.length > MOST_MESSAGES) this.remove(channel, list[0].id);
  }

  remove(channel, id) {
    const list = this.messages(channel);
    const place = list.findIndex((message) => message.id === id);
    if (place >= 0) list.splice(place, 1);
    this.tell("gone", { channel, id });
  }

  startTyping(channel, user) {
    if (user === this.me?.id) return;
    if (!this.#typing.has(channel)) this.#typing.set(channel, new Map());
    const users = this.#typing.get(channel);
    clearTimeout(users.get(user));
    users.set(
      user,
      setTimeout(() => this.stopTyping(channel, user), TYPING_SECONDS * 1000),
    );
    this.tell("typing");
  }

  stopTyping(channel, user) {
    const users = this.#typing.get(channel);
    if (!users?.has(user)) return;
    clearTimeout(users.get(user));
    users.delete(user);
    this.tell("typing");
  }

  typing(channel = this.active) {
    return [...(this.#typing.get(channel)?.keys() ?? [])].map((id) => this.person(id)).filter(Boolean);
  }

  /** Return a person by id: a member, the bot, or null. */
  person(id) {
    return this.bot?.id === id ? this.bot : (this.members.find((member) => member.id === id) ?? null);
  }
}

/** The name shown for a user. */
export function nameOf(user) {
  return user?.global_name || user?.username || "someone";
}
