// A form that the bot opens: text inputs and selects in a dialog.

import { drawSelect, isSelect, Kind } from "./components.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./richText.js";

const PARAGRAPH = 2;

/** Show the form `told` (the protocol's modal); `submit(components)` sends it and may reject with a sentence. */
export function openModal(told, store, submit) {
  const fields = [];
  const body = (told.components ?? []).map((component) => drawField(component, store, fields));
  const trouble = element("p", { class: "trouble", role: "alert", hidden: true });
  const send = element("button", { type: "submit", class: "button button-primary", text: "Submit" });
  const form = element(
    "form",
    { novalidate: true },
    body,
    trouble,
    element(
      "div",
      { class: "dialog-foot" },
      element("button", {
        type: "button",
        class: "button button-plain",
        text: "Cancel",
        on: { click: () => dialog.close() },
      }),
      send,
    ),
  );
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "dialog-title" },
    element(
      "header",
      {},
      element("h2", { id: "dialog-title", text: told.title ?? "" }),
      element(
        "button",
        { type: "button", class: "tool", "aria-label": "Close", on: { click: () => dialog.close() } },
        icon("close", 20),
      ),
    ),
    form,
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = fields.map((field) => field.check()).find(Boolean);
    trouble.hidden = !wrong;
    trouble.textContent = wrong ?? "";
    if (wrong) return;
    send.setAttribute("aria-busy", "true");
    try {
      await submit(fields.map((field) => field.answer()));
      dialog.close();
    } catch (error) {
      trouble.hidden = false;
      trouble.textContent = error.message;
    } finally {
      send.removeAttribute("aria-busy");
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input, textarea, .select")?.focus();
  return dialog;
}

/** Draw a row or a label with what stands in it; text on its own is shown as it is. */
function drawField(outer, store, fields) {
  if (outer.type === Kind.WORDS) return element("div", { class: "rich" }, richText(outer.content ?? "", store));
  const inner = outer.component ?? outer.components?.[0];
  if (!inner) return null;
  const label = outer.label ?? inner.label ?? "";
  const wrap = (value) =>
    outer.component
      ? {
          type: outer.type,
          id: outer.id,
          component: { type: inner.type, id: inner.id, custom_id: inner.custom_id, ...value },
        }
      : { type: Kind.ROW, components: [{ type: inner.type, custom_id: inner.custom_id, ...value }] };
  const title = element(
    "span",
    { class: "field-label" },
    label,
    inner.required !== false && element("span", { class: "needed", "aria-hidden": "true", text: " *" }),
  );
  const about = outer.description && element("span", { class: "quiet", text: outer.description });
  if (inner.type === Kind.TEXT) {
    const input = drawInput(inner);
    fields.push({ answer: () => wrap({ value: input.value }), check: () => checkText(inner, label, input.value) });
    return element("label", { class: "field" }, title, about, input);
  }
  if (!isSelect(inner)) return null;
  let values = (inner.options ?? []).filter((option) => option.default).map(({ value }) => value);
  const least = inner.required === false ? 0 : (inner.min_values ?? 1);
  const control = drawSelect(inner, store, (_, picked) => (values = picked));
  fields.push({
    answer: () => wrap({ values }),
    check: () => (values.length < least ? `Choose something for “${label}”.` : ""),
  });
  return element("div", { class: "field", role: "group", "aria-label": label }, title, about, control);
}

function drawInput(component) {
  const shared = {
    maxlength: component.max_length ?? 4000,
    placeholder: component.placeholder,
    required: component.required !== false,
    name: component.custom_id,
  };
  const input =
    component.style === PARAGRAPH
      ? element("textarea", { ...shared, rows: 5 })
      : element("input", { ...shared, type: "text", autocomplete: "off" });
  input.value = component.value ?? "";
  return input;
}

function checkText(component, label, value) {
  if (component.required !== false && !value.trim()) return `“${label}” is needed.`;
  if (value && value.length < (component.min_length ?? 0))
    return `“${label}” needs at least ${component.min_length} characters.`;
  return "";
}
