"use strict";
// Fetches a board again every ten seconds and puts in what has changed. Without script a link loads the page again.
(function () {
  var place = document.querySelector("[data-refresh]");
  if (!place || !window.fetch || !window.DOMParser) { return; }
  var wait = 10000;
  var timer;

  function put(page) {
    var fresh = page.getElementById("board");
    var old = document.getElementById("board");
    if (!fresh) { return; }
    if (fresh.getAttribute("data-stage") !== old.getAttribute("data-stage")) {
      location.reload(); // a test was opened or closed elsewhere: the buttons are others now
      return;
    }
    var says = document.getElementById("missing");
    if (says && fresh.hasAttribute("data-missing")) { says.textContent = fresh.getAttribute("data-missing"); }
    ["total", "seats", "shown"].forEach(function (id) {
      var from = page.getElementById(id);
      var to = document.getElementById(id);
      if (!from !== !to) { location.reload(); return; }
      if (from && from.innerHTML !== to.innerHTML) {
        var held = to.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        to.innerHTML = from.innerHTML;
        if (held) {
          var again = to.querySelector('a[href="' + held + '"]');
          if (again) { again.focus(); }
        }
      }
    });
  }

  function lost() {
    var shown = document.getElementById("shown");
    if (shown && place.getAttribute("data-lost")) { shown.textContent = place.getAttribute("data-lost"); }
  }

  function refresh() {
    fetch(place.getAttribute("data-refresh"), { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { if (!answer.ok) { throw new Error(); } return answer.text(); })
      .then(function (text) { put(new DOMParser().parseFromString(text, "text/html")); })
      .catch(lost)
      .then(plan);
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(function () { if (document.hidden) { plan(); } else { refresh(); } }, wait);
  }

  document.addEventListener("visibilitychange", function () { if (!document.hidden) { refresh(); } });
  plan();
}());
