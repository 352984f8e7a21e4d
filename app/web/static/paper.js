"use strict";
// The cursor goes on by itself, and a full sheet is saved as it is left. Without script the button saves all rows.
(() => {
  const grid = document.getElementById("sheets");
  if (!grid) { return; }
  const form = /** @type {HTMLFormElement} */ (grid);
  const { action } = form;
  const { saving = "", lost = "", partly = "", collected = "", doubled = "" } = form.dataset;
  const typed = document.getElementById("typed");
  const rows = /** @type {HTMLElement[]} */ (Array.from(form.querySelectorAll("[data-row]")));
  /** What each row held when it was stored last. @type {Map<Element, string>} */
  const stored = new Map(rows.map((row) => [row, row.hasAttribute("data-refused") ? "" : held(row)]));
  /** @type {Set<Element>} */
  const waiting = new Set();

  /** @param {Element} row */
  function cellsOf(row) { return /** @type {HTMLInputElement[]} */ (Array.from(row.querySelectorAll(".cell"))); }
  /** @param {Element} row */
  function fieldsOf(row) { return /** @type {HTMLInputElement[]} */ (Array.from(row.querySelectorAll("[name]"))); }
  /** @param {Element} row */
  function dayOf(row) { return /** @type {HTMLInputElement | null} */ (row.querySelector("[name^=d-]")); }
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
  /**
   * Where else a row may be mended: on a page beside this one, so that nothing of the pile is lost.
   * @param {Element} row
   * @param {{ href: string, label: string } | null} mend
   */
  function lead(row, mend) {
    if (!mend) { return; }
    const link = document.createElement("a");
    Object.assign(link, { className: "link", href: mend.href, textContent: mend.label, target: "_blank" });
    link.rel = "noopener";
    const line = /** @type {Element} */ (row.querySelector(".said"));
    line.append(" ", link);
  }
  /** @param {Element} row */
  function count(row) {
    const marks = marksOf(row);
    const filled = marks.filter((it) => it.value.trim()).length;
    say(row, filled ? partly.replace("##", String(marks.length)).replace("#", String(filled)) : "", false);
  }

  /**
   * @param {Element} cell
   * @param {boolean} isWrong
   */
  function mark(cell, isWrong) {
    if (isWrong) { cell.setAttribute("aria-invalid", "true"); } else { cell.removeAttribute("aria-invalid"); }
  }

  /**
   * The button says how many sheets were saved since the page came: also those that are saved as they are left.
   * @param {Element} row
   */
  function note(row) {
    const list = /** @type {HTMLInputElement} */ (form.elements.namedItem("saved"));
    list.value = `${list.value} ${row.getAttribute("data-row")}`;
  }

  /**
   * Only a day that is typed above after the last sheet was saved may be given to the whole pile.
   * @param {string} day of the class, under which a sheet is saved now
   */
  function remember(day) {
    const before = /** @type {HTMLInputElement} */ (form.elements.namedItem("day_before"));
    before.value = day;
  }

  /** @param {Element} row */
  async function save(row) {
    const body = new FormData(form);
    for (const other of rows) { if (other !== row) { for (const it of fieldsOf(other)) { body.delete(it.name); } } }
    const sent = held(row);
    const { sat_on: day, reason } = Object.fromEntries(body);
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
      for (const it of cellsOf(row)) { mark(it, outcome.wrong.includes(it.name)); }
      lead(row, outcome.mend);
      if (outcome.is_kept) { keep(row, sent, outcome.day); }
      if (outcome.is_kept && outcome.day === day && reason !== "wrong_day") { remember(outcome.day); }
    } catch {
      waiting.add(row);
      say(row, lost, true);
    }
  }
  /**
   * @param {Element} row
   * @param {string} sent
   * @param {string} day with which it is stored: from now on the row's own, whatever day is typed above
   */
  function keep(row, sent, day) {
    const own = dayOf(row);
    const isUntouched = held(row) === sent;
    if (own && isUntouched) { own.value = day; }
    stored.set(row, isUntouched ? held(row) : sent);
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
  function rowOf(cell) { return /** @type {HTMLElement} */ (cell.closest("[data-row]")); }
  /**
   * @param {Element} row
   * @param {number} by
   */
  function beside(row, by) { return rows[rows.indexOf(/** @type {HTMLElement} */ (row)) + by]; }
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

  /** Where the cursor went by itself: an Enter that ends the sheet before is no wish to skip this one. */
  let arrival = /** @type {Element | null} */ (null);
  /**
   * @param {Element} row
   * @param {HTMLInputElement} cell
   */
  function goOn(row, cell) {
    const next = cellsOf(row).indexOf(cell) + 1;
    const day = dayOf(row);
    if (next < cellsOf(row).length) { go(row, next); } else if (day && day.offsetParent) { day.focus(); } else {
      go(beside(row, 1), 0);
      arrival = document.activeElement;
    }
  }
  /**
   * A letter that the question holds already is meant for another one: it is taken back, and the row says so.
   * @param {Element} row
   * @param {HTMLInputElement} cell
   */
  function collect(row, cell) {
    const letters = cell.value.toUpperCase().replace(/[^\p{L}\p{N}-]/gu, "");
    const once = Array.from(new Set(letters)).join("");
    if (once !== letters) { cell.value = once; }
    const words = once === letters ? collected : doubled;
    say(row, words.replace("##", once || "…").replace("#", String(cellsOf(row).indexOf(cell) + 1)), once !== letters);
  }
  /** @param {HTMLInputElement} cell */
  function isSeveral(cell) { return cell.maxLength > 1; }

  form.addEventListener("input", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    if (!cell.classList.contains("cell")) { return; }
    const row = rowOf(cell);
    mark(cell, false);
    count(row);
    if (isSeveral(cell)) { collect(row, cell); } else if (cell.value) { goOn(row, cell); }
  });
  /**
   * Space, and Enter as long as questions behind it are open, end a question of several letters.
   * @param {HTMLInputElement} cell
   * @param {string} key
   */
  function ends(cell, key) { return key === " " || (key === "Enter" && isSeveral(cell) && !isFull(rowOf(cell))); }
  /**
   * What a key does in a cell or day of a row; null where the browser does what it does.
   * @param {HTMLInputElement} cell
   * @param {string} key
   * @param {boolean} hasArrived
   */
  function deed(cell, key, hasArrived) {
    const row = rowOf(cell);
    if (ends(cell, key)) { return () => { if (isSeveral(cell) && cell.value) { count(row); goOn(row, cell); } }; }
    if (key === "Enter") { return () => { if (!hasArrived) { go(beside(row, 1), 0); } }; }
    const by = step(cell, key);
    if (!by || (by[1] && !beside(row, by[1]))) { return null; }
    return () => { go(by[1] ? beside(row, by[1]) : row, cellsOf(row).indexOf(cell) + by[0]); };
  }
  form.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLInputElement} */ (event.target);
    const hasArrived = cell === arrival;
    arrival = null;
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    const isDay = event.key === "Enter" && cell.closest("td[data-day]");
    const act = isDay || cell.classList.contains("cell") ? deed(cell, event.key, hasArrived) : null;
    if (!act) { return; }
    event.preventDefault();
    act();
  });
  /** The cell that held the cursor when it was pressed: a second press in one of several letters adds to them. */
  let pressed = /** @type {EventTarget | null} */ (null);
  form.addEventListener("pointerdown", (event) => {
    pressed = event.target === document.activeElement ? event.target : null;
  });
  // What a cell holds is typed over, however one comes to it; a press that sets the cursor would undo that.
  for (const how of ["focusin", "click"]) {
    form.addEventListener(how, (event) => {
      const cell = /** @type {HTMLInputElement} */ (event.target);
      if (!cell.classList.contains("cell")) { return; }
      if (how === "click" && cell === pressed && isSeveral(cell)) {
        cell.setSelectionRange(cell.value.length, cell.value.length);
      } else { cell.select(); }
      if (isSeveral(cell) && !cell.value) { collect(rowOf(cell), cell); }
    });
  }
  // A button that is pressed sends all rows: what the script sent beside it would take its message away.
  let isPressed = false;
  form.addEventListener("pointerdown", (event) => {
    isPressed = Boolean(/** @type {Element} */ (event.target).closest("button"));
  });
  addEventListener("pointerup", () => { isPressed = false; });
  form.addEventListener("focusout", (event) => {
    if (isPressed) { return; }
    const row = /** @type {Element} */ (event.target).closest("[data-row]");
    const to = /** @type {Element | null} */ (event.relatedTarget);
    if (row && (!to || to.closest("[data-row]") !== row)) { leave(row); }
  });
  const days = form.querySelector("[data-days]");
  if (days) {
    days.addEventListener("click", (event) => {
      event.preventDefault();
      for (const it of form.querySelectorAll("[data-day]")) { it.removeAttribute("hidden"); }
      /** @type {HTMLElement} */ (days.parentElement).hidden = true;
      form.action = String(days.getAttribute("href"));
    });
  }

  // What is typed and not saved goes with the page: leaving asks. What the button sends comes back as it was typed.
  let isSent = false;
  form.addEventListener("submit", () => { isSent = true; });
  addEventListener("beforeunload", (event) => {
    const isTyped = rows.some((row) => held(row) !== stored.get(row) && cellsOf(row).some((it) => it.value.trim()));
    if (isSent || !isTyped) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
  addEventListener("online", () => { for (const row of waiting) { save(row); } });
})();
