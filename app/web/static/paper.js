"use strict";
// The cursor goes on by itself, and a full sheet is saved as it is left. Without script the button saves all rows.
(() => {
  const grid = document.getElementById("sheets");
  if (!grid) { return; }
  const form = /** @type {HTMLFormElement} */ (grid);
  const { action } = form;
  const { saving = "", lost = "", partly = "" } = form.dataset;
  const typed = document.getElementById("typed");
  const rows = /** @type {HTMLTableRowElement[]} */ (Array.from(form.querySelectorAll("tr[data-row]")));
  /** What each row held when it was stored last. @type {Map<Element, string>} */
  const stored = new Map(rows.map((row) => [row, held(row)]));
  /** @type {Set<Element>} */
  const waiting = new Set();

  /** @param {Element} row */
  function cellsOf(row) { return /** @type {HTMLInputElement[]} */ (Array.from(row.querySelectorAll(".cell"))); }
  /** @param {Element} row */
  function fieldsOf(row) { return /** @type {HTMLInputElement[]} */ (Array.from(row.querySelectorAll("[name]"))); }
  /** @param {Element} row */
  function held(row) { return fieldsOf(row).map((it) => it.value.trim().toUpperCase()).join("\n"); }
  /** @param {Element} row */
  function marksOf(row) { return cellsOf(row).filter((it) => it.name.startsWith("m")); }
  /** @param {Element} row */
  function isFull(row) { return marksOf(row).every((it) => it.value.trim()); }
  /**
   * @param {Element} row
   * @param {string} text
   * @param {boolean} isWrong
   */
  function say(row, text, isWrong) {
    const line = /** @type {Element} */ (row.querySelector(".said"));
    line.textContent = text;
    line.classList.toggle("bad", isWrong);
  }
  /** @param {Element} row */
  function count(row) {
    const marks = marksOf(row);
    const filled = marks.filter((it) => it.value.trim()).length;
    say(row, filled ? partly.replace("##", String(marks.length)).replace("#", String(filled)) : "", false);
  }

  /**
   * The button says how many sheets were saved since the page came: also those that are saved as they are left.
   * @param {Element} row
   */
  function note(row) {
    const list = /** @type {HTMLInputElement} */ (form.elements.namedItem("saved"));
    list.value = `${list.value} ${row.getAttribute("data-row")}`;
  }

  /** @param {Element} row */
  async function save(row) {
    const body = new FormData(form);
    for (const other of rows) { if (other !== row) { for (const it of fieldsOf(other)) { body.delete(it.name); } } }
    const sent = held(row);
    note(row);
    say(row, saving, false);
    try {
      const answer = await fetch(action, {
        method: "POST", body, headers: { Accept: "application/json" }, redirect: "error",
      });
      if (!answer.ok) { throw new Error("not stored"); }
      const outcome = (await answer.json())[String(row.getAttribute("data-row"))];
      waiting.delete(row);
      say(row, outcome.message, !outcome.is_kept);
      if (outcome.is_kept) { keep(row, sent); }
    } catch {
      waiting.add(row);
      say(row, lost, true);
    }
  }
  /**
   * @param {Element} row
   * @param {string} sent
   */
  function keep(row, sent) {
    stored.set(row, sent);
    if (row.hasAttribute("data-kept")) { return; }
    row.setAttribute("data-kept", "");
    if (typed) { typed.textContent = String(Number(typed.textContent) + 1); }
  }
  /** @param {Element} row */
  function leave(row) {
    if (!saving || held(row) === stored.get(row) || !isFull(row)) { return; }
    save(row);
    for (const one of waiting) { if (one !== row) { save(one); } }
  }

  /**
   * Goes to a cell of a row, or, where there is no such row, to the button behind the grid.
   * @param {Element | undefined} row
   * @param {number} place
   */
  function go(row, place) {
    if (!row) {
      /** @type {HTMLElement} */ (Array.from(form.querySelectorAll(".btn")).pop()).focus();
      return;
    }
    const cells = cellsOf(row);
    const cell = cells[Math.min(Math.max(place, 0), cells.length - 1)];
    cell.focus();
    cell.select();
  }
  /** @param {Element} cell */
  function rowOf(cell) { return /** @type {HTMLTableRowElement} */ (cell.closest("tr")); }
  /**
   * @param {Element} row
   * @param {number} by
   */
  function beside(row, by) { return rows[rows.indexOf(/** @type {HTMLTableRowElement} */ (row)) + by]; }
  /**
   * By how many cells and rows a key moves; null if it does not, or moves within a cell of several letters.
   * @param {HTMLInputElement} cell
   * @param {string} key
   */
  function step(cell, key) {
    const isWhole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (key === "ArrowLeft" && (isWhole || cell.selectionEnd === 0)) { return [-1, 0]; }
    if (key === "ArrowRight" && (isWhole || cell.selectionStart === cell.value.length)) { return [1, 0]; }
    if (key === "Backspace" && !cell.value) { return [-1, 0]; }
    if (key === "ArrowUp") { return [0, -1]; }
    return key === "ArrowDown" ? [0, 1] : null;
  }

  form.addEventListener("input", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    if (!cell.classList.contains("cell")) { return; }
    const row = rowOf(cell);
    count(row);
    if (cell.maxLength > 1 || !cell.value) { return; } // several letters: it is left when they are all there
    const next = cellsOf(row).indexOf(cell) + 1;
    if (next < cellsOf(row).length) { go(row, next); } else { go(beside(row, 1), 0); }
  });
  form.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    if (!cell.classList.contains("cell") || event.altKey || event.ctrlKey || event.metaKey) { return; }
    const row = rowOf(cell);
    const place = cellsOf(row).indexOf(cell);
    const by = step(cell, event.key);
    if (event.key === "Enter") {
      event.preventDefault();
      go(beside(row, 1), 0);
    } else if (by && (!by[1] || beside(row, by[1]))) {
      event.preventDefault();
      go(by[1] ? beside(row, by[1]) : row, place + by[0]);
    }
  });
  form.addEventListener("focusout", (event) => {
    const row = /** @type {Element} */ (event.target).closest("tr");
    const to = /** @type {Element | null} */ (event.relatedTarget);
    if (row && (!to || to.closest("tr") !== row)) { leave(row); }
  });
  addEventListener("online", () => { for (const row of waiting) { save(row); } });
})();
