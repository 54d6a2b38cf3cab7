// Run with: node --test tests/playground/page/
import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCommand, leavesOf, readLine } from "../../../bot/playground/static/commandLine.js";

const COMMANDS = [
  {
    name: "recommend",
    type: 1,
    description: "What should I watch?",
    options: [
      { name: "request", type: 3, description: "In your own words", max_length: 30 },
      { name: "count", type: 4, description: "How many", min_value: 1, max_value: 10 },
      {
        name: "kind",
        type: 3,
        description: "Which",
        choices: [
          { name: "films", value: "film" },
          { name: "series", value: "series" },
        ],
      },
      { name: "private", type: 5, description: "For you alone" },
    ],
  },
  {
    name: "like",
    type: 1,
    description: "Tell me what you liked.",
    options: [
      { name: "title", type: 3, description: "Its name", required: true, autocomplete: true },
      { name: "note", type: 3, description: "What you liked about it" },
    ],
  },
  { name: "taste", type: 1, description: "What I know of you." },
  { name: "Look up", type: 2, description: "" },
  {
    name: "data",
    type: 1,
    description: "Your data",
    options: [
      { name: "export", type: 1, description: "All of it" },
      {
        name: "import",
        type: 1,
        description: "From a file",
        options: [{ name: "file", type: 11, description: "A list", required: true }],
      },
      {
        name: "person",
        type: 2,
        description: "",
        options: [
          {
            name: "show",
            type: 1,
            description: "",
            options: [{ name: "who", type: 6, description: "Whom", required: true }],
          },
        ],
      },
    ],
  },
];
const KNOWN = { members: [{ id: "7", username: "kim", global_name: "Kim" }], channels: [{ id: "9", name: "general" }] };
const build = (line, known = KNOWN) => buildCommand(readLine(line, COMMANDS), known);
const values = (line) => Object.fromEntries(build(line).options.map(({ name, value }) => [name, value]));
const refusal = (line) => {
  try {
    build(line);
  } catch (error) {
    return error.message;
  }
  return assert.fail("it was not refused");
};

test("plain text is no command", () => assert.equal(readLine("hello /like", COMMANDS), null));

test("a value goes on until the next option that is known", () => {
  assert.deepEqual(values("/recommend request:sci-fi: not gory count:2 kind:films private:yes"), {
    request: "sci-fi: not gory",
    count: 2,
    kind: "film",
    private: true,
  });
});

test("a name that was given already belongs to the value", () => {
  assert.deepEqual(values("/like title:Alien note:title: good"), { title: "Alien", note: "title: good" });
});

test("quotes keep the name of an option inside a value", () => {
  assert.deepEqual(values('/recommend request:"a kind: of film" count:3'), { request: "a kind: of film", count: 3 });
  assert.deepEqual(values('/recommend request:"Heat" but shorter'), { request: '"Heat" but shorter' });
});

test("text without a name goes to the only required option, or to the first text", () => {
  assert.deepEqual(values("/like The Thing note:snow"), { title: "The Thing", note: "snow" });
  assert.deepEqual(values("/recommend sci-fi tonight count:1"), { request: "sci-fi tonight", count: 1 });
  assert.match(refusal("/taste now"), /takes no options/);
});

test("a missing option, a wrong number and a wrong choice are refused in a sentence", () => {
  assert.equal(refusal("/like title:"), "“title” is needed: Its name.");
  assert.equal(refusal("/recommend count:11"), "“count” is a whole number from 1 to 10.");
  assert.equal(refusal("/recommend count:two"), "“count” is a whole number from 1 to 10.");
  assert.equal(refusal("/recommend kind:books"), "“kind” is one of: films, series.");
  assert.match(refusal("/recommend private:maybe"), /True or False/);
  assert.match(refusal(`/recommend request:${"x".repeat(31)}`), /up to 30 characters; this has 31/);
  assert.equal(refusal("/nothing here"), "There is no command /nothing. Type / to see them all.");
});

test("a choice may be given by its value, in any case", () => {
  assert.equal(values("/recommend kind:FILM").kind, "film");
});

test("subcommands are nested as the API nests them", () => {
  assert.deepEqual(build("/data export"), { name: "data", options: [{ name: "export", type: 1, options: [] }] });
  assert.deepEqual(build("/data person show who:@kim"), {
    name: "data",
    options: [
      {
        name: "person",
        type: 2,
        options: [{ name: "show", type: 1, options: [{ name: "who", type: 6, value: "7" }] }],
      },
    ],
  });
});

test("a member who is not there is refused by name", () =>
  assert.match(refusal("/data person show who:Lee"), /nobody here is called “Lee”/));

test("a file must have been chosen", () => {
  assert.match(refusal("/data import file:likes.csv"), /Choose a file/);
  const chosen = new Map([["file", { text: "likes.csv", value: "12" }]]);
  assert.deepEqual(build("/data import file:likes.csv", { chosen }).options[0].options[0].value, "12");
});

test("what was picked from a list counts only while its text stands unchanged", () => {
  const chosen = new Map([["title", { text: "Alien (1979)", value: "alien-1979" }]]);
  assert.equal(build("/like title:Alien (1979)", { chosen }).options[0].value, "alien-1979");
  assert.equal(build("/like title:Aliens", { chosen }).options[0].value, "Aliens");
});

test("only slash commands are listed, one entry per subcommand", () => {
  assert.deepEqual(
    leavesOf(COMMANDS).map(({ label }) => label),
    ["/recommend", "/like", "/taste", "/data export", "/data import", "/data person show"],
  );
});

test("the option in which the caret stands is known, at its very end too", () => {
  const line = "/like title:Alien note:";
  assert.equal(readLine(line, COMMANDS, 15).active.option.name, "title");
  assert.equal(readLine(line, COMMANDS).active.option.name, "note");
  assert.equal(readLine("/like ", COMMANDS).active, null);
});
