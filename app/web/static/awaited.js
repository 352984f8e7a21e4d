"use strict";
// A page that waits for the result looks again by itself, when the server has said; not where it has locked itself, nor
// without a connection, where another page would stand in for it.
(() => {
  const AGAIN = 10; // seconds
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-look]"));
  if (!line) { return; }
  const { look, address } = line.dataset;

  /** @param {number} seconds */
  function wait(seconds) {
    setTimeout(() => {
      if ("locked" in document.body.dataset) { return; }
      navigator.onLine ? location.replace(String(address)) : wait(AGAIN);
    }, seconds * 1000);
  }
  wait(Number(look));
})();
