/** One attempt to save a draft, and what the server's reply means. */

/**
 * @typedef {{now_ms: number, question_deadline_ms: number | null, session_deadline_ms: number | null, paused?: boolean}} ServerTimes
 * @typedef {{kind: "saved", revision: number, times: ServerTimes, sentAt: number, heardAt: number}
 *   | {kind: "stale", revision: number, text: string, message: string}
 *   | {kind: "closed", message: string}
 *   | {kind: "refused", message: string}
 *   | {kind: "later", message: string, wait: number}
 *   | {kind: "unreachable"}} Reply
 */

const TIMEOUT_MS = 15_000;
// Browsers refuse larger bodies for a request that outlives its page.
const KEEPALIVE_LIMIT = 60_000;

/**
 * @param {string} url
 * @param {{text: string, revision: number, leaving?: boolean}} draft
 * @returns {Promise<Reply>}
 */
export async function sendDraft(url, { text, revision, leaving = false }) {
  const body = new URLSearchParams({ text, revision: String(revision) });
  const sentAt = Date.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
      body,
      credentials: "same-origin",
      keepalive: leaving && body.toString().length < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const reply = await readReply(response);
    return reply.kind === "saved" ? { ...reply, sentAt, heardAt: Date.now() } : reply;
  } catch {
    return { kind: "unreachable" };
  }
}

/**
 * The cookie knows best: signing in again in another tab changes the token behind this page's back.
 *
 * @returns {string}
 */
export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) return cookie.slice("csrftoken=".length);
  const field = document.querySelector("input[name=csrfmiddlewaretoken]");
  return field instanceof HTMLInputElement ? field.value : "";
}

/**
 * @param {Response} response
 * @returns {Promise<Reply>}
 */
async function readReply(response) {
  /** @type {any} */
  let data = null;
  try {
    data = await response.json();
  } catch {
    // An error page of a proxy, or a page where JSON was expected: try again later.
  }
  const message = typeof data?.message === "string" ? data.message : "";
  if (response.ok && Number.isInteger(data?.revision)) {
    return { kind: "saved", revision: data.revision, times: data, sentAt: 0, heardAt: 0 };
  }
  if (response.status === 409 && typeof data?.text === "string") {
    return { kind: "stale", revision: data.revision, text: data.text, message };
  }
  if (response.status === 410) return { kind: "closed", message };
  if (response.status === 413 || response.status === 400) return { kind: "refused", message };
  const wait = Number(response.headers.get("Retry-After")) * 1000 || 0;
  return { kind: "later", message, wait };
}
