// Turns markdown's tree into DOM nodes. Text from outside only ever becomes text nodes.

import { element, safeAddress } from "./dom.js";
import { parseMarkdown } from "./markdown.js";
import { nameOf } from "./state.js";
import { stamp, whole } from "./times.js";

const TAGS = {
  bold: "strong",
  italics: "em",
  underline: "u",
  strike: "s",
  small: "div",
  quote: "blockquote",
  paragraph: "div",
};
const ONLY_EMOJI =
  /^(?:\s*(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\u{FE0F}?\u{20E3})[\p{Emoji_Modifier}\u{FE0F}]*(?:\u{200D}\p{Extended_Pictographic}[\p{Emoji_Modifier}\u{FE0F}]*)*\s*){1,27}$/u;

/** Return the nodes of a message's content; `store` knows the names behind mentions. */
export function richText(text, store) {
  if (ONLY_EMOJI.test(text)) return [element("div", { class: "paragraph huge", text })];
  return parseMarkdown(text).map((node) => draw(node, store));
}

function drawAll(nodes, store) {
  return nodes.map((node) => draw(node, store));
}

function draw(node, store) {
  switch (node.type) {
    case "text":
      return document.createTextNode(node.text);
    case "header":
      return element(
        "div",
        { class: `header header-${node.level}`, role: "heading", "aria-level": node.level + 2 },
        drawAll(node.children, store),
      );
    case "list":
      return drawList(node, store);
    case "code":
      return element("code", { text: node.text });
    case "codeblock":
      return element("pre", { tabindex: 0 }, element("code", { text: node.text }));
    case "spoiler":
      return element(
        "span",
        { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler, press to show" },
        element("span", {}, drawAll(node.children, store)),
      );
    case "link":
      return drawLink(node, store);
    case "time":
      return drawTime(node);
    case "user":
    case "role":
    case "channel":
    case "command":
    case "everyone":
    case "emoji":
      return drawMention(node, store);
    default:
      return element(TAGS[node.type], { class: node.type }, drawAll(node.children, store));
  }
}

function drawList(node, store) {
  const items = [];
  for (const item of node.items) {
    const nested = item.filter(({ type }) => type === "list");
    const words = item.filter(({ type }) => type !== "list");
    items.push(element("li", {}, drawAll(words, store), drawAll(nested, store)));
  }
  return element(node.ordered ? "ol" : "ul", { start: node.ordered && node.start !== 1 ? node.start : null }, items);
}

function drawLink(node, store) {
  const address = safeAddress(node.address);
  const inside = drawAll(node.children, store);
  if (!address) return element("span", {}, inside);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address }, inside);
}

function drawTime({ seconds, style }) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode("an unknown time");
  const attributes = { class: "stamp", datetime: date.toISOString(), title: whole(date), text: stamp(seconds, style) };
  return element("time", { ...attributes, data: style === "R" ? { relative: seconds } : {} });
}

function drawMention(node, store) {
  switch (node.type) {
    case "user":
      return element("span", {
        class: "mention",
        text: `@${store.person(node.id) ? nameOf(store.person(node.id)) : "someone"}`,
      });
    case "role":
      return element("span", { class: "mention", text: "@role" });
    case "channel": {
      const channel = store.channel(node.id);
      if (!channel) return element("span", { class: "mention", text: "#unknown" });
      return element("button", {
        type: "button",
        class: "mention",
        data: { channel: channel.id },
        text: `#${channel.name}`,
      });
    }
    case "command":
      return element("button", {
        type: "button",
        class: "mention",
        data: { fill: `/${node.name} ` },
        text: `/${node.name}`,
      });
    case "everyone":
      return element("span", { class: "mention", text: `@${node.name}` });
    default:
      return element("span", { class: "custom-emoji", title: `:${node.name}:`, text: `:${node.name}:` });
  }
}

/** Bring the relative times on the page up to date. */
export function refreshTimes(root) {
  for (const time of root.querySelectorAll("time[data-relative]")) {
    const text = stamp(Number(time.dataset.relative), "R");
    if (time.textContent !== text) time.textContent = text;
  }
}
