"use strict";
// A plan: what is ticked, and written into its blanks, stays on this phone. On paper stand the ticks, and what was
// written where somebody wishes it.
(() => {
  const list = phone.one("[data-plan]");
  const { content } = /** @type {HTMLTemplateElement} */ (phone.one("#fields"));
  const wish = phone.one("[data-wish]", content);
  const status = phone.one("[data-stored]");
  /** @typedef {{ id: string, item: HTMLElement, tick: HTMLInputElement, blank?: HTMLInputElement }} Entry */

  /** @param {string} what */
  async function recall(what) {
    const entered = await phone.recall(list.dataset.plan + " " + what).catch(() => undefined);
    return entered || [];
  }
  /**
   * @param {string} what
   * @param {any[]} value
   */
  async function keep(what, value) {
    const isKept = await phone.keep(list.dataset.plan + " " + what, value).catch(() => false);
    status.textContent = (isKept ? status.dataset.stored : status.dataset.lost) || "";
  }
  /**
   * An entry with a box to tick and, unless nobody else may read it, a field in place of its line.
   * @param {HTMLElement} item
   * @returns {Entry}
   */
  function withFields(item) {
    const label = /** @type {HTMLElement} */ (phone.one("label", content).cloneNode(true));
    const words = phone.one("[id]", item);
    const line = item.querySelector("i");
    words.before(label);
    label.append(words);
    item.classList.add("live");
    const entry = { id: String(item.dataset.entry), item, tick: phone.one("input", label) };
    if (!line) { return entry; }
    const blank = /** @type {HTMLInputElement} */ (phone.one(".in", content).cloneNode(true));
    blank.setAttribute("aria-labelledby", words.id);
    line.before(blank);
    return { ...entry, blank };
  }
  /** @param {Entry[]} entries */
  function print(entries) {
    const isWished = phone.one("input", wish).checked;
    for (const { item, tick, blank } of entries) {
      item.classList.toggle("ticked", tick.checked);
      if (blank) { phone.one("i", item).textContent = isWished ? blank.value : ""; }
    }
  }
  async function begin() {
    const [ticks, blanks] = await Promise.all([recall("ticks"), recall("blanks")]);
    const written = new Map(blanks);
    const entries = [...list.children].map((it) => withFields(/** @type {HTMLElement} */ (it)));
    for (const { id, tick, blank } of entries) {
      tick.checked = ticks.includes(id);
      if (blank) { blank.value = written.get(id) || ""; }
    }
    list.addEventListener("change", () => keep("ticks", entries.filter((it) => it.tick.checked).map((it) => it.id)));
    list.addEventListener("input", () => {
      const pairs = entries.map(({ id, blank }) => [id, blank ? blank.value : ""]);
      keep("blanks", pairs.filter((pair) => pair[1]));
    });
    for (const name of ["input", "change"]) { document.addEventListener(name, () => print(entries)); }
    status.after(wish);
    phone.one("[data-stays]").hidden = false;
    print(entries);
  }
  begin();
})();
