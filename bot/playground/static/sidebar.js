// The channels at the left, the people at the right, and the bar above the messages.

import { avatar, badge } from "./avatar.js";
import { element, morph } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf } from "./state.js";
import { drawSuggestions } from "./suggestions.js";
import { themeSwitch } from "./theme.js";

const NARROW = matchMedia("(max-width: 760px)");

/** Draw the left side; `look(member id)` changes through whose eyes one looks. */
export function buildSidebar(root, store, { look, fill, close }) {
  const channels = element("div", { class: "channels" });
  const suggestions = element("div", { class: "suggestions" });
  const picture = element("span", { class: "me-picture" });
  const choice = memberSwitch(store, look);
  root.append(
    element(
      "header",
      { class: "server" },
      icon("ticket", 22),
      element("p", { class: "server-name", text: "Matinee playground" }),
      element(
        "button",
        { type: "button", class: "tool drawer-close", "aria-label": "Close the channels", on: { click: close } },
        icon("close", 20),
      ),
    ),
    channels,
    element(
      "section",
      { class: "about", "aria-label": "About this page" },
      element(
        "p",
        {},
        element("strong", { text: "A playground on your own machine." }),
        " The bot is real; nothing you write leaves this computer. Try first:",
      ),
      suggestions,
    ),
    element(
      "footer",
      { class: "me" },
      element(
        "label",
        { class: "me-switch", title: "Look through another person's eyes" },
        picture,
        element("span", { class: "unseen", text: "You are" }),
        choice,
        element("span", { class: "me-hint", text: "switch person" }),
        icon("swap", 18),
      ),
      themeSwitch(),
    ),
  );
  const draw = () => {
    if (!store.me) return;
    morph(channels, [group("Text channels", "text", store), group("Direct messages", "dm", store)]);
    picture.replaceChildren(avatar(store.me, "small"));
    suggestions.replaceChildren(...drawSuggestions(store.commands, fill));
  };
  channels.addEventListener("click", ({ target }) => {
    const id = target.closest("[data-channel]")?.dataset.channel;
    if (!id) return;
    store.open(id);
    close();
  });
  for (const topic of ["state", "active", "channels", "commands", "presence"]) store.on(topic, draw);
  store.on("message", ({ fresh }) => fresh && draw());
}

function group(title, kind, store) {
  const channels = store.channels.filter((channel) => channel.kind === kind);
  return element(
    "section",
    { class: "channel-group" },
    element("h2", { text: title }),
    element(
      "ul",
      {},
      channels.map((channel) => element("li", {}, drawChannel(channel, store))),
    ),
  );
}

function drawChannel(channel, store) {
  const direct = channel.kind === "dm";
  const active = channel.id === store.active;
  const unread = store.unread.has(channel.id);
  return element(
    "button",
    {
      type: "button",
      class: ["channel", unread && "unread"].filter(Boolean).join(" "),
      "data-testid": direct ? "channel-dm" : `channel-${channel.name}`,
      "aria-current": active ? "page" : null,
      data: { channel: channel.id },
    },
    direct ? avatar(store.bot, "small") : icon("hash", 20),
    element("span", { class: "channel-name", text: channel.name }),
    unread && element("span", { class: "unseen", text: "unread" }),
  );
}

/** A select of the members; with two of them a click simply goes to the other one. */
function memberSwitch(store, look) {
  const select = element("select", {
    class: "member-switch",
    "data-testid": "member-switch",
    "aria-label": "Look through the eyes of",
  });
  select.addEventListener("change", () => look(select.value));
  select.addEventListener("mousedown", (event) => {
    if (store.members.length !== 2 || event.button !== 0) return;
    event.preventDefault();
    select.focus();
    look(store.members.find(({ id }) => id !== store.me.id).id);
  });
  store.on("state", () => {
    morph(
      select,
      store.members.map((member) => element("option", { value: member.id, text: nameOf(member) })),
    );
    select.value = store.me.id;
  });
  return select;
}

