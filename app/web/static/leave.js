"use strict";
// Leave at once and without a trace in the Back button: by the link, or by Esc pressed three times.
(() => {
  const link = /** @type {HTMLAnchorElement} */ (document.getElementById("leave"));
  let presses = 0;
  /**
   * The pages before stand in this tab's history still: Back to one of them leaves again, and takes its place.
   * @param {string} [value]
   */
  function hasLeft(value) {
    try {
      if (value !== undefined) { sessionStorage.setItem("left", value); }
      return sessionStorage.getItem("left");
    } catch { return null; }
  }
  function isByBack() {
    const [way] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return way && way.type === "back_forward";
  }
  function leave() {
    document.body.textContent = Date().slice(16, 21); // a clock, should nothing else come
    try {
      for (const name of ["seen", "locked", "own"]) { localStorage.removeItem(name); }
      localStorage.setItem("left", "1"); // without a connection the server hears of it at the next one
      navigator.sendBeacon(link.href); // the sign-in ends also where the browser is closed now
      caches.delete("o"); // articles; over plain http there are none
      caches.delete("m"); // voices and films
    } catch { /* nothing is kept here, so nothing is left behind */ }
    hasLeft("1");
    history.replaceState(null, "", link.href); // a line that says nothing would leave the address there for seconds
    // Without a worker nothing answers when there is no connection: the clock stays.
    const go = () => location.replace(link.href);
    const { controller } = /** @type {any} */ (navigator.serviceWorker || {});
    controller ? go() : fetch(link.href, { redirect: "manual" }).then(go, () => undefined);
  }
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) { leave(); }
  });
  // A page brought back from the browser's memory may belong to somebody who has signed out: it comes back empty.
  window.addEventListener("pagehide", () => { document.body.hidden = true; });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { hasLeft() ? leave() : location.reload(); }
  });
  hasLeft() && isByBack() ? leave() : hasLeft("");
})();
