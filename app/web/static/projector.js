"use strict";
// The picture alone on the screen; Esc brings the buttons back, and the arrow keys turn to the next one.
(() => {
  const full = /** @type {HTMLElement} */ (document.querySelector("[data-full]"));
  const page = document.documentElement;
  full.hidden = !page.requestFullscreen;
  full.addEventListener("click", () => page.requestFullscreen().catch(() => undefined));
  document.addEventListener("keydown", ({ key }) => {
    const way = { ArrowLeft: "prev", ArrowRight: "next" }[key];
    const link = way && /** @type {HTMLAnchorElement | null} */ (document.querySelector("[rel=" + way + "]"));
    if (link) { location.replace(link.href); }
  });
})();
