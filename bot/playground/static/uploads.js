// Files: sent to the playground at once, named by an id afterwards.

import { sizeOf } from "./attachments.js";
import { element } from "./dom.js";
import { icon } from "./icons.js";

/** Send a file; resolves with {id, filename, size}, rejects with an Error whose message is a sentence. */
export async function upload(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  let answer;
  try {
    answer = await fetch("/playground/upload", { method: "POST", body: form });
  } catch {
    throw new Error(`“${file.name}” could not be sent: the playground does not answer.`);
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(`“${file.name}” was refused. ${told.error ?? ""}`.trim());
  return told;
}

/** Let the person choose files; resolves with an array that is empty when they change their mind. */
export function chooseFiles(several) {
  return new Promise((resolve) => {
    const input = element("input", { type: "file", multiple: several });
    input.addEventListener("change", () => resolve([...input.files]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

/** The files that go with the next message: chosen, pasted or dropped. */
export class Tray {
  #files = [];

  /** `complain(sentence)` is told of a file that could not be sent. */
  constructor(complain) {
    this.complain = complain;
    this.element = element("ul", { class: "tray", "aria-label": "Files to send", hidden: true });
    addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    addEventListener("drop", (event) => this.receive(event, event.dataTransfer?.files ?? []));
  }

  get empty() {
    return this.#files.length === 0;
  }

  /** Let the person choose files. */
  async choose() {
    await this.#send(await chooseFiles(true));
  }

  /** Take the files of a paste or a drop, if it has any. */
  receive(event, files) {
    if (files.length === 0) return;
    event.preventDefault();
    this.#send([...files]);
  }

  /** Empty the tray and return what was in it. */
  take() {
    const files = this.#files;
    this.#files = [];
    this.#draw();
    return files;
  }

  putBack(files) {
    this.#files.unshift(...files);
    this.#draw();
  }

  async #send(files) {
    for (const file of files) {
      try {
        this.#files.push(await upload(file));
      } catch (error) {
        this.complain(error.message);
      }
      this.#draw();
    }
  }

  #draw() {
    this.element.hidden = this.empty;
    this.element.replaceChildren(
      ...this.#files.map((file) =>
        element(
          "li",
          {},
          icon("file", 20),
          element("span", { text: file.filename }),
          element("span", { class: "quiet", text: sizeOf(file.size) }),
          element(
            "button",
            {
              type: "button",
              class: "tool",
              "aria-label": `Take ${file.filename} out`,
              on: { click: () => this.#drop(file) },
            },
            icon("close", 16),
          ),
        ),
      ),
    );
  }

  #drop(file) {
    this.#files = this.#files.filter((one) => one !== file);
    this.#draw();
  }
}
