"use strict";
// Fetches a board again every ten seconds and puts in what has changed. Without script a link loads the page again.
(() => {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector("[data-refresh]"));
  if (!frame) { return; }
  const { refresh: address = "", lost } = frame.dataset;
  const WAIT = 10000; // milliseconds
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /**
   * @param {ParentNode} page
   * @param {string} id
   */
  function part(page, id) { return /** @type {HTMLElement | null} */ (page.querySelector("#" + id)); }
  /** @param {Document} page */
  function put(page) {
    const fresh = part(page, "board");
    const old = part(document, "board");
    if (!fresh || !old) { return; }
    if (fresh.dataset.stage !== old.dataset.stage) {
      location.reload(); // a test was opened or closed elsewhere: the buttons are others now
      return;
    }
    const line = part(document, "missing");
    if (line && fresh.dataset.missing !== undefined) { line.textContent = fresh.dataset.missing; }
    for (const id of ["rests", "total", "seats", "shown"]) { replace(part(page, id), part(document, id)); }
  }
  /**
   * @param {HTMLElement | null} from
   * @param {HTMLElement | null} to
   */
  function replace(from, to) {
    if (!from !== !to) { location.reload(); }
    if (!from || !to || from.innerHTML === to.innerHTML) { return; }
    const { activeElement } = document;
    const address = activeElement && to.contains(activeElement) ? activeElement.getAttribute("href") : null;
    to.innerHTML = from.innerHTML;
    const link = address && /** @type {HTMLElement | null} */ (to.querySelector('a[href="' + address + '"]'));
    if (link) { link.focus(); }
  }

  async function refresh() {
    try {
      const answer = await fetch(address, { redirect: "error" });
      if (!answer.ok) { throw new Error("no board"); }
      put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      const shown = part(document, "shown");
      if (shown && lost) { shown.textContent = lost; }
    }
    plan();
  }
  function plan() {
    clearTimeout(timer);
    timer = setTimeout(() => { if (document.hidden) { plan(); } else { refresh(); } }, WAIT);
  }

  document.addEventListener("visibilitychange", () => { if (!document.hidden) { refresh(); } });
  plan();
})();
