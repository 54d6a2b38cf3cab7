// A small window beside the button that opened it: one at a time, Escape closes it and gives the focus back.

import { element } from "./dom.js";

let current = null;

/** Show `content` beside `anchor`; returns {close}. `closed` is called once when it goes. */
export function openPopover(anchor, content, label, closed = () => {}) {
  if (current?.anchor === anchor) {
    current.close();
    return { close() {} };
  }
  current?.close();
  const box = element("div", { class: "popover", role: "dialog", "aria-label": label }, content);
  const close = () => {
    if (current?.box !== box) return;
    current = null;
    const inside = box.contains(document.activeElement);
    box.remove();
    removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", close);
    anchor.setAttribute("aria-expanded", "false");
    if (inside && anchor.isConnected) anchor.focus();
    closed();
  };
  const outside = ({ target }) => {
    if (!box.contains(target) && !anchor.contains(target)) close();
  };
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    close();
  });
  current = { anchor, box, close };
  document.body.append(box);
  place(box, anchor);
  anchor.setAttribute("aria-expanded", "true");
  addEventListener("pointerdown", outside, true);
  addEventListener("resize", close);
  (box.querySelector("[aria-selected=true]") ?? box.querySelector("button, [tabindex]"))?.focus();
  return { close };
}

function place(box, anchor) {
  const near = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const below = near.bottom + 6;
  const top = below + height < innerHeight - 8 ? below : Math.max(8, near.top - height - 6);
  const left = Math.min(Math.max(8, near.left), innerWidth - width - 8);
  box.style.setProperty("top", `${top}px`);
  box.style.setProperty("left", `${left}px`);
}
