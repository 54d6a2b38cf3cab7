import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMarkdown, plainText } from "../../../bot/playground/static/markdown.js";

/** The tree as a short line: marks by their first letters, text as it is. */
const short = (nodes) =>
  nodes
    .map((node) => {
      if (node.type === "text") return node.text;
      if (node.type === "list")
        return `<list ${node.ordered ? node.start : "•"} ${node.items.map((item) => short(item)).join("|")}>`;
      const inner = node.children
        ? short(node.children)
        : (node.text ?? node.id ?? node.name ?? `${node.seconds}${node.style}`);
      return node.type === "paragraph" ? inner : `<${node.type} ${inner}>`;
    })
    .join("");
const shows = (text, expected) => assert.equal(short(parseMarkdown(text)), expected);

test("marks become nodes, nested and across lines", () => {
  shows("**bold *and italic* too**", "<bold bold <italics and italic> too>");
  shows("***both***", "<bold <italics both>>");
  shows("__under__ ~~gone~~ ||secret|| _it_", "<underline under> <strike gone> <spoiler secret> <italics it>");
  shows("**two\nlines**", "<bold two\nlines>");
});

test("marks that open nothing stay text", () => {
  shows("2 * 3 * 4 and snake_case_name and a ** b", "2 * 3 * 4 and snake_case_name and a ** b");
  shows("**not closed", "**not closed");
  shows("****", "****");
});

test("a backslash takes the meaning from a mark", () => shows("\\*plain\\* \\<@1> C:\\dir", "*plain* <@1> C:\\dir"));

test("nothing inside code is read", () => {
  shows("`**x**` and ``a ` b``", "<code **x**> and <code a ` b>");
  shows("```py\nprint('*')\n```", "<codeblock print('*')>");
  shows("before ```x``` after", "before <codeblock x> after");
  shows("**a `**` b**", "<bold a <code **> b>");
});

test("blocks stand at the start of a line only", () => {
  shows("# Big\n## Less\ntext # not", "<header Big><header Less>text # not");
  shows("-# small *print*\nrest", "<small small <italics print>>rest");
  shows("> one\n> two\nout", "<quote one\ntwo>out");
  shows(">>> all\nof it", "<quote all\nof it>");
  shows("#tag", "#tag");
});

test("lists nest by two blanks", () => {
  shows("- a\n- b\n  - c\n3. x", "<list • a|b<list • c>|x>");
  shows("4. four\n5. five", "<list 4 four|five>");
  shows("**1. Arrival** (2016)", "<bold 1. Arrival> (2016)");
  shows("1\\. no list", "1. no list");
});

test("links keep to http and lose the punctuation around them", () => {
  shows("see https://example.org/a_(b), ok", "see <link https://example.org/a_(b)>, ok");
  shows("[**site**](https://example.org)", "<link <bold site>>");
  shows("[x](javascript:alert(1))", "[x](javascript:alert(1))");
  shows("<https://example.org>.", "<link https://example.org>.");
});

test("mentions, emoji and time stamps are named", () => {
  shows(
    "<@12> <#34> </like:5> <:ok:67> <t:1700000000:R> @everyone",
    "<user 12> <channel 34> <command like> <emoji ok> <time 1700000000R> <everyone everyone>",
  );
});

test("empty lines are kept around blocks", () => shows("a\n\n-# b\n\nc", "a\n\n<small b>\nc"));

test("plain text loses the marks, keeps mentions and hides spoilers", () => {
  assert.equal(plainText("-# “x”\n**1. Heat** (1995)\n- a\n- b ||end|| <@5>"), "“x” 1. Heat (1995) a b ▮▮▮ <@5>");
});

test("a long line of marks is read in no time", () => {
  const began = performance.now();
  parseMarkdown("*_~|`[<".repeat(600));
  parseMarkdown("*".repeat(4000));
  parseMarkdown("[".repeat(4000));
  assert.ok(performance.now() - began < 1500);
});
