// The page's hook: makes the parts and tells each what concerns it.

import { avatar } from "./avatar.js";
import { Composer } from "./composer.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { drawWelcome, MessageList } from "./messages.js";
import { dots, EPHEMERAL } from "./messageView.js";
import { openModal } from "./modal.js";
import { announce, notice } from "./notices.js";
import { buildBar, buildPeople, buildSidebar, drawers } from "./sidebar.js";
import { Connection } from "./socket.js";
import { nameOf, Store } from "./state.js";
import { drawSayings, drawSuggestions } from "./suggestions.js";

const MEMBER = "matinee-member"; // per tab: two tabs can look through two people's eyes
const ANSWER_MS = 4000;

const part = (id) => document.getElementById(id);
const store = new Store();
const connection = new Connection(
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/playground/socket`,
);

/** Send an action; while a command waits for its answer the line under the composer says so. */
async function act(type, fields) {
  if (type === "command") expectAnswer(fields.name);
  try {
    return await connection.act(type, fields);
  } catch (error) {
    if (type === "command") expectAnswer(null);
    throw error;
  }
}

let awaited = null;
let awaitedTimer = 0;
function expectAnswer(name) {
  awaited = name;
  clearTimeout(awaitedTimer);
  if (name) awaitedTimer = setTimeout(() => expectAnswer(null), ANSWER_MS);
  drawStatus();
}

function look(member) {
  if (!store.me || member === store.me.id) return;
  remember(store.person(member).username);
  connection.act("look_as", { member }).catch((error) => notice(error.message));
}

/** By name: a playground that was started anew has the same people under other ids. */
function remember(name) {
  try {
    sessionStorage.setItem(MEMBER, name);
  } catch {
    // Without storage a reload begins with the first member again.
  }
}

function remembered() {
  try {
    return sessionStorage.getItem(MEMBER);
  } catch {
    return null;
  }
}

const composer = new Composer({ store, act, notice });
const sides = drawers(part("frame"), part("sidebar"), part("people"), part("shade"));
const fill = (line) => {
  sides.close();
  composer.fill(line);
};
const messages = new MessageList({
  store,
  ask: { act, notice, fill, reply: (message) => composer.replyTo(message), edit: (message) => composer.edit(message) },
  scroller: part("scroller"),
  history: part("history"),
  list: part("messages"),
  jump: part("jump"),
});
const status = element("div", { class: "status", "aria-live": "polite" });

buildSidebar(part("sidebar"), store, { look, fill, close: sides.close });
buildPeople(part("people"), store, look);
buildBar(part("bar"), store, sides);
part("write").append(composer.element, status);
announce(store, part("announcements"));

function drawWelcomes() {
  const channel = store.channel();
  if (!channel) return;
  const direct = channel.kind === "dm";
  const picture = direct ? avatar(store.bot, "large") : icon("hash", 40);
  const suggestions = direct ? drawSayings(fill) : drawSuggestions(store.commands, fill);
  part("welcome").replaceChildren(...drawWelcome(channel, suggestions, picture));
}
for (const topic of ["active", "commands", "state"]) store.on(topic, drawWelcomes);

function drawStatus() {
  const typing = store.typing().map(nameOf);
  const who =
    typing.length > 2 ? "Several people are" : `${typing.join(" and ")} ${typing.length === 1 ? "is" : "are"}`;
  const words =
    typing.length > 0 ? `${who} typing…` : awaited ? `Waiting for ${nameOf(store.bot)} to answer /${awaited} …` : "";
  if (status.dataset.words === words) return;
  status.dataset.words = words;
  status.replaceChildren(...(words ? [dots(), words] : []));
}
for (const topic of ["typing", "active", "state"]) store.on(topic, drawStatus);

/** An interaction that got no answer: say so under its message, or as a message of its own. */
function failInteraction({ message_id: message, channel_id: channel, error }) {
  const name = awaited;
  expectAnswer(null);
  if (message) {
    messages.fail(message, "This interaction failed");
    return;
  }
  const newest = store.messages(channel).at(-1)?.id ?? "0";
  store.put({
    id: String(BigInt(newest) + 1n),
    channel_id: channel,
    author: store.bot,
    content: `⚠️ ${error}`,
    flags: EPHEMERAL,
    local: true,
    interaction: name ? { name, user: store.me } : null,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    embeds: [],
    attachments: [],
    components: [],
    mentions: [],
  });
}

let greeted = false; // whether this connection has told its first state, which is always the first member's

const HEARD = {
  state(told) {
    const wanted = greeted ? null : told.members.find(({ username }) => username === remembered());
    greeted = true;
    if (wanted && wanted.id !== told.me.id)
      connection.act("look_as", { member: wanted.id }).catch((error) => notice(error.message));
    else store.replace(told);
  },
  message({ message }) {
    if (message.author.id === store.bot?.id) expectAnswer(null);
    store.put(message);
  },
  message_gone: ({ channel_id: channel, message_id: id }) => store.remove(channel, id),
  typing: ({ channel_id: channel, user_id: user }) => store.startTyping(channel, user),
  presence: ({ online, activity }) => store.setPresence(online, activity),
  commands({ commands }) {
    store.commands = commands;
    store.tell("commands");
  },
  channels({ channels }) {
    const gone = !channels.some(({ id }) => id === store.active);
    store.channels = channels;
    if (gone && channels.length > 0) store.open(channels[0].id);
    store.tell("channels");
  },
  modal(told) {
    messages.settle();
    expectAnswer(null);
    openModal(told, store, (components) =>
      act("submit", { interaction_id: told.interaction_id, custom_id: told.custom_id, components }),
    );
  },
  interaction_failed: failInteraction,
};

const banner = part("banner");

/** While connected the banner says so when the bot is not there. */
function drawPresence() {
  if (!connection.connected) return;
  const words = store.met ? "is offline. This goes away when it is back." : "is starting …";
  banner.hidden = store.online;
  banner.replaceChildren(icon("warning", 18), element("span", { text: `${nameOf(store.bot)} ${words}` }));
}
for (const topic of ["state", "presence"]) store.on(topic, drawPresence);
connection.addEventListener("told", ({ detail }) => HEARD[detail.type]?.(detail));
connection.addEventListener("open", () => (greeted = false));
connection.addEventListener("lost", ({ detail: seconds }) => {
  messages.settle();
  expectAnswer(null);
  banner.replaceChildren(
    icon("warning", 18),
    element("span", {
      text: `No connection to the playground. Trying again in ${Math.max(1, Math.round(seconds))} s …`,
    }),
    element("button", {
      type: "button",
      class: "button button-plain",
      text: "Try now",
      on: { click: () => connection.retry() },
    }),
  );
  banner.hidden = false;
});
connection.connect();
