// What hangs under a message's text: embeds, images and files.

import { element, safeAddress } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./richText.js";
import { moment } from "./times.js";

/** Draw one embed; `store` knows the names behind mentions. */
export function drawEmbed(embed, store) {
  const colour = Number.isInteger(embed.color) ? `#${embed.color.toString(16).padStart(6, "0")}` : null;
  const words = element(
    "div",
    { class: "embed-words" },
    embed.provider?.name && element("div", { class: "embed-provider", text: embed.provider.name }),
    embed.author?.name &&
      element(
        "div",
        { class: "embed-author" },
        picture(embed.author.icon_url, "", "embed-icon"),
        linked(embed.author.name, embed.author.url),
      ),
    embed.title &&
      element(
        "div",
        { class: "embed-title" },
        embed.url ? linked(embed.title, embed.url) : richText(embed.title, store),
      ),
    embed.description && element("div", { class: "embed-description rich" }, richText(embed.description, store)),
    embed.fields?.length > 0 && drawFields(embed.fields, store),
  );
  const foot = [embed.footer?.text, embed.timestamp && moment(new Date(embed.timestamp))].filter(Boolean).join(" • ");
  return element(
    "article",
    { class: "embed", colour },
    element("div", { class: "embed-top" }, words, picture(embed.thumbnail?.url, embed.title ?? "", "embed-thumbnail")),
    picture(embed.image?.url, embed.title ?? "", "embed-image", embed.image),
    foot && element("div", { class: "embed-footer" }, picture(embed.footer?.icon_url, "", "embed-icon"), foot),
  );
}

function drawFields(fields, store) {
  return element(
    "dl",
    { class: "embed-fields" },
    fields.map((field) =>
      element(
        "div",
        { class: field.inline ? "embed-field inline" : "embed-field" },
        element("dt", { class: "rich" }, richText(field.name, store)),
        element("dd", { class: "rich" }, richText(field.value, store)),
      ),
    ),
  );
}

function linked(text, address) {
  const safe = address && safeAddress(address);
  return safe
    ? element("a", { href: safe, target: "_blank", rel: "noopener noreferrer", text })
    : document.createTextNode(text);
}

/** An image, its room kept while it loads; one that cannot be loaded leaves no hole. */
function picture(address, text, name, { width, height } = {}) {
  const safe = address && safeAddress(address);
  if (!safe) return null;
  const image = element("img", {
    src: safe,
    alt: text,
    class: name,
    width,
    height,
    loading: "lazy",
    decoding: "async",
  });
  image.addEventListener("error", () => image.remove());
  return image;
}

/** Draw one attachment: an image as itself, anything else as a file to open. */
export function drawAttachment(attachment) {
  const address = safeAddress(attachment.url);
  const name = attachment.filename ?? "file";
  if (address && /^image\/(png|jpe?g|gif|webp|avif)/.test(attachment.content_type ?? "")) {
    const { width, height } = attachment;
    const image = element("img", {
      src: address,
      alt: attachment.description || name,
      width,
      height,
      loading: "lazy",
      decoding: "async",
    });
    return element(
      "a",
      { class: "attached-image", href: address, target: "_blank", rel: "noopener noreferrer", title: `Open ${name}` },
      image,
    );
  }
  return element(
    "div",
    { class: "attached-file" },
    icon("file", 28),
    element(
      "div",
      {},
      address
        ? element("a", { href: address, target: "_blank", rel: "noopener noreferrer", download: name, text: name })
        : element("span", { text: name }),
      element("div", { class: "quiet", text: sizeOf(attachment.size ?? 0) }),
    ),
  );
}

/** "812 bytes", "12.4 KB", "3.1 MB". */
export function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
