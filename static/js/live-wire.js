/** A room's socket: it comes back by itself, notices when the line is dead, and says in which state it is. */

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 8000;
const BEAT_MS = 8000;
const DEAD_MS = 6000;
// A browser itself waits minutes for a server that took the line and says nothing.
const OPENS_WITHIN_MS = 15_000;

/**
 * @typedef {{event: string, [name: string]: any}} Frame
 * @typedef {{onOpen: () => void, onFrame: (frame: Frame) => void, onBytes: (kind: number, data: Uint8Array) => void,
 *   onLost: () => void, onRefused: (code: number) => void, beat: () => object}} Ears
 */

export class Wire {
  /**
   * @param {string} path
   * @param {Ears} ears
   */
  constructor(path, ears) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.address = `${scheme}://${location.host}${path}`;
    this.ears = ears;
    this.wait = FIRST_WAIT_MS;
    this.leaving = false;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {number | undefined} */
    this.dead = undefined;
    addEventListener("pagehide", () => {
      this.leaving = true;
    });
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.leaving = false;
      this.check();
    });
    // A lid that opens, a network that is back: look at once instead of waiting for the next beat.
    addEventListener("online", () => this.check());
    addEventListener("offline", () => this.socket?.close());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.check());
    setInterval(() => this.beat(), BEAT_MS);
    this.connect();
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    clearTimeout(this.again);
    if (this.leaving || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    const tooLong = setTimeout(() => socket.close(), OPENS_WITHIN_MS);
    socket.addEventListener("open", () => {
      clearTimeout(tooLong);
      this.ears.onOpen();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket !== this.socket) return;
      this.hear();
      if (typeof data !== "string") {
        const bytes = new Uint8Array(data);
        this.ears.onBytes(bytes[0], bytes.subarray(1));
        return;
      }
      const frame = JSON.parse(data);
      if (frame.event === "hello") this.wait = FIRST_WAIT_MS;
      this.ears.onFrame(frame);
    });
    socket.addEventListener("close", (event) => {
      clearTimeout(tooLong);
      if (socket !== this.socket) return;
      this.socket = null;
      this.hear();
      this.ears.onLost();
      // 44xx is the server's refusal; 4429 asks for a pause only.
      if (event.code >= 4400 && event.code < 4429) return this.ears.onRefused(event.code);
      if (this.leaving) return;
      this.again = setTimeout(() => this.connect(), this.wait * (0.7 + Math.random() * 0.6));
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    });
  }

  hear() {
    clearTimeout(this.dead);
    this.dead = undefined;
  }

  check() {
    if (this.open) this.beat();
    else {
      this.wait = FIRST_WAIT_MS;
      this.connect();
    }
  }

  beat() {
    if (!this.open) return;
    this.send({ kind: "ping", ...this.ears.beat() });
    // A line that stays silent is cut: a browser may take minutes to notice.
    this.dead ??= setTimeout(() => {
      const socket = this.socket;
      this.socket = null;
      socket?.close();
      this.ears.onLost();
      this.connect();
    }, DEAD_MS);
  }

  /** @param {object} frame */
  send(frame) {
    if (this.open) this.socket?.send(JSON.stringify(frame));
  }

  /**
   * @param {number} kind
   * @param {Uint8Array} data
   */
  sendBytes(kind, data) {
    const bytes = new Uint8Array(data.length + 1);
    bytes[0] = kind;
    bytes.set(data, 1);
    this.socket?.send(bytes);
  }
}
