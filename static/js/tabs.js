/** Tabs of one browser that show the same question keep each other in step. */

/**
 * @typedef {{kind: "hello" | "here"} | {kind: "saved", text: string, revision: number} | {kind: "submitted"}} News
 */

/**
 * @param {string} key session/position
 * @param {(news: News) => void} hear
 * @returns {(news: News) => void} tell the others
 */
export function joinTabs(key, hear) {
  if (!("BroadcastChannel" in window)) return () => {};
  const channel = new BroadcastChannel(`rehearsal:${key}`);
  channel.addEventListener("message", ({ data }) => {
    if (data?.kind === "hello") channel.postMessage({ kind: "here" });
    hear(data);
  });
  channel.postMessage({ kind: "hello" });
  return (news) => channel.postMessage(news);
}
