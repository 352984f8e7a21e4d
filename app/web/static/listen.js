"use strict";
// Reads aloud what is to be seen, each piece by a voice of its language, where this phone has one.
(function () {
  var LINES = "p, li, label, a, button, [role], [lang]"; // what holds one of these is read piece by piece
  var button = document.getElementById("listen");
  var speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
  var head = null; // of what is to be seen
  var heard = []; // where that stands which is read now
  var last = null; // piece of it

  function isSeen(part) { return part.checkVisibility ? part.checkVisibility() : part.getClientRects().length > 0; }
  function isHidden(part) { return part.isConnected && !isSeen(part); }
  // Not one that lives elsewhere: that would hear what is read here.
  function voiceFor(part) {
    var language = part.closest("[lang]").lang;
    return speech.getVoices().find(function (it) {
      return it.localService && it.lang.slice(0, 2).toLowerCase() === language; // ru-RU, ru_RU, rus-RUS
    });
  }
  function offer() { button.hidden = !head || !voiceFor(head); }
  function tell(isOn) { button.setAttribute("aria-pressed", isOn); }
  function stop() {
    speech.cancel();
    heard = [];
    tell(false);
  }
  // Another screen, a page that hides itself, and whoever leaves: what is not to be seen is not heard either.
  function look() {
    var now = Array.from(document.querySelectorAll("h1")).find(isSeen);
    if (now === head && !heard.some(isHidden)) { return; }
    stop();
    head = now;
    offer();
  }
  function read(piece) {
    var place = piece.closest ? piece : piece.parentElement; // words have no language of their own
    if (!isSeen(place) || place.matches("p.vh")) { return; }
    if (piece === place && piece.querySelector(LINES)) { piece.childNodes.forEach(read); return; }
    var text = piece.data || ("innerText" in piece ? piece.innerText : piece.getAttribute("aria-label")) || "";
    var voice = voiceFor(place);
    if (!voice || !text.trim()) { return; }
    var said = last = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = said.onerror = function () { if (said === last) { tell(false); } };
    heard.push(place);
    speech.speak(said);
  }
  button.addEventListener("click", function () {
    if (speech.speaking) { stop(); return; }
    tell(true);
    read(document.querySelector("main"));
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  window.addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", stop);
  speech.onvoiceschanged = offer; // no listener: on an older iPhone it takes none
  look();
}());
