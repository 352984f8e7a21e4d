"use strict";
// Beside each lesson stands how many of the group are ticked, as long as the lesson is.
(() => {
  /** @param {Element} roll */
  function count(roll) {
    const summary = /** @type {HTMLElement} */ (roll.querySelector("summary"));
    const held = /** @type {HTMLInputElement} */ (roll.querySelector("[name=held]"));
    const ticked = roll.querySelectorAll(".roll :checked").length;
    const words = held.checked ? summary.dataset.count : summary.dataset.none;
    summary.textContent = (words || "").replace("#", String(ticked));
  }
  for (const roll of document.querySelectorAll("[data-roll]")) {
    roll.addEventListener("change", () => count(roll));
    count(roll);
  }
})();
