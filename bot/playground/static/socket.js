// The connection to the playground: connects again by itself, and pairs every action with its reply.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
const LOST = "The connection to the playground was lost before it answered.";

export class Connection extends EventTarget {
  #socket = null;
  #number = 0;
  #pending = new Map();
  #failures = 0;
  #timer = 0;

  constructor(address) {
    super();
    this.address = address;
    addEventListener("online", () => this.retry());
  }

  /** Open the connection; events: "open", "lost" (detail: seconds until the next try), "told" (detail: the object). */
  connect() {
    clearTimeout(this.#timer);
    const socket = new WebSocket(this.address);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#failures = 0;
      this.dispatchEvent(new Event("open"));
    });
    socket.addEventListener("message", ({ data }) => this.#hear(data));
    socket.addEventListener("close", () => this.#lose());
  }

  get connected() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Try at once instead of waiting. */
  retry() {
    const state = this.#socket?.readyState;
    if (state === WebSocket.OPEN || state === WebSocket.CONNECTING) return;
    this.connect();
  }

  /** Send an action; resolves with its reply, rejects with an Error whose message is a sentence for people. */
  act(type, fields = {}) {
    if (!this.connected) return Promise.reject(new Error("The playground is not connected right now."));
    this.#number += 1;
    const number = this.#number;
    return new Promise((resolve, reject) => {
      this.#pending.set(number, { resolve, reject });
      this.#socket.send(JSON.stringify({ type, n: number, ...fields }));
    });
  }

  #hear(data) {
    let told;
    try {
      told = JSON.parse(data);
    } catch {
      console.error("the playground sent something that is not JSON");
      return;
    }
    if (told.type !== "reply") {
      this.dispatchEvent(new CustomEvent("told", { detail: told }));
      return;
    }
    const waiting = this.#pending.get(told.re);
    this.#pending.delete(told.re);
    if (told.ok) waiting?.resolve(told);
    else waiting?.reject(new Error(told.error || "The playground refused that."));
  }

  #lose() {
    for (const { reject } of this.#pending.values()) reject(new Error(LOST));
    this.#pending.clear();
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures) * (0.8 + Math.random() * 0.4);
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), wait);
    this.dispatchEvent(new CustomEvent("lost", { detail: wait / 1000 }));
  }
}
