"use strict";
// Asks for a board or for what a wall shows again every few seconds and puts in what has changed; the server answers in
// a line where nothing has. Without script a link or the page itself loads anew.
(() => {
  const frame = /** @type {HTMLElement | null} */ (document.querySelector("[data-refresh]"));
  if (!frame) { return; }
  const { refresh: address = "", every = "20", lost } = frame.dataset;
  const WAIT = Number(every) * 1000; // milliseconds
  const LINES = ["missing", "pace", "stuck"]; // outside of the board, and said anew by it
  const PARTS = ["rests", "total", "seats", "shown", "wall"];
  let tag = "";
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
    for (const id of LINES) {
      const line = part(document, id);
      const words = fresh.dataset[id];
      if (line && words !== undefined) { line.textContent = words; }
    }
    for (const id of PARTS) { replace(part(page, id), part(document, id)); }
  }
  /**
   * @param {HTMLElement | null} from
   * @param {HTMLElement | null} to
   */
  function replace(from, to) {
    if (!from !== !to) { location.reload(); }
    if (!from || !to || from.outerHTML === to.outerHTML) { return; }
    const { activeElement } = document;
    const address = activeElement && to.contains(activeElement) ? activeElement.getAttribute("href") : null;
    to.className = from.className;
    to.innerHTML = from.innerHTML;
    const link = address && /** @type {HTMLElement | null} */ (to.querySelector('a[href="' + address + '"]'));
    if (link) { link.focus(); }
  }

  async function refresh() {
    try {
      /** @type {Record<string, string>} */
      const headers = tag ? { "If-None-Match": tag } : {};
      const answer = await fetch(address, { headers, redirect: "error", referrerPolicy: "no-referrer" });
      if (answer.status !== 304) {
        if (!answer.ok) { throw new Error("no board"); }
        tag = answer.headers.get("ETag") || "";
        put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      tag = ""; // what is put in the place of the time must be taken back
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
