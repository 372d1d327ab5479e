/** News from the server: a frame says only that something changed; the page fetches what. */
import { tell } from "./news.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const CHANGED = "report:changed";

/**
 * Listen to a session's news, for as long as the page lives; slow polling goes on beside it.
 *
 * @param {string} session
 */
export function listen(session) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const address = `${scheme}://${location.host}/ws/sessions/${session}/`;
  let wait = FIRST_WAIT_MS;
  let leaving = false;
  addEventListener("pagehide", () => {
    leaving = true;
  });

  const connect = () => {
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      tell(CHANGED); // what changed while nobody listened
    });
    socket.addEventListener("message", (event) => {
      const frame = parse(event.data);
      if (frame.event === "report.changed") tell(CHANGED, { position: frame.position });
    });
    socket.addEventListener("close", (event) => {
      // 44xx is the server's refusal: asking again would not help.
      if (leaving || event.code >= 4400) return;
      setTimeout(connect, wait + Math.random() * 500);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  connect();
}

/**
 * @param {unknown} data
 * @returns {{event?: unknown, position?: unknown}}
 */
function parse(data) {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame === "object" && frame !== null ? frame : {};
  } catch {
    return {};
  }
}
