/** A draft between its page and its document: fields to plain data, and back. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */
/** @typedef {{[name: string]: any}} Data */

const OWNER = "[data-item], [data-document]";

/**
 * The document of a page, or of one item of it: every field and list that belongs to `root` itself.
 *
 * @param {Element} root
 * @returns {Data}
 */
export function collect(root) {
  /** @type {Data} */
  const data = {};
  for (const element of root.querySelectorAll("[data-field], [data-list]")) {
    if (!(element instanceof HTMLElement) || element.parentElement?.closest(OWNER) !== root) continue;
    if (element.dataset.list) put(data, element.dataset.list, itemsOf(element).map(collect));
    else if (isField(element)) put(data, element.dataset.field ?? "", valueOf(element));
  }
  return data;
}

/**
 * Put a document into the fields; lists get as many items as it has.
 *
 * @param {Element} root
 * @param {Data} data
 */
export function fill(root, data) {
  for (const element of root.querySelectorAll("[data-field], [data-list]")) {
    if (!(element instanceof HTMLElement) || element.parentElement?.closest(OWNER) !== root) continue;
    if (element.dataset.list) {
      element.replaceChildren();
      for (const item of take(data, element.dataset.list) ?? []) addItem(element, item);
    } else if (isField(element)) {
      setValue(element, take(data, element.dataset.field ?? ""));
    }
  }
}

/**
 * @param {HTMLElement} list
 * @param {Data} [data]
 * @param {Element | null} [before]
 * @returns {HTMLElement | null}
 */
export function addItem(list, data = {}, before = null) {
  const template = document.getElementById(list.dataset.template ?? "");
  if (!(template instanceof HTMLTemplateElement)) return null;
  const made = template.content.cloneNode(true);
  const item = made instanceof DocumentFragment ? made.firstElementChild : null;
  if (!(item instanceof HTMLElement)) return null;
  list.insertBefore(item, before);
  fill(item, data);
  return item;
}

/**
 * @param {Element} list
 * @returns {HTMLElement[]}
 */
export function itemsOf(list) {
  return [...list.children].filter((child) => child instanceof HTMLElement && child.matches("[data-item]"))
    .map((child) => /** @type {HTMLElement} */ (child));
}

/**
 * The element that a place names, such as `points.2.text.ko`; the nearest one where it is not so fine.
 *
 * @param {Element} root
 * @param {string} place
 * @returns {HTMLElement | null}
 */
export function elementAt(root, place) {
  const [name = "", number = "", ...rest] = place.split(".");
  const list = ownedBy(root, `[data-list="${name}"]`);
  if (list && /^\d+$/.test(number)) {
    const item = itemsOf(list)[Number(number)];
    if (!item) return list;
    return (rest.length && elementAt(item, rest.join("."))) || item;
  }
  return ownedBy(root, `[data-field="${place}"]`) ?? ownedBy(root, `[data-place="${place}"]`) ?? list
    ?? ownedBy(root, `[data-field="${place}.ko"]`);
}

/**
 * @param {Element} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function ownedBy(root, selector) {
  for (const element of root.querySelectorAll(selector)) {
    if (element instanceof HTMLElement && element.parentElement?.closest(OWNER) === root) return element;
  }
  return null;
}

/**
 * @param {Element} element
 * @returns {element is Field}
 */
function isField(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
    || element instanceof HTMLSelectElement;
}

/**
 * @param {Field} field
 * @returns {unknown}
 */
function valueOf(field) {
  switch (field.dataset.type) {
    case "bool":
      return field instanceof HTMLInputElement && field.checked;
    case "number":
      return Number(field.value) || 0;
    case "lines":
      return field.value.split("\n");
    case "words":
      return field.value.split(/[\s,]+/).filter(Boolean);
    case "json":
      try {
        return JSON.parse(field.value || "[]");
      } catch {
        return field.value; // kept as written; the checks say what is wrong with it
      }
    default:
      return field.value;
  }
}

/**
 * @param {Field} field
 * @param {any} value
 */
function setValue(field, value) {
  if (field.dataset.type === "bool") {
    if (field instanceof HTMLInputElement) field.checked = value === true;
  } else if (field.dataset.type === "json") {
    field.value = typeof value === "string" ? value : JSON.stringify(value ?? [], null, 2);
  } else if (Array.isArray(value)) {
    field.value = value.join(field.dataset.type === "words" ? ", " : "\n");
  } else {
    field.value = value === undefined || value === null ? (field.dataset.type === "number" ? "1" : "") : String(value);
    if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
  }
}

/**
 * @param {Data} data
 * @param {string} path
 * @param {unknown} value
 */
export function put(data, path, value) {
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place = data;
  for (const name of names) place = place[name] ??= {};
  place[last] = value;
}

/**
 * @param {Data} data
 * @param {string} path
 * @returns {any}
 */
export function take(data, path) {
  return path.split(".").reduce((/** @type {any} */ place, name) => place?.[name], data);
}
