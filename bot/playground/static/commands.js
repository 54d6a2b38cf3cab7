// What can be suggested at the caret: commands, options, and values. Each row says how it changes the line.

import { describeType, leavesOf, OptionType } from "./commandLine.js";
import { nameOf } from "./state.js";

const MOST_ROWS = 25;

/**
 * List the rows for a line that was read (see readLine). A row has `label`, `description`, `hint`, and either
 * `edit` {from, until, text, chosen} or `file` (an option to choose a file for). `first` tells whether Enter
 * takes the first row without one having been pointed at.
 */
export function suggest(read, text, caret, store) {
  if (read === null) return { title: "Members", rows: mentions(text, caret, store), first: true };
  if (read.leaf === null) return { title: "Commands", rows: commandRows(text, store), first: true };
  if (read.active) {
    const rows = valueRows(read, store);
    if (rows.length > 0) return { title: read.active.option.name, rows, first: false };
  }
  return { title: "Options", rows: optionRows(read, text, caret), first: false };
}

/** Whether the values of this option come from the bot. */
export function completes(read) {
  return Boolean(read?.active?.option.autocomplete);
}

/** The rows for what the bot suggested. */
export function choiceRows(read, choices) {
  return choices.slice(0, MOST_ROWS).map(({ name, value }) => valueRow(read, name, value));
}

function commandRows(text, store) {
  const typed = text.slice(1).trimStart().toLowerCase();
  const rank = ({ label, description }) => {
    if (label.slice(1).startsWith(typed)) return 0;
    if (label.includes(typed)) return 1;
    return description.toLowerCase().includes(typed) ? 2 : 3;
  };
  return leavesOf(store.commands)
    .map((leaf) => ({ leaf, rank: rank(leaf) }))
    .filter(({ rank: place }) => place < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST_ROWS)
    .map(({ leaf }) => ({
      label: leaf.label,
      description: leaf.description,
      hint: leaf.options.map(({ name, required }) => (required ? `${name}*` : name)).join("  "),
      edit: { from: 0, until: text.length, text: begun(leaf) },
    }));
}

/** A command with its first required option opened. */
function begun(leaf) {
  const required = leaf.options.find((option) => option.required);
  return required ? `${leaf.label} ${required.name}:` : leaf.options.length > 0 ? `${leaf.label} ` : leaf.label;
}

function valueRows(read, store) {
  const { option, text } = read.active;
  const typed = text.toLowerCase();
  const fits = (label) => label.toLowerCase().includes(typed.replace(/^[@#]/, ""));
  const exact = (names) => names.some((name) => name.toLowerCase() === typed);
  const rows = (names) => (exact(names) ? [] : names.filter(fits).map((name) => valueRow(read, name)));
  if (option.choices?.length) return rows(option.choices.map(({ name }) => name));
  switch (option.type) {
    case OptionType.BOOLEAN:
      return rows(["True", "False"]);
    case OptionType.USER:
    case OptionType.MENTIONABLE:
      return rows([...store.members, store.bot].map((user) => `@${user.username}`));
    case OptionType.CHANNEL:
      return rows(store.channels.filter(({ kind }) => kind === "text").map(({ name }) => `#${name}`));
    case OptionType.ATTACHMENT:
      return text ? [] : [{ label: "Choose a file…", description: option.description, hint: "", file: option }];
    default:
      return [];
  }
}

function valueRow(read, name, value) {
  const { option, start, until } = read.active;
  const chosen = value === undefined ? null : { option: option.name, text: name, value };
  return { label: name, description: "", hint: "", edit: { from: start, until, text: `${name} `, chosen } };
}

/** Options not given yet: all of them right behind the command, else those that the last word begins. */
function optionRows(read, text, caret) {
  const head = text.slice(0, caret);
  const word = /(?:^|\s)(\S*)$/.exec(head)[1].toLowerCase();
  const behindCommand = head.trimEnd().toLowerCase() === read.leaf.label;
  const from = head.length - word.length;
  if (behindCommand && head.length === read.leaf.label.length) return [];
  if (!behindCommand && word === "") return [];
  const wanted = read.unused.filter(({ name }) => behindCommand || name.startsWith(word));
  return wanted.map((option) => ({
    label: option.name,
    description: option.description,
    hint: option.required ? "needed" : describeType(option),
    edit: { from: behindCommand ? head.length : from, until: caret, text: `${option.name}:` },
  }));
}

const MENTION = /(?:^|\s)@([\p{L}\p{N}_.-]*)$/u;

function mentions(text, caret, store) {
  const match = MENTION.exec(text.slice(0, caret));
  if (!match) return [];
  const typed = match[1].toLowerCase();
  const people = [...store.members, store.bot].filter(Boolean);
  const named = (user, fits) => [user.username, nameOf(user)].some((name) => fits(name.toLowerCase()));
  // A name that is whole already needs no list: Enter sends.
  if (people.some((user) => named(user, (name) => name === typed))) return [];
  return people
    .filter((user) => named(user, (name) => name.startsWith(typed)))
    .map((user) => ({
      label: `@${nameOf(user)}`,
      description: "",
      hint: user.username,
      edit: { from: caret - match[1].length - 1, until: caret, text: `@${user.username} ` },
    }));
}

/** Put mentions in place of `@name` and `#channel` in what is about to be said. */
export function withMentions(text, store) {
  const people = [...store.members, store.bot].filter(Boolean);
  return text
    .replace(/(?<![\p{L}\p{N}<])@([\p{L}\p{N}_.-]*[\p{L}\p{N}_])/gu, (whole, name) => {
      const user = people.find(({ username, global_name: shown }) =>
        [username, shown].some((word) => word?.toLowerCase() === name.toLowerCase()),
      );
      return user ? `<@${user.id}>` : whole;
    })
    .replace(/(?<![\p{L}\p{N}<])#([\p{L}\p{N}_-]+)/gu, (whole, name) => {
      const channel = store.channels.find((one) => one.kind === "text" && one.name === name);
      return channel ? `<#${channel.id}>` : whole;
    });
}

/** The other way round: what was said as its writer typed it. */
export function withNames(content, store) {
  return content
    .replace(/<@!?(\d+)>/g, (whole, id) => (store.person(id) ? `@${store.person(id).username}` : whole))
    .replace(/<#(\d+)>/g, (whole, id) => (store.channel(id) ? `#${store.channel(id).name}` : whole));
}
