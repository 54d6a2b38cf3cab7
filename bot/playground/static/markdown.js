// Discord's markdown as a tree of plain objects. Pure: no DOM, so that it can be tested by itself.
//
// Blocks: paragraph, header, small, quote, list, codeblock. Inline: text, bold, italics, underline, strike,
// spoiler, code, codeblock, link, user, role, channel, command, emoji, time, everyone.

const FENCE = /```(?:([\w+\-.#]+)\n)?\n?([\s\S]*?[^\n`][\s\S]*?)\n?```/y;
const HEADER = /(#{1,3})[ \t]+([^\n]*\S[^\n]*)(?:\n|$)/y;
const SMALL = /-#[ \t]+([^\n]*\S[^\n]*)(?:\n|$)/y;
const QUOTE = /(?:> [^\n]*(?:\n|$))+/y;
const QUOTE_REST = />>> ([\s\S]*)$/y;
const LIST = /(?:[ \t]*(?:[-*]|\d{1,9}\.)[ \t]+\S[^\n]*(?:\n|$))+/y;
const ITEM = /^([ \t]*)([-*]|\d{1,9}\.)[ \t]+(.*)$/;

/** Parse a message's content into blocks. */
export function parseMarkdown(text) {
  return blocks(text.replace(/\r\n?/g, "\n"), false);
}

/** What the content says, on one line and without its marks; spoilers stay hidden. */
export function plainText(text) {
  const say = (node) => {
    if (node.type === "spoiler") return "▮▮▮";
    if (node.type === "list") return node.items.map((item) => item.map(say).join("")).join(" ");
    if (node.type === "user" || node.type === "channel") return `<${node.type === "user" ? "@" : "#"}${node.id}>`;
    return node.children ? node.children.map(say).join("") : (node.text ?? node.name ?? "");
  };
  return parseMarkdown(text).map(say).join(" ").replace(/\s+/g, " ").trim();
}

function at(pattern, text, place) {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

function blocks(text, quoted) {
  const found = [];
  let place = 0;
  let paragraph = "";
  const settle = () => {
    if (paragraph) found.push({ type: "paragraph", children: inline(paragraph) });
    paragraph = "";
  };
  while (place < text.length) {
    const [block, length] = blockAt(text, place, quoted);
    if (block) {
      settle();
      found.push(block);
      place += length;
      continue;
    }
    // A fence may open in the middle of a line.
    const end = lineEnd(text, place);
    const fence = text.indexOf("```", place);
    const cut = fence > place && fence < end && at(FENCE, text, fence) ? fence : end;
    paragraph += text.slice(place, cut);
    place = cut;
  }
  settle();
  return found;
}

function lineEnd(text, place) {
  const end = text.indexOf("\n", place);
  return end < 0 ? text.length : end + 1;
}

function blockAt(text, place, quoted) {
  let match = at(FENCE, text, place);
  if (match) {
    // The fence breaks the line by itself.
    const swallowed = text[place + match[0].length] === "\n" ? 1 : 0;
    return [{ type: "codeblock", language: match[1] ?? "", text: match[2] }, match[0].length + swallowed];
  }
  if (place > 0 && text[place - 1] !== "\n") return [null, 0];
  if (!quoted && (match = at(QUOTE_REST, text, place))) {
    return [{ type: "quote", children: blocks(match[1], true) }, match[0].length];
  }
  if (!quoted && (match = at(QUOTE, text, place))) {
    const inner = match[0].replace(/\n$/, "").replace(/^> /gm, "");
    return [{ type: "quote", children: blocks(inner, true) }, match[0].length];
  }
  if ((match = at(HEADER, text, place))) {
    return [{ type: "header", level: match[1].length, children: inline(match[2].trim()) }, match[0].length];
  }
  if ((match = at(SMALL, text, place))) return [{ type: "small", children: inline(match[1]) }, match[0].length];
  if ((match = at(LIST, text, place))) return [list(match[0]), match[0].length];
  return [null, 0];
}

/** Build nested lists from lines; two blanks go one level deeper. */
function list(text) {
  let root = null;
  let open = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, indent, mark, content] = ITEM.exec(line);
    const depth = Math.min(Math.floor(indent.replace(/\t/g, "  ").length / 2), open.length);
    const ordered = /\d/.test(mark);
    open = open.slice(0, depth + 1);
    if (!open[depth]) {
      const made = { type: "list", ordered, start: ordered ? Number.parseInt(mark, 10) : 1, items: [] };
      if (depth > 0) open[depth - 1].items.at(-1).push(made);
      root ??= made;
      open[depth] = made;
    }
    open[depth].items.push(inline(content));
  }
  return root;
}

