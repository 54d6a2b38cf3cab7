// Understands a command typed as one line: `/recommend request:thoughtful sci-fi tonight count:2`. Pure: no DOM.
//
// A value goes on until the next known `name:` that is not given yet, or to the end; quotes keep such a name
// inside a value. Text before the first name belongs to the one required option, or to the first text option.

export const OptionType = {
  SUBCOMMAND: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};
const QUOTES = { '"': '"', "“": "”", "«": "»" };

/** List what can be typed: one entry per command, or per subcommand: {path, label, description, options}. */
export function leavesOf(commands) {
  const leaves = [];
  const visit = (node, path) => {
    const inner = (node.options ?? []).filter(
      ({ type }) => type === OptionType.SUBCOMMAND || type === OptionType.GROUP,
    );
    for (const child of inner) visit(child, [...path, child]);
    if (inner.length === 0) {
      const names = path.map(({ name }) => name);
      const options = node.options ?? [];
      leaves.push({ path, label: `/${names.join(" ")}`, description: node.description ?? "", options });
    }
  };
  for (const command of commands) if ((command.type ?? 1) === 1) visit(command, [command]);
  return leaves;
}

/**
 * Take a line apart. Returns null for plain text, else {typed, leaf, given, active, missing, unused, bare}:
 * `given` has for every option in the line {option, text, from, start, end} (`from` is where its name begins,
 * `start`/`end` enclose the value), `active` is the one in which the caret stands, `leaf` is null while no
 * command is whole yet, and `bare` is text that belongs to no option.
 */
export function readLine(text, commands, caret = text.length) {
  if (!text.startsWith("/")) return null;
  const leaf = leafOf(text, leavesOf(commands));
  if (!leaf) return { typed: text, leaf: null, given: [], active: null, missing: [], unused: [], bare: "" };
  const given = split(text, leaf);
  let bare = "";
  const head = text.slice(leaf.label.length, given[0]?.from ?? text.length);
  if (head.trim()) {
    const taker = bareTaker(leaf, given);
    const start = leaf.label.length + head.length - head.trimStart().length;
    if (taker) given.unshift({ option: taker, from: start, ...valueIn(text, start, given[0]?.from ?? text.length) });
    else bare = head.trim();
  }
  const names = new Set(given.map(({ option }) => option.name));
  const unused = leaf.options.filter(({ name }) => !names.has(name));
  const filled = new Set(given.filter((value) => value.text !== "").map(({ option }) => option.name));
  const missing = leaf.options.filter(({ name, required }) => required && !filled.has(name));
  const active = given.findLast((value) => caret >= value.start && caret <= value.until) ?? null;
  return { typed: text, leaf, given, active, missing, unused, bare };
}

function leafOf(text, leaves) {
  const fits = ({ label }) => {
    const begun = text.slice(0, label.length).toLowerCase() === label;
    return begun && (text.length === label.length || /\s/.test(text[label.length]));
  };
  return leaves.filter(fits).sort((one, other) => other.label.length - one.label.length)[0] ?? null;
}

/** Find `name:` of options not given yet, each behind a blank, none inside quotes that close. */
function split(text, leaf) {
  const left = new Map(leaf.options.map((option) => [option.name.toLowerCase(), option]));
  const marks = [];
  const pattern = /(?<=\s)([^\s:]+):/gu;
  pattern.lastIndex = leaf.label.length;
  for (let match; (match = pattern.exec(text));) {
    const option = left.get(match[1].toLowerCase());
    if (!option) continue;
    left.delete(option.name.toLowerCase());
    marks.push({ option, named: true, from: match.index, start: pattern.lastIndex });
    pattern.lastIndex = pastQuotes(text, pattern.lastIndex, left);
  }
  return marks.map((mark, index) => ({ ...mark, ...valueIn(text, mark.start, marks[index + 1]?.from ?? text.length) }));
}

/** Return the place behind a quoted value that begins at `start`, or `start` when none does. */
function pastQuotes(text, start, left) {
  const begin = start + /^\s*/.exec(text.slice(start))[0].length;
  const close = QUOTES[text[begin]];
  for (let end = close ? text.indexOf(close, begin + 1) : -1; end > 0; end = text.indexOf(close, end + 1)) {
    const rest = text.slice(end + 1);
    const next = /^\s+([^\s:]+):/u.exec(rest);
    if (!rest.trim() || (next && left.has(next[1].toLowerCase()))) return end + 1;
  }
  return start;
}

/** The value between two places: its text without blanks around it and without quotes around the whole. */
function valueIn(text, from, until) {
  const raw = text.slice(from, until);
  const start = from + raw.length - raw.trimStart().length;
  let value = raw.trim();
  if (value.length > 1 && QUOTES[value[0]] === value.at(-1)) value = value.slice(1, -1);
  return { text: value, start: Math.min(start, until), end: from + raw.trimEnd().length, until };
}

function bareTaker(leaf, given) {
  const free = leaf.options.filter((option) => !given.some((value) => value.option === option));
  const required = free.filter((option) => option.required);
  if (required.length === 1) return required[0];
  if (required.length > 1) return null;
  return free.find(({ type, choices }) => type === OptionType.STRING && !choices?.length) ?? null;
}

/**
 * Turn a line that was read into what the API takes: {name, options}. `known` has `members`, `channels` and
 * `chosen`, a Map from option name to {text, value} of what was picked from a list.
 * Throws an Error whose message is a sentence for people and whose `option` is the name it is about.
 */
