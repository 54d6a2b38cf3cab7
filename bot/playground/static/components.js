// Buttons and selects under a message: pressing them, waiting for the answer, and saying so when none comes.

import { element, safeAddress } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";
import { nameOf } from "./state.js";

export const Kind = {
  ROW: 1,
  BUTTON: 2,
  STRING: 3,
  TEXT: 4,
  USER: 5,
  ROLE: 6,
  MENTIONABLE: 7,
  CHANNEL: 8,
  WORDS: 10,
  LABEL: 18,
};
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };

/**
 * Draw a message's rows. `use(control, component, values)` is called when one is used: `values` is null for a
 * button. `waiting` is the custom id that waits for its answer, if any does.
 */
export function drawComponents(rows, { store, use }) {
  return (rows ?? [])
    .filter(({ type }) => type === Kind.ROW)
    .map((row) =>
      element(
        "div",
        { class: "row" },
        row.components.map((component) => drawControl(component, store, use)),
      ),
    );
}

function drawControl(component, store, use) {
  if (component.type === Kind.BUTTON) return drawButton(component, use);
  if (isSelect(component)) {
    return drawSelect(component, store, (control, values) => use(control, component, values));
  }
  return null;
}

export function isSelect({ type }) {
  return type === Kind.STRING || (type >= Kind.USER && type <= Kind.CHANNEL);
}

function drawButton(component, use) {
  const emoji =
    component.emoji &&
    element("span", {
      class: "button-emoji",
      "aria-hidden": component.label ? "true" : null,
      text: component.emoji.name,
    });
  const inside = [emoji, component.label && element("span", { class: "button-label", text: component.label })];
  const address = component.style === 5 && safeAddress(component.url);
  if (address) {
    return element(
      "a",
      { class: "button button-link", href: address, target: "_blank", rel: "noopener noreferrer" },
      inside,
      icon("open", 15),
    );
  }
  return element(
    "button",
    {
      type: "button",
      class: `button button-${STYLES[component.style] ?? "secondary"}`,
      disabled: component.disabled,
      data: { custom: component.custom_id ?? "" },
      on: { click: ({ currentTarget }) => use(currentTarget, component, null) },
    },
    inside,
  );
}

/** Mark a control as waiting for its answer, or as free again. */
export function setWaiting(control, waiting) {
  if (waiting) control.setAttribute("aria-busy", "true");
  else control.removeAttribute("aria-busy");
}

/** Return what a select offers: {label, value, description, emoji, default}. */
function choicesOf(component, store) {
  switch (component.type) {
    case Kind.USER:
    case Kind.MENTIONABLE:
      return [...store.members, store.bot].map((user) => ({
        label: nameOf(user),
        value: user.id,
        description: user.bot ? "bot" : "",
      }));
    case Kind.CHANNEL:
      return store.channels
        .filter(({ kind }) => kind === "text")
        .map(({ id, name }) => ({ label: `#${name}`, value: id }));
    default:
      return component.options ?? [];
  }
}

/** Draw a select; `chosen(control, values)` is called when the choice is made. */
export function drawSelect(component, store, chosen) {
  const choices = choicesOf(component, store);
  const most = component.max_values ?? 1;
  const least = component.min_values ?? 1;
  const picked = new Set(choices.filter((choice) => choice.default).map(({ value }) => value));
  const shown = element("span", { class: "select-shown" });
  const control = element(
    "button",
    {
      type: "button",
      class: "select",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      disabled: component.disabled,
      data: { custom: component.custom_id ?? "" },
    },
    shown,
    icon("down", 18),
  );
  const show = () => {
    const labels = choices.filter(({ value }) => picked.has(value)).map(({ label }) => label);
    shown.textContent = labels.join(", ") || component.placeholder || "Make a selection";
    shown.classList.toggle("quiet", labels.length === 0);
  };
  show();
  control.addEventListener("click", () => {
    if (control.getAttribute("aria-busy")) return;
    const before = [...picked].join();
    const finish = () => {
      show();
      if (picked.size >= least && [...picked].join() !== before) chosen(control, [...picked]);
    };
    const list = drawChoices(choices, picked, most, () => popover.close());
    const popover = openPopover(control, list, component.placeholder ?? "Choose", finish);
  });
  return control;
}

function drawChoices(choices, picked, most, close) {
  const list = element("div", { class: "choices", role: "listbox", "aria-multiselectable": most > 1 ? "true" : null });
  const take = (choice, row) => {
    if (most === 1) {
      picked.clear();
      picked.add(choice.value);
      close();
      return;
    }
    if (!picked.delete(choice.value) && picked.size < most) picked.add(choice.value);
    row.setAttribute("aria-selected", String(picked.has(choice.value)));
  };
  for (const choice of choices) {
    const row = element(
      "button",
      { type: "button", role: "option", class: "choice", "aria-selected": String(picked.has(choice.value)) },
      choice.emoji && element("span", { text: choice.emoji.name }),
      element(
        "span",
        { class: "choice-words" },
        element("span", { text: choice.label }),
        choice.description && element("span", { class: "quiet", text: choice.description }),
      ),
      icon("check", 16),
    );
    row.addEventListener("click", () => take(choice, row));
    list.append(row);
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...list.children];
    rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length].focus();
  });
  return list;
}
