// The line once more, behind the text box: there the names of options can have a colour of their own.

import { element } from "./dom.js";

/** Draw `text` into `root`, with the command and the option names of a line that was read marked. */
export function drawMirror(root, text, read) {
  const pieces = [];
  let place = 0;
  const mark = (from, until, name) => {
    pieces.push(text.slice(place, from), element("mark", { class: name, text: text.slice(from, until) }));
    place = until;
  };
  if (read?.leaf) {
    mark(0, read.leaf.label.length, "mark-command");
    for (const value of read.given) {
      // A value given without a name has none to mark.
      if (value.named) mark(value.from, value.from + value.option.name.length + 1, "mark-option");
    }
  }
  pieces.push(text.slice(place), "\u200b"); // the last line has its height even while it is empty
  root.replaceChildren(...pieces);
}
