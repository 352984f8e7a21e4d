"use strict";
// Reads aloud what is to be seen, each piece by a voice of its language, where this phone has one.
(() => {
  const LINES = "p, li, label, a, button, [role], [lang]"; // what holds one of these is read piece by piece
  const button = document.getElementById("listen");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
  /** @type {Element | undefined} */
  let head; // of what is to be seen
  /** @type {Element[]} */
  let read = []; // where that stands which is read now
  /** @type {SpeechSynthesisUtterance} */
  let last; // piece of it

  /** @param {Element} part */
  function isSeen(part) { return part.checkVisibility ? part.checkVisibility() : part.getClientRects().length > 0; }
  /**
   * Not one that lives elsewhere: that would hear what is read here.
   * @param {Element} part
   */
  function voiceFor(part) {
    const { lang } = /** @type {HTMLElement} */ (part.closest("[lang]"));
    // ru-RU, ru_RU, rus-RUS
    return speech.getVoices().find((it) => it.localService && it.lang.slice(0, 2).toLowerCase() === lang);
  }
  function offer() { /** @type {HTMLElement} */ (button).hidden = !head || !voiceFor(head); }
  /** @param {boolean} isOn */
  function press(isOn) { /** @type {HTMLElement} */ (button).setAttribute("aria-pressed", String(isOn)); }
  function stop() {
    speech.cancel();
    read = [];
    press(false);
  }
  /** Another screen, a page that hides itself, and whoever leaves: what is not to be seen is not heard either. */
  function look() {
    const now = Array.from(document.querySelectorAll("h1")).find(isSeen);
    if (now === head && !read.some((part) => part.isConnected && !isSeen(part))) { return; }
    stop();
    head = now;
    offer();
  }
  /** @param {any} piece an element, or words between elements */
  function speak(piece) {
    // Words have no language of their own.
    const part = /** @type {Element} */ (piece.closest ? piece : piece.parentElement);
    if (!isSeen(part) || part.matches("p.vh")) { return; }
    if (piece === part && part.querySelector(LINES)) { part.childNodes.forEach(speak); return; }
    const text = piece.data || ("innerText" in piece ? piece.innerText : piece.getAttribute("aria-label")) || "";
    const voice = voiceFor(part);
    if (!voice || !text.trim()) { return; }
    const utterance = last = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = utterance.onerror = () => { if (utterance === last) { press(false); } };
    read.push(part);
    speech.speak(utterance);
  }
  button.addEventListener("click", () => {
    if (speech.speaking) { stop(); return; }
    press(true);
    speak(document.querySelector("main"));
  });
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributeFilter: ["hidden"] });
  window.addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", stop);
  speech.onvoiceschanged = offer; // no listener: on an older iPhone it takes none
  look();
})();
