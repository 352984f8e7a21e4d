"use strict";
// The cursor goes on by itself, and a full row is saved at once. Without script the button saves all rows.
(() => {
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("sheets"));
  if (!form) { return; }
  const { action } = form;
  const { saving = "", lost = "" } = form.dataset;
  /** @type {Map<Element, ReturnType<typeof setTimeout>>} */
  const timers = new Map();

  /** @param {Element} row */
  function cellsOf(row) { return /** @type {HTMLInputElement[]} */ (Array.from(row.querySelectorAll(".cell"))); }
  /**
   * @param {Element} row
   * @param {string} text
   * @param {boolean} isStored
   */
  function say(row, text, isStored) {
    const line = /** @type {Element} */ (row.querySelector(".said"));
    line.textContent = text;
    line.classList.toggle("bad", !isStored);
  }
  /** @param {Element} row */
  async function save(row) {
    const fields = new FormData(/** @type {HTMLFormElement} */ (form));
    const body = new FormData();
    for (const name of ["csrf_token", "wave", "sat_on", "reason"]) { body.append(name, String(fields.get(name))); }
    for (const cell of cellsOf(row)) { body.append(cell.name, cell.value); }
    say(row, saving, true);
    try {
      const answer = await fetch(action, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
      });
      if (!answer.ok) { throw new Error("not stored"); }
      const rows = await answer.json();
      const outcome = rows[String(row.getAttribute("data-row"))];
      say(row, outcome.message, outcome.is_kept);
    } catch {
      say(row, lost, false);
    }
  }

  form.addEventListener("input", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    const row = cell.closest("tr");
    if (!row || !cell.classList.contains("cell")) { return; }
    if (cell.maxLength > 1) { return; } // several letters: it is left when they are all there
    const cells = cellsOf(row);
    const next = cells[cells.indexOf(cell) + 1];
    if (cell.value && next) {
      next.focus();
      next.select();
    }
    saveWhole(row);
  });
  form.addEventListener("change", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    const row = cell.closest("tr");
    if (row && cell.maxLength > 1) { saveWhole(row); }
  });
  /** @param {Element} row */
  function saveWhole(row) {
    const cells = cellsOf(row);
    if (cells.filter((it) => it.name.startsWith("m")).every((it) => it.value.trim())) {
      clearTimeout(timers.get(row));
      timers.set(row, setTimeout(save, 700, row));
    }
  }
})();
