"use strict";
// A passphrase is typed once; whoever wants to see it may.
(() => {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("passphrase"));
  const label = document.createElement("label");
  const box = document.createElement("input");
  const words = document.createElement("span");
  box.type = "checkbox";
  label.className = "pick";
  words.textContent = String(field.dataset.show);
  label.append(box, words);
  field.insertAdjacentElement("afterend", label);
  box.addEventListener("change", () => { field.type = box.checked ? "text" : "password"; });
})();
