"use strict";
// Reads aloud what is to be seen, each part by a voice of its language, where this phone has one.
(function () {
  var PARTS = "h1, h2, h3, p:not(.vh), li, dt, dd, legend, label, summary, a.call, figure [role=img], .strip, .step, .tap, .pile";
  var WHOLE = "p, li, label, .strip, .step"; // read as one, with what stands in it
  var button = document.getElementById("listen");
  var speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
  var main = document.querySelector("main");
  var head = null; // of what is to be seen

  function isSeen(part) { return part.checkVisibility ? part.checkVisibility() : !!part.offsetParent; }
  // Not one that lives elsewhere: that would hear what is read here.
  function voiceFor(part) {
    var language = part.closest("[lang]").lang;
    return speech.getVoices().find(function (it) {
      return it.localService && it.lang.toLowerCase().split(/[-_]/)[0] === language;
    });
  }
  function offer() { button.hidden = !head || !voiceFor(head); }
  function tell(isOn) { button.setAttribute("aria-pressed", isOn); }
  function stop() {
    speech.cancel();
    tell(false);
  }
  function look() {
    var now = Array.from(main.querySelectorAll("h1")).find(isSeen);
    if (now === head) { return; }
    stop();
    head = now;
    offer();
  }
  function read(part) {
    var text = part.getAttribute("aria-label") || part.innerText;
    var said = new SpeechSynthesisUtterance(text);
    said.voice = voiceFor(part);
    if (!said.voice || !text.trim()) { return; }
    said.lang = said.voice.lang;
    said.onend = function () { if (!speech.pending) { tell(false); } };
    speech.speak(said);
  }
  button.addEventListener("click", function () {
    if (speech.speaking) { stop(); return; }
    tell(true);
    Array.from(main.querySelectorAll(PARTS)).filter(function (part) {
      var isFrame = part.matches("legend") && part.querySelector(PARTS);
      return isSeen(part) && !isFrame && !part.parentElement.closest(WHOLE);
    }).forEach(read);
  });
  // Another screen, a page that hides itself, and whoever leaves: what is not to be seen is not heard either.
  var change = new MutationObserver(look);
  change.observe(document.body, { childList: true });
  change.observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  window.addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", stop);
  speech.addEventListener("voiceschanged", offer);
  look();
}());
