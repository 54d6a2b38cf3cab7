// Simple line icons, drawn for this page.

const SHAPES = {
  ticket: [
    "M3 8.5A1.5 1.5 0 0 1 4.5 7h15A1.5 1.5 0 0 1 21 8.5v1.7a2 2 0 0 0 0 3.6v1.7a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-1.7a2 2 0 0 0 0-3.6z",
    "m10.2 9.6 4.3 2.4-4.3 2.4z",
  ],
  hash: ["M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16"],
  at: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM16 8v5.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-3.5 7.1"],
  menu: ["M4 7h16M4 12h16M4 17h16"],
  people: [
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.5a3.3 3.3 0 0 1 0 6.2M18 14.6c2.2.8 3.5 2.8 3.5 5.4",
  ],
  sun: [
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  ],
  moon: ["M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"],
  swap: ["M7 4 3.5 7.5 7 11M4 7.5h13M17 13l3.5 3.5L17 20M20 16.5H7"],
  plus: ["M12 5v14M5 12h14"],
  send: ["M4 12 20.5 4.5 15 20l-3.5-6.5z", "M11.5 13.5 20.5 4.5"],
  smile: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.3 14.2c.8 1.4 2.1 2.2 3.7 2.2s2.9-.8 3.7-2.2M9 9.4v.8M15 9.4v.8"],
  reply: ["M9.5 5 4 10.5 9.5 16M4.5 10.5H13c4 0 6.5 2.5 7 8"],
  pencil: ["M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5"],
  trash: ["M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5"],
  close: ["M6 6l12 12M18 6 6 18"],
  eye: [
    "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  ],
  file: ["M6 3h8l4.5 4.5V21H6zM13.5 3.5V8H18"],
  down: ["M6 9.5l6 6 6-6"],
  open: ["M9 5H5v14h14v-4M13 4h7v7M20 4l-9.5 9.5"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  warning: ["M12 4 2.8 20h18.4zM12 10v4.5M12 17v.6"],
};

/** Return an icon that assistive technology passes over; what it means stands in its button's label. */
export function icon(name, size = 20) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("width", size);
  picture.setAttribute("height", size);
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  for (const shape of SHAPES[name]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", shape);
    picture.append(path);
  }
  return picture;
}
