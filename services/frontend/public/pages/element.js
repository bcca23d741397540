/**
 * @typedef {Node | string | false | undefined} Child
 * @typedef {Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>} Attributes
 */

/**
 * Builds an element. Texts stay texts: nothing that came from a server is ever read as HTML.
 * `element("button", { type: "button", click: add }, "Add")`
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes a function listens to the event of its name; `false` and `undefined` are left out
 * @param {readonly Child[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== false && child !== undefined));
  return made;
}

/**
 * The element with this id; the page's own HTML promises it.
 *
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html lacks the ${kind.name} "${id}"`);
  return found;
}
