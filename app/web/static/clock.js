"use strict";
// A clock, in the phone's own language: it knows nothing of us, and keeps nothing.
(() => {
  const time = /** @type {HTMLElement} */ (document.querySelector("time"));
  const day = /** @type {HTMLElement} */ (document.querySelector("p"));
  const language = document.documentElement.lang = navigator.language;

  function show() {
    const now = new Date();
    time.textContent = document.title = now.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
    day.textContent = now.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
  }
  show();
  setInterval(show, 1000);
})();
