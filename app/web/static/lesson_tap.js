"use strict";
// Activities that answer at a tap: check, flags, sort, order. Every word stands on the page already.
(() => {
  if (!window.lesson) { return; }
  const { on, all, say, due, done } = window.lesson;
  const { one } = phone;
  /**
   * Put a number into words that wait for it.
   * @param {HTMLElement} line
   * @param {number} n
   */
  function count(line, n) {
    return line.textContent = phone.fill(line.dataset.says, n);
  }
  /**
   * Shows the words about a card or a row.
   * @param {HTMLElement} words
   * @param {boolean} isRight
   */
  function judge(words, isRight) {
    words.hidden = false;
    one("[data-right]", words).hidden = !isRight;
    one("[data-other]", words).hidden = isRight;
  }

  /** What is answered at the tap: the dock leads to the choices and marks all, for one would look like a hint. */
  on.choose = (_, form) => {
    const choices = all("fieldset", form).find((it) => it.getClientRects().length);
    if (!choices) { return; }
    choices.tabIndex = -1;
    choices.classList.add("due");
    choices.focus({ preventScroll: true });
    choices.scrollIntoView({ block: "nearest" });
  };

  // Check, flags: lines with words behind them

  /** @param {HTMLElement} line a button, or the label of an option */
  function reveal(line) {
    const words = /** @type {HTMLElement} */ (line.nextElementSibling);
    line.classList.add(String(words.dataset.is));
    words.hidden = false;
    return words;
  }
  on.tap = (button, form) => {
    const lines = all(".tap", form);
    const isAll = button.value === "all";
    const [words] = (isAll ? lines : [button]).map((line) => {
      line.setAttribute("aria-pressed", "true");
      return reveal(line);
    });
    const goal = all("[data-is=sign]", form);
    const { length } = all("[data-is=sign]:not([hidden])", form);
    if (isAll) { // shown, not found
      lines[0].focus();
    } else {
      say(words.textContent + " " + count(one("[data-says]", form), length));
      words.scrollIntoView({ block: "nearest" });
    }
    one("[data-all]", form).hidden = length === goal.length;
    length === goal.length ? done(form) : due(form, "go"); // whoever has found enough goes on
  };
  /** @param {HTMLInputElement} option its reason is shown, and it cannot be chosen again */
  function settle(option) {
    option.disabled = true;
    return reveal(/** @type {HTMLElement} */ (option.closest(".pick")));
  }
  on.answer = (button, form) => {
    const options = /** @type {HTMLInputElement[]} */ (all("[type=radio]", form));
    const rest = one("[value=all]", form);
    if (button === rest) {
      options.forEach(settle);
      rest.hidden = true;
      return;
    }
    const chosen = options.find((it) => it === /** @type {Element} */ (button)) ||
      options.find((it) => it.checked && !it.disabled);
    button.value = chosen ? chosen.value : "";
    if (!chosen) { on.choose(button, form); return; }
    const words = settle(chosen);
    const right = one(".said.right", form);
    if (words === right || all(".said.wrong:not([hidden])", form).length > 1) { // no third try
      for (const it of options) { it.disabled = true; }
      settle(options[all(".said", form).indexOf(right)]);
      rest.hidden = !all(".said[hidden]", form).length;
      if (words !== right) { say(String(right.textContent)); }
      done(form);
    }
    words.focus(); // which says it
  };

  // Sort: a card at a time onto a pile

  on.put = (button, form) => {
    /** @type {HTMLElement | null} */
    const card = button.closest("[data-card]");
    if (card) { put(button, card); } else { turn(form, button.value === "again"); }
  };
  /**
   * Shows the next card, or the piles behind the last one.
   * @param {HTMLFormElement} form
   * @param {boolean} isAnew
   */
  function turn(form, isAnew) {
    const cards = all("[data-card]", form);
    const piles = one(".piles", form);
    if (isAnew) { cards.forEach(takeBack); }
    const next = cards.find((card) => !card.dataset.put);
    for (const card of cards) { card.hidden = card !== next; }
    one(".deck", form).hidden = !next;
    piles.hidden = !!next;
    const head = next ? one(".face", next) : one("p", piles);
    head.focus();
    if (next) { due(form, "choose"); } else {
      count(head, cards.filter((card) => card.dataset.put === card.dataset.pile).length);
      done(form);
    }
  }
  /**
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} card
   */
  function put(button, card) {
    const [, pile] = button.value.split(":");
    card.dataset.put = pile;
    const isRight = pile === card.dataset.pile;
    for (const each of all(".pile", card)) {
      each.hidden = each !== button;
      each.setAttribute("aria-disabled", "true");
    }
    button.classList.add(isRight ? "right" : "wrong");
    one("fieldset", card).classList.add("put");
    const words = one(".said", card);
    judge(words, isRight);
    due(/** @type {HTMLFormElement} */ (button.form), "put").focus();
    words.scrollIntoView({ block: "nearest" });
    say(all("b:not([hidden]), span", words).map((part) => part.textContent).join(" "));
  }
  /** @param {HTMLElement} card */
  function takeBack(card) {
    delete card.dataset.put;
    for (const pile of all(".pile", card)) {
      pile.hidden = false;
      pile.classList.remove("right", "wrong");
      pile.removeAttribute("aria-disabled");
    }
    one("fieldset", card).classList.remove("put");
    one(".said", card).hidden = true;
  }

  // Order: rows up and down, then compared

  on.move = (button, form) => {
    const list = one(".order", form);
    const score = one(".stand", form);
    const rows = all("li", list);
    const [way] = button.value.split(":");
    if (way === "compare") {
      compareRows(rows, score);
      done(form);
      return;
    }
    const row = /** @type {HTMLLIElement} */ (button.closest("li"));
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (other) { other[way === "up" ? "before" : "after"](row); }
    for (const each of rows) {
      each.className = "";
      one(".why", each).hidden = true;
    }
    score.hidden = true;
    due(form, "move");
    button.focus();
    row.scrollIntoView({ block: "nearest" });
    say(phone.fill(list.dataset.place, all("li", list).indexOf(row) + 1));
  };
  /**
   * @param {HTMLElement[]} rows
   * @param {HTMLElement} score
   */
  function compareRows(rows, score) {
    let n = 0;
    rows.forEach((row, i) => {
      const isRight = row.dataset.own === String(i + 1);
      row.className = isRight ? "right" : "other";
      judge(one(".why", row), isRight);
      if (isRight) { n += 1; }
    });
    score.hidden = false;
    count(score, n);
    score.focus(); // which says it
    score.scrollIntoView();
  }
})();
