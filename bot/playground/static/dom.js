// Builds DOM nodes, and brings a part of the page to a new state with as few changes as it can.

const HERE = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Make an element. `on` holds listeners, `data` data attributes; null, undefined and false leave an attribute out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name === "colour") made.style.setProperty("--colour", value);
    else if (name === "text") made.textContent = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Return the address when it may stand in a link or an image, else null: no other scheme runs from a message. */
export function safeAddress(address) {
  try {
    const url = new URL(address, location.href);
    // The playground names its files by one of this machine's names; the page may have been opened by another.
    if (HERE.has(url.hostname) && HERE.has(location.hostname) && url.port === location.port) url.host = location.host;
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** Put `nodes` in place of the children of `parent`, keeping every node that says the same already. */
export function morph(parent, nodes) {
  const wanted = [...nodes];
  let old = parent.firstChild;
  for (const node of wanted) {
    if (old === null) {
      parent.append(node);
      continue;
    }
    const next = old.nextSibling;
    if (!old.isEqualNode(node)) {
      if (old.nodeType === node.nodeType && old.nodeName === node.nodeName && !node.dataset?.whole) alter(old, node);
      else old.replaceWith(node);
    }
    old = next;
  }
  while (old !== null) {
    const next = old.nextSibling;
    old.remove();
    old = next;
  }
}

function alter(old, node) {
  if (node.nodeType === Node.TEXT_NODE) {
    old.data = node.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    // What the reader opened stays open while the text around it changes.
    if (!node.hasAttribute(name) && name !== "data-shown") old.removeAttribute(name);
  }
  for (const { name, value } of node.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morph(old, node.childNodes);
}
