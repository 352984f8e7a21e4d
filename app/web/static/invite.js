"use strict";
// A link or a text is copied or shared by one tap; without a script one marks it in its field.
(() => {
  /** @param {HTMLElement} button */
  function fieldOf(button) {
    const id = button.dataset.copy || button.dataset.share || "";
    return /** @type {HTMLInputElement} */ (document.getElementById(id));
  }
  /**
   * Browsers lend the clipboard to https alone; on plain http what is marked can be copied.
   * @param {HTMLInputElement} field
   */
  async function copy(field) {
    field.select();
    if (!navigator.clipboard) { document.execCommand("copy"); return; }
    await navigator.clipboard.writeText(field.value);
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(fieldOf(button));
      const name = button.textContent;
      button.textContent = `✓ ${button.dataset.done}`;
      setTimeout(() => { button.textContent = name; }, 3000);
      const says = document.getElementById("copied");
      if (says) { says.textContent = button.dataset.done || ""; }
    });
  }
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-share]"))) {
    button.hidden = !navigator.share;
    // Whoever closes the sheet of the phone has shared nothing, and that is no fault.
    button.addEventListener("click", () => navigator.share({ text: fieldOf(button).value }).catch(() => undefined));
  }
})();