/** Draw the right side: who is here. */
export function buildPeople(root, store, look) {
  const list = element("div", {});
  root.append(list);
  const draw = () => {
    if (!store.me) return;
    const people = store.members.map((member) => person(member, store));
    const bot = element(
      "li",
      { class: store.online ? "person" : "person away" },
      avatar(store.bot),
      element("span", { class: "dot", title: store.online ? "online" : "offline" }),
      element(
        "span",
        { class: "person-words" },
        element("span", { class: "name" }, nameOf(store.bot), " ", badge()),
        element("span", { class: "quiet", text: store.online ? (store.activity ?? "online") : "offline" }),
      ),
    );
    morph(list, [
      element("h2", { text: `App — ${store.online ? "online" : "offline"}` }),
      element("ul", {}, bot),
      element("h2", { text: `People — ${people.length}` }),
      element("ul", {}, people),
    ]);
  };
  list.addEventListener("click", ({ target }) => {
    const id = target.closest("[data-look]")?.dataset.look;
    if (id) look(id);
  });
  for (const topic of ["state", "presence"]) store.on(topic, draw);
}

function person(member, store) {
  const me = member.id === store.me.id;
  const inside = [
    avatar(member),
    element("span", { class: "dot" }),
    element(
      "span",
      { class: "person-words" },
      element("span", { class: "name", text: nameOf(member) }),
      element("span", { class: "quiet", text: me ? "you" : "look through these eyes" }),
    ),
  ];
  if (me) return element("li", { class: "person" }, inside);
  return element("li", {}, element("button", { type: "button", class: "person", data: { look: member.id } }, inside));
}

/** Draw the bar above the messages, with the buttons for the drawers on narrow screens. */
export function buildBar(root, store, { open, togglePeople }) {
  const where = element("div", { class: "where" });
  root.append(
    element(
      "button",
      {
        type: "button",
        class: "tool drawer-open",
        "aria-label": "Open the channels",
        "aria-controls": "sidebar",
        on: { click: open },
      },
      icon("menu", 22),
    ),
    where,
    element(
      "button",
      {
        type: "button",
        class: "tool people-toggle",
        "aria-label": "Show or hide the members",
        "aria-controls": "people",
        title: "Members",
        on: { click: togglePeople },
      },
      icon("people", 22),
    ),
  );
  const draw = () => {
    const channel = store.channel();
    if (!channel) return;
    const direct = channel.kind === "dm";
    morph(where, [
      direct ? avatar(store.bot, "small") : icon("hash", 22),
      element("h1", { text: channel.name }),
      element("span", {
        class: "topic",
        text: direct
          ? `a conversation between ${nameOf(store.me)} and ${nameOf(store.bot)}`
          : `looking through ${nameOf(store.me)}'s eyes`,
      }),
    ]);
    document.title = `${direct ? "@" : "#"}${channel.name} · Matinee playground`;
  };
  for (const topic of ["state", "active", "channels"]) store.on(topic, draw);
}

/** The drawers: on a narrow screen one of the two sides lies over the messages. */
export function drawers(frame, sidebar, people, shade) {
  const set = (side) => {
    frame.dataset.drawer = side ?? "";
    shade.hidden = !side;
    sidebar.inert = NARROW.matches && side !== "sidebar";
    if (side === "sidebar") sidebar.querySelector("button")?.focus();
  };
  const close = () => {
    if (!frame.dataset.drawer) return;
    const from = frame.dataset.drawer;
    set(null);
    document.querySelector(from === "sidebar" ? ".drawer-open" : ".people-toggle")?.focus();
  };
  shade.addEventListener("click", close);
  addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
  NARROW.addEventListener("change", () => set(null));
  set(null);
  return {
    open: () => set("sidebar"),
    close,
    togglePeople() {
      if (matchMedia("(max-width: 1080px)").matches) set(frame.dataset.drawer === "people" ? null : "people");
      else frame.classList.toggle("without-people");
    },
  };
}
