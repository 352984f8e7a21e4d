"use strict";
// Reads the screen aloud where the browser has a voice for its language.
(() => {
  const button = document.getElementById("listen");
  const speech = window.speechSynthesis;
  if (!button || !speech || !window.SpeechSynthesisUtterance) { return; }
  const language = button.dataset.language;
  const label = button.querySelector("span");
  const words = label.textContent;

  const voice = () => speech.getVoices().find((each) => each.lang.toLowerCase().split(/[-_]/)[0] === language);
  const offer = () => { button.hidden = !voice(); };

  function stop() {
    speech.cancel();
    label.textContent = words;
  }

  button.addEventListener("click", () => {
    if (speech.speaking) { stop(); return; }
    const screen = document.querySelector("[data-screen]:not([hidden])");
    const parts = screen.querySelectorAll("h1, h2, h3, p, li, legend, label, .strip, .step, .tap, .pile");
    const read = Array.from(parts).filter((part) => part.offsetParent && !part.parentElement.closest("p, li, label, .strip, .step"));
    for (const part of read) {
      const said = new SpeechSynthesisUtterance(part.innerText);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.onend = () => { if (!speech.pending) { label.textContent = words; } };
      speech.speak(said);
    }
    label.textContent = button.dataset.stop;
  });
  window.addEventListener("hashchange", stop);
  window.addEventListener("pagehide", stop);
  // Whoever leaves, or a page that hides itself, is not heard any longer either.
  new MutationObserver(() => { if (!button.isConnected) { stop(); } }).observe(document.body, { childList: true, subtree: true });
  speech.addEventListener("voiceschanged", offer);
  offer();
})();
