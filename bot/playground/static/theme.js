// Light or dark: as the system has it, until one says otherwise.

import { element } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "matinee-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is forbidden: the system decides
  }
}

function store(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds for this visit.
  }
}

/** Make the switch; it applies what was chosen before. */
export function themeSwitch() {
  let chosen = stored();
  const button = element("button", { type: "button", class: "tool" });
  const current = () => chosen ?? (dark.matches ? "dark" : "light");
  const show = () => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    const other = current() === "dark" ? "light" : "dark";
    button.replaceChildren(icon(other === "light" ? "sun" : "moon", 20));
    button.setAttribute("aria-label", `Switch to ${other} colours`);
    button.title = `Switch to ${other} colours`;
  };
  button.addEventListener("click", () => {
    chosen = current() === "dark" ? "light" : "dark";
    store(chosen);
    show();
  });
  dark.addEventListener("change", show);
  show();
  return button;
}
