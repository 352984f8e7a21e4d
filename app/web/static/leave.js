"use strict";
// Leave at once and without a trace in the Back button: by the link, or by Esc pressed three times.
(function () {
  var link = document.getElementById("leave");
  var presses = 0;
  // The pages before stand in this tab's history still: Back to one of them leaves again, and takes its place.
  function hasLeft(value) {
    try {
      if (value !== undefined) { sessionStorage.setItem("left", value); }
      return sessionStorage.getItem("left");
    } catch (fault) { return null; }
  }
  function comesByBack() {
    var way = performance.getEntriesByType("navigation")[0];
    return !!way && way.type === "back_forward";
  }
  function leave(event) {
    if (event) { event.preventDefault(); }
    document.body.textContent = "";
    try {
      ["seen", "locked"].forEach(function (name) { localStorage.removeItem(name); });
      localStorage.setItem("left", "1"); // without a connection the server hears of it at the next one
    } catch (fault) { /* nothing is kept here, so nothing is left behind */ }
    hasLeft("1");
    history.replaceState(null, "", link.href); // a line that says nothing would leave the address there for seconds
    location.replace(link.href);
  }
  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    presses = event.key === "Escape" ? presses + 1 : 0;
    if (presses === 3) { leave(); }
  });
  // A page brought back from the browser's memory may belong to somebody who has signed out: it comes back empty.
  window.addEventListener("pagehide", function () { document.body.hidden = true; });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && hasLeft()) { leave(); } else if (event.persisted) { location.reload(); }
  });
  if (hasLeft() && comesByBack()) { leave(); } else { hasLeft(""); }
}());
