"use strict";
// The result, as an own phone has seen it last: shown again without a connection. A phone of several keeps none.
(() => {
  const NAME = "result";
  const place = phone.one("#result");
  const isServers = "mark" in document.body.dataset;

  async function show() {
    const html = phone.flag("own") && await phone.recall(NAME);
    if (!html) { return; }
    place.innerHTML = html; // as the server wrote it
    for (const it of phone.one("#cut").children) { /** @type {HTMLElement} */ (it).hidden = true; }
    history.replaceState(null, "", "/result"); // back.js has put the page before in its place
    for (const it of [place, phone.one("[data-last]")]) { it.hidden = false; }
  }
  if (isServers) {
    phone.keep(NAME, "own" in document.body.dataset ? place.innerHTML : "").catch(() => undefined);
  } else if (location.pathname === "/result") {
    show().catch(() => undefined); // then it says that there is no connection
  }
})();