// Tried in this order at every place; each returns [node, length] or null.
const PLAIN = /[^\\`*_~|<[@hH\n]+|[hH](?!ttps?:\/\/)|\n/y;
const PATTERNS = [
  [/\\([^A-Za-z0-9\s])/y, ([, mark]) => ({ type: "text", text: mark })],
  [FENCE, ([, language, text]) => ({ type: "codeblock", language: language ?? "", text })],
  [
    /(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/y,
    ([, , text]) => ({ type: "code", text: text.replace(/^ (?=`)|(?<=`) $/g, "") }),
  ],
  [/<(https?:\/\/[^\s<>]+)>/iy, ([, address]) => ({ type: "link", address, children: [plain(address)] })],
  [/<@!?(\d{1,20})>/y, ([, id]) => ({ type: "user", id })],
  [/<@&(\d{1,20})>/y, ([, id]) => ({ type: "role", id })],
  [/<#(\d{1,20})>/y, ([, id]) => ({ type: "channel", id })],
  [/<\/([^\s:>][^:>]*):(\d{1,20})>/y, ([, name]) => ({ type: "command", name })],
  [/<(a?):(\w{2,32}):(\d{1,20})>/y, ([, , name]) => ({ type: "emoji", name })],
  [
    /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    ([, seconds, style]) => ({ type: "time", seconds: Number(seconds), style: style ?? "f" }),
  ],
  [/@(everyone|here)\b/y, ([, name]) => ({ type: "everyone", name })],
  [
    /\[((?:\\.|\[[^[\]\n]*\]|[^[\]\\\n])+)\]\(\s*<?(https?:\/\/[^\s)<>]+)>?(?:\s+"[^"\n]*")?\s*\)/iy,
    ([, label, address]) => ({ type: "link", address, children: inline(label) }),
  ],
];
const ADDRESS = /https?:\/\/[^\s<]+/iy;
const PAIRS = [
  ["**", "bold"],
  ["__", "underline"],
  ["~~", "strike"],
  ["||", "spoiler"],
  ["*", "italics"],
  ["_", "italics"],
];

function plain(text) {
  return { type: "text", text };
}

/** Parse what stands inside a line (or several, as bold may span them). */
export function inline(text) {
  const found = [];
  const say = (piece) => {
    if (found.at(-1)?.type === "text") found.at(-1).text += piece;
    else found.push(plain(piece));
  };
  let place = 0;
  while (place < text.length) {
    const words = at(PLAIN, text, place);
    if (words) {
      say(words[0]);
      place += words[0].length;
      continue;
    }
    const [node, length] = markAt(text, place);
    if (node?.type === "text") say(node.text);
    else if (node) found.push(node);
    else say(text[place]);
    place += length;
  }
  return found;
}

function markAt(text, place) {
  for (const [pattern, make] of PATTERNS) {
    const match = at(pattern, text, place);
    if (match) return [make(match), match[0].length];
  }
  const address = at(ADDRESS, text, place);
  if (address) {
    const whole = trimmed(address[0]);
    return [{ type: "link", address: whole, children: [plain(whole)] }, whole.length];
  }
  for (const [mark, type] of PAIRS) {
    if (!text.startsWith(mark, place)) continue;
    const end = closing(text, place, mark);
    if (end < 0) continue;
    return [{ type, children: inline(text.slice(place + mark.length, end)) }, end + mark.length - place];
  }
  return [null, 1];
}

/** Take the punctuation of the sentence off the end of an address. */
function trimmed(address) {
  let whole = address.replace(/[.,:;!?"'*_~|]+$/, "");
  while (whole.endsWith(")") && whole.split("(").length < whole.split(")").length) whole = whole.slice(0, -1);
  return whole;
}

/** Return where `mark`, opened at `place`, closes, or -1. Escapes and code inside are passed over. */
function closing(text, place, mark) {
  const single = mark.length === 1;
  const first = place + mark.length;
  if (single && (text[first] === mark || !text.charAt(first).trim())) return -1;
  if (mark === "_" && /[A-Za-z0-9]/.test(text.charAt(place - 1))) return -1;
  for (let here = first; here < text.length; here += 1) {
    if (text[here] === "\\") {
      here += 1;
    } else if (text[here] === "`") {
      const end = text.indexOf("`", here + 1);
      if (end > 0) here = end;
    } else if (text.startsWith(mark, here)) {
      if (single && text[here + 1] === mark) {
        // A doubled mark inside is a pair of its own, if it closes.
        const end = text.indexOf(mark + mark, here + 2);
        here = end > 0 ? end + 1 : here + 1;
      } else if (here === first) {
        return -1;
      } else if (closes(text, here, mark, single)) {
        return here;
      }
    }
  }
  return -1;
}

function closes(text, here, mark, single) {
  if (single && /\s/.test(text[here - 1])) return false;
  if (mark === "_") return !/[A-Za-z0-9_]/.test(text.charAt(here + 1));
  if (mark === "**" || mark === "__") return text.charAt(here + 2) !== mark[0];
  return true;
}