export function buildCommand(read, known = {}) {
  if (!read.leaf) throw new Error(`There is no command ${read.typed.trim().split(/\s/)[0]}. Type / to see them all.`);
  if (read.bare) {
    const names = read.leaf.options.map(({ name }) => `${name}:`).join(", ");
    throw new Error(
      names ? `Say which option “${read.bare}” is for: ${names}` : `${read.leaf.label} takes no options.`,
    );
  }
  if (read.missing.length > 0) throw lacking(read.missing);
  let options = read.given
    .filter(({ text }) => text !== "")
    .map(({ option, text }) => ({ name: option.name, type: option.type, value: convert(option, text, known) }));
  const [command, ...inner] = read.leaf.path;
  for (const node of inner.reverse()) options = [{ name: node.name, type: node.type, options }];
  return { name: command.name, options };
}

function problem(option, sentence) {
  return Object.assign(new Error(sentence), { option: option.name });
}

function lacking(options) {
  const names = options.map(({ name }) => `“${name}”`);
  const last = names.pop();
  const all = names.length > 0 ? `${names.join(", ")} and ${last} are` : `${last} is`;
  return problem(
    options[0],
    `${all} needed: ${options.map(({ description }) => description).join("; ")}.`.replace(/\.\.$/, "."),
  );
}

function convert(option, text, known) {
  const picked = known.chosen?.get(option.name);
  if (picked && picked.text === text) return picked.value;
  if (option.choices?.length) return choice(option, text);
  switch (option.type) {
    case OptionType.INTEGER:
    case OptionType.NUMBER:
      return numeric(option, text);
    case OptionType.BOOLEAN:
      if (/^(true|yes|on|1)$/i.test(text)) return true;
      if (/^(false|no|off|0)$/i.test(text)) return false;
      throw problem(option, `“${option.name}” is either True or False.`);
    case OptionType.USER:
    case OptionType.MENTIONABLE:
      return named(option, text, known.members ?? [], "member", /^<@!?(\d+)>$/);
    case OptionType.CHANNEL:
      return named(option, text, known.channels ?? [], "channel", /^<#(\d+)>$/);
    case OptionType.ATTACHMENT:
      throw problem(option, `Choose a file for “${option.name}”.`);
    default:
      return words(option, text);
  }
}

function choice(option, text) {
  const same = (value) => String(value).toLowerCase() === text.toLowerCase();
  const found = option.choices.find(({ name }) => same(name)) ?? option.choices.find(({ value }) => same(value));
  if (found) return found.value;
  throw problem(option, `“${option.name}” is one of: ${option.choices.map(({ name }) => name).join(", ")}.`);
}

function numeric(option, text) {
  const whole = option.type === OptionType.INTEGER;
  const value = Number(text.replace(",", "."));
  const { min_value: least = -(2 ** 53), max_value: most = 2 ** 53 } = option;
  const wrong = !(whole ? /^[+-]?\d+$/ : /^[+-]?(\d+[.,]?\d*|[.,]\d+)$/).test(text) || value < least || value > most;
  if (wrong) throw problem(option, `“${option.name}” is ${describeType(option)}.`);
  return value;
}

function words(option, text) {
  const length = [...text].length;
  if (length < (option.min_length ?? 0) || length > (option.max_length ?? 6000)) {
    throw problem(option, `“${option.name}” is ${describeType(option)}; this has ${length.toLocaleString("en")}.`);
  }
  return text;
}

function named(option, text, people, noun, mention) {
  const plain = text.replace(/^[@#]/, "").toLowerCase();
  const found = people.find(
    ({ id, username, global_name: shown, name }) =>
      [id, username, shown, name].some((word) => word?.toLowerCase() === plain) || mention.exec(text)?.[1] === id,
  );
  if (found) return found.id;
  throw problem(
    option,
    `“${option.name}” is a ${noun}, and ${noun === "member" ? "nobody" : "nothing"} here is called “${text}”.`,
  );
}

/** Say in a few words what an option takes. */
export function describeType(option) {
  const { min_value: least, max_value: most, min_length: shortest, max_length: longest } = option;
  if (option.choices?.length) return `one of ${option.choices.map(({ name }) => name).join(", ")}`;
  const range =
    least !== undefined && most !== undefined
      ? ` from ${least} to ${most}`
      : least !== undefined
        ? ` of at least ${least}`
        : most !== undefined
          ? ` of at most ${most}`
          : "";
  switch (option.type) {
    case OptionType.INTEGER:
      return `a whole number${range}`;
    case OptionType.NUMBER:
      return `a number${range}`;
    case OptionType.BOOLEAN:
      return "True or False";
    case OptionType.USER:
      return "a member";
    case OptionType.CHANNEL:
      return "a channel";
    case OptionType.ROLE:
      return "a role";
    case OptionType.MENTIONABLE:
      return "a member or a role";
    case OptionType.ATTACHMENT:
      return "a file";
    default: {
      const bounds =
        shortest && longest
          ? `${shortest} to ${longest.toLocaleString("en")} characters`
          : longest
            ? `up to ${longest.toLocaleString("en")} characters`
            : shortest
              ? `at least ${shortest} characters`
              : "";
      return bounds ? `text, ${bounds}` : "text";
    }
  }
}

/** What a request for suggestions carries: everything given that makes sense so far, the active option focused. */
export function buildFocus(read, known = {}) {
  let options = [];
  for (const { option, text } of read.given) {
    const focused = option === read.active?.option;
    if (focused) options.push({ name: option.name, type: option.type, value: text, focused: true });
    else {
      try {
        options.push({ name: option.name, type: option.type, value: convert(option, text, known) });
      } catch {
        // Half-typed values of other options are left out, as Discord leaves them out.
      }
    }
  }
  const [command, ...inner] = read.leaf.path;
  for (const node of inner.reverse()) options = [{ name: node.name, type: node.type, options }];
  return { name: command.name, options };
}
