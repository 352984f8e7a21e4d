"use strict";
// On every page of a learner: whose phone it is, what waits on it, and what it takes along for a time without connection.
(function () {
  var body = document.body;
  var words = document.getElementById("words");
  var mark = body.getAttribute("data-mark");
  var isShared = body.hasAttribute("data-shared"); // the same page for everybody: it does not say who is here
  var main = document.querySelector("main");

  function flag(name, value) { // the few things that must be known before the database answers
    try {
      if (value === undefined) { return localStorage.getItem(name); }
      if (value === null) { localStorage.removeItem(name); } else { localStorage.setItem(name, value); }
    } catch (fault) { /* no storage: then there is nothing to know */ }
    return null;
  }

  phone.flag = flag;
  phone.told = function (told) { document.dispatchEvent(new CustomEvent("outbox", { detail: told })); };

  // Who is here

  function settle() {
    if (flag("left") && (mark || isShared)) { return leaveLate(); }
    if (mark) { return phone.arrive(mark); }
    if (isShared) { return phone.here(); }
    ["left", "seen", "locked"].forEach(function (name) { flag(name, null); });
    var gone = body.getAttribute("data-gone"); // whose answers were taken out
    return (gone ? phone.forget(gone) : Promise.resolve()).then(phone.goAway);
  }
  // "Leave" was tapped without a connection: the server has not heard of it yet, the phone has.
  function leaveLate() {
    body.hidden = true;
    return phone.goAway(false).then(function () {
      return fetch("/leave", { redirect: "manual", credentials: "same-origin" });
    }).then(function (answer) {
      if (answer.type !== "opaqueredirect") { throw answer; } // nothing but our server says where it leads to
      flag("left", null);
      // Help is help also for whoever has left, and a join link is the next one's.
      if (!mark || /^\/j/.test(location.pathname)) { location.reload(); } else { location.replace("/"); }
      return new Promise(function () {});
    }).catch(function () {
      if (mark) { document.querySelector(".page").textContent = ""; } // of whoever has left
      body.hidden = false;
    });
  }
  phone.ready = settle();
  // Signed out, or somebody else came in, on another tab: this one shows no longer what is theirs.
  function lookAgain() {
    if (document.hidden || !(mark || isShared)) { return; }
    phone.ready.then(function (mine) {
      return mine && phone.here().then(function (now) {
        if (now && now.mark === mine.mark) { return; }
        body.hidden = true;
        location.replace("/road");
      });
    }).catch(function () { /* a phone that keeps nothing does not know */ });
  }
  window.addEventListener("focus", lookAgain);
  document.addEventListener("visibilitychange", lookAgain);

  // The second half of a double tap falls on the next screen's button, and would skip what nobody has read.

  var TWICE = 350; // milliseconds; a finger that means it is slower
  var before = -TWICE;
  var isFinger = false;
  document.addEventListener("pointerdown", function (event) { isFinger = event.pointerType === "touch"; }, true);
  document.addEventListener("click", function (event) {
    if (!event.detail || !event.target.closest(".go")) { return; } // detail: how often a mouse clicked, 0 for a key
    var isAgain = event.detail > 1 || (isFinger && event.timeStamp - before < TWICE);
    before = event.timeStamp;
    if (isAgain) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // What waits: a page that says so itself has data-says

  var strip = null;
  function show() {
    return phone.ready.then(function (here) {
      return Promise.all([here, phone.waiting(), here ? phone.tests(here.mark) : []]);
    }).then(function (found) {
      var here = found[0];
      var aside = found[2].find(function (row) { return row.state === "aside"; });
      var mine = phone.answersIn(found[1].filter(function (row) { return here && row.mark === here.mark; }));
      var others = phone.answersIn(found[1]) - mine;
      var text = mine ? say("mine", mine) : !here && others ? say("others", others) : "";
      if (!text && aside && location.pathname === "/road") { text = say("aside", 0) + " " + aside.words; }
      if (strip) { strip.remove(); strip = null; }
      if (!text || body.hasAttribute("data-says") || body.hasAttribute("data-locked")) { return; }
      strip = document.importNode(words.content.querySelector(".strip"), true);
      strip.querySelector("span").textContent = text;
      main.insertBefore(strip, main.firstChild);
    });
  }
  function say(name, n) { return words.getAttribute("data-" + name).replace("{n}", n); }
  document.addEventListener("outbox", function (event) {
    // The road that the server wrote before these had arrived does not show them.
    if (mark && location.pathname === "/road" && event.detail.some(function (it) { return it.arrived; })) { location.reload(); }
    show().catch(function () {});
  });

  // What is taken along

  function takeAlong() {
    return phone.road(mark).then(function (known) {
      return phone.ask("GET", "/api/v1/road").then(function (answer) {
        if (answer.status !== 200) { return null; }
        var fresh = answer.body;
        fresh.ahead = Date.parse(fresh.told_at) - Date.now(); // how far the server's clock is before this one
        if (known && known.forms === fresh.forms) { fresh.questions = known.questions; return fresh; }
        return phone.ask("GET", "/api/v1/forms").then(function (told) {
          if (!told.body.forms) { return null; }
          fresh.questions = told.body.forms;
          return fresh;
        });
      });
    }).then(function (fresh) {
      if (!fresh || fresh.mark !== mark) { return null; }
      return phone.keepRoad(fresh).catch(function () { /* a full phone: then this page knows it */ })
        .then(function () { tellWorker(fresh); return fresh; });
    });
  }
  phone.takeAlong = takeAlong;
  function tellWorker(road) {
    if (!worker) { return; }
    worker.then(function (registration) {
      registration.active.postMessage({ pages: road.pages, keep: road.keep });
    });
  }

  var worker = null;
  if ((mark || isShared) && navigator.serviceWorker && self.isSecureContext) {
    navigator.serviceWorker.register("/sw.js").catch(function () {});
    worker = navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", function () {
      phone.told([]);
    });
    phone.later = function () {
      worker.then(function (it) { return it.sync && it.sync.register("outbox"); }).catch(function () {});
    };
  }

  phone.ready.then(show).then(phone.flush).then(function () {
    return mark && location.pathname === "/road" && takeAlong();
  }).catch(function () { /* without a connection there is nothing to fetch, without a database nothing to show */ });
}());
