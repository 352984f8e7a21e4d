"use strict";
// Paper shows what is closed on the screen, also where a browser's style cannot open it.
(() => {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details.fold:not([open])"));
    for (const it of opened) { it.open = true; }
  });
  window.addEventListener("afterprint", () => {
    for (const it of opened) { it.open = false; }
    opened = [];
  });
})();
