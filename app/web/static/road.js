"use strict";
// The way without a connection: as the server told it last, and what was done on this phone since.
(function () {
  var list = document.getElementById("stops");
  var deed = document.getElementById("deed");
  var mould = document.getElementById("stop");

  function say(name) { return mould.getAttribute("data-" + name); }

  // Stops with what this phone knows better than the server's last word.
  function caughtUp(road, tests, steps) {
    var now = Date.now() + road.ahead;
    var waits = {};
    tests.forEach(function (row) { waits[row.wave] = row; });
    var byNumber = {};
    road.tests.forEach(function (test) { byNumber[test.number] = test; });
    var early = "";
    var first = "";
    var second = "";
    var stops = road.stops.map(function (told) {
      var stop = Object.assign({}, told);
      if (stop.kind === "lesson") {
        var row = steps.find(function (it) { return it.lesson === stop.lesson; });
        if (row && row.done) { stop.look = "done"; stop.note = ""; }
        if (stop.look === "ahead" && first === "done") { stop.look = "open"; stop.deed = say("begin"); }
        stop.href = stop.look !== "ahead" && "/l/" + stop.number;
        return stop;
      }
      var test = byNumber[stop.number];
      if (!test) { return stop; }
      var mine = waits[test.wave];
      var isOpenNow = test.standing === "waiting" && test.opened_at && Date.parse(test.opened_at) <= now;
      var isOpen = test.standing === "open" || test.standing === "begun" || isOpenNow;
      var isShut = test.closed_at && Date.parse(test.closed_at) <= now;
      if (mine && mine.state === "waiting") { stop.look = "done"; stop.note = say("waits"); }
      else if (test.standing === "sent") { stop.look = "done"; stop.note = ""; }
      else if (isOpen && !isShut && (test.number < 2 || (first !== "now" && first !== "waiting"))) {
        stop.look = stop.look === "open" ? "open" : "now";
        stop.deed = mine ? say("continue") : say("begin");
        if (mine || isOpenNow) { stop.note = ""; }
      }
      if (stop.look === "done" || stop.look === "now" || stop.look === "open") { stop.href = "/t/" + stop.number; }
      if (test.number === 1 && stop.look === "ahead" && early === "done") { stop.look = "waiting"; }
      if (test.number === 0) { early = stop.look; }
      if (test.number === 1) { first = stop.look; }
      if (test.number === 2) { second = stop.look; }
      return stop;
    });
    if (second === "now") { // a test that opened by itself comes before the lessons that are left, as the server has it
      stops.forEach(function (stop) { if (stop.kind === "lesson" && stop.look === "now") { stop.look = "open"; } });
    }
    if (!stops.some(function (stop) { return stop.look === "now" || stop.look === "waiting"; })) {
      var next = stops.find(function (stop) { return stop.look === "open"; });
      if (next) { next.look = "now"; }
    }
    return stops;
  }

  function show(stops) {
    list.textContent = "";
    stops.forEach(function (stop) {
      var item = document.importNode(mould.content.firstElementChild, true);
      var isNow = stop.look === "now" || stop.look === "waiting";
      var link = item.querySelector("a");
      var title = item.querySelector("b");
      var note = item.querySelector(".k");
      item.className = isNow ? "now" : stop.look === "done" ? "done" : "";
      if (stop.look !== "done") { item.querySelector(".dot").textContent = ""; }
      title.replaceWith(titled(isNow ? "b" : "span", stop));
      item.querySelector(".vh").textContent = stop.look === "done" ? ", " + say("done") : "";
      if (stop.note) { note.textContent = stop.note; } else { note.previousSibling.remove(); note.remove(); }
      if (stop.href) { link.href = stop.href; } else { link.replaceWith(plain(link, isNow)); }
      list.appendChild(item);
    });
    var here = stops.find(function (stop) { return stop.look === "now" && stop.href; });
    var button = deed.firstElementChild;
    var next = document.getElementById("next");
    next.hidden = !here;
    if (here) { next.querySelector("b").replaceWith(titled("b", here)); }
    button.href = here ? here.href : "/road";
    button.textContent = here ? here.deed || say("begin") : say("look");
    list.hidden = deed.hidden = false;
  }
  function titled(tag, stop) {
    var it = document.createElement(tag);
    it.textContent = stop.title;
    if (stop.language) { it.lang = stop.language; }
    return it;
  }
  function plain(link, isNow) {
    var p = document.createElement("p");
    if (!isNow) { p.className = "soft"; }
    while (link.firstChild) { p.appendChild(link.firstChild); }
    return p;
  }

  function start() {
    document.body.setAttribute("data-says", "");
    phone.ready.then(function (here) {
      document.getElementById("out").hidden = !here;
      if (!here) { // nobody does anything that could stay on this phone
        document.querySelector("main .strip").hidden = true;
        document.getElementById("nobody").hidden = deed.hidden = false;
        return null;
      }
      return Promise.all([phone.road(here.mark), phone.tests(here.mark), phone.rowsOf("steps", here.mark)])
        .then(function (found) { if (found[0]) { show(caughtUp(found[0], found[1], found[2])); } else { deed.hidden = false; } });
    });
  }
  document.addEventListener("outbox", start);
  if (!document.body.hasAttribute("data-locked")) { start(); }
}());
