/**
 * The first element that matches and is of this kind; null when there is none.
 *
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [root]
 * @returns {T | null}
 */
export function find(selector, kind, root = document) {
  const element = root.querySelector(selector);
  return element instanceof kind ? element : null;
}

/**
 * The nearest ancestor of an event's target, the target included.
 *
 * @template {Element} T
 * @param {Event} event
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T | null}
 */
export function closest(event, selector, kind) {
  const element = event.target instanceof Element ? event.target.closest(selector) : null;
  return element instanceof kind ? element : null;
}
