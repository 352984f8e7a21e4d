"use strict";
// After five minutes without a touch the page hides itself. Only the PIN opens the pages again, and that the server
// checks; without a connection what was being done may go on, and nothing else.
(function () {
  var LIMIT = 5 * 60 * 1000;
  var main = document.querySelector("main");
  var corner = document.querySelector(".top > span");
  var hidden = null;
  var isOn = false; // it goes on here though it is locked
  var written = 0;

  if (location.pathname === "/help") { return; } // help is open to everybody, whoever was here

  function touched() {
    var now = Date.now();
    if (hidden || now - written < 2000) { return; }
    written = now;
    phone.flag("seen", now);
  }
  function check() {
    var seen = Number(phone.flag("seen")) || 0;
    if (!hidden && ((phone.flag("locked") && !isOn) || (seen && Math.abs(Date.now() - seen) > LIMIT))) { lock(); }
  }
  // The test or lesson that this page belongs to; "-" for every other page.
  function activity() { return (/^\/[tl]\/\d+/.exec(location.pathname) || ["-"])[0]; }
  function lock() {
    window.scrollTo(0, 0);
    var doing = phone.flag("locked") || activity(); // what was being done when the phone was left, wherever one looks now
    phone.flag("locked", doing);
    document.body.setAttribute("data-locked", "");
    hidden = document.createDocumentFragment();
    while (main.firstChild) { hidden.appendChild(main.firstChild); }
    if (corner) { corner.hidden = true; }
    var page = document.importNode(document.getElementById("words").content.querySelector("[data-part=locked]"), true);
    page.querySelector("[data-go-on]").addEventListener("click", goOn);
    main.appendChild(page);
    fetch("/lock", { method: "POST", credentials: "same-origin", redirect: "manual" }).then(function (answer) {
      if (answer.type === "opaqueredirect") { location.replace("/in"); } // the sign-in has ended meanwhile, which it says
      if (answer.status !== 409) { return; }
      phone.flag("locked", null); // the PIN is not written down yet: it would shut its owner out for good
      goOn();
    }, function () {
      var pin = page.querySelector("[data-again]"); // where no PIN can be typed, its button does not say so
      pin.textContent = pin.getAttribute("data-again");
      var isDoing = doing !== "-" && doing === activity();
      page.querySelectorAll("[data-alone]").forEach(function (it) { it.hidden = !isDoing && it.querySelector("button"); });
    });
  }
  function goOn() {
    if (!hidden) { return; }
    main.textContent = "";
    main.appendChild(hidden);
    hidden = null;
    if (corner) { corner.hidden = false; }
    isOn = true;
    touched();
    document.body.removeAttribute("data-locked");
    document.dispatchEvent(new CustomEvent("shown"));
  }

  var isServers = !document.body.hasAttribute("data-shared"); // without a connection another page stands in for it
  if (location.pathname === "/unlock" && isServers) { // the server knows
    phone.flag("locked", null);
    phone.flag("seen", Date.now());
  }
  ["pointerdown", "keydown", "scroll", "input"].forEach(function (name) {
    document.addEventListener(name, touched, { passive: true, capture: true });
  });
  // A phone that slept tells no time: look again when it wakes.
  setInterval(check, 5000);
  ["pageshow", "focus", "visibilitychange"].forEach(function (name) {
    window.addEventListener(name, function () { if (!document.hidden) { check(); } });
  });
  check();
  touched();
}());
