"use strict";
// What is the learner's own: ticks and words that stay on this phone, an advert that goes nowhere, what was said aloud,
// and the debt calculator.
(() => {
  if (!window.lesson) { return; }
  const { on, opened, all, say, done, id } = window.lesson;
  /**
   * What somebody enters is kept at each event; what was kept before comes back, unless they were quicker than the
   * disk.
   * @template T
   * @param {HTMLFormElement} form
   * @param {string} event
   * @param {string} name
   * @param {() => T} entries
   * @param {(before: T) => void} restore
   */
  async function remember(form, event, name, entries, restore) {
    let isEntered = false;
    form.addEventListener(event, () => {
      isEntered = true;
      phone.keep(name, entries()).catch(() => undefined); // where the phone keeps nothing, nothing is kept
    });
    const before = await phone.recall(name).catch(() => undefined);
    if (before && !isEntered) { restore(before); }
  }

  /** @param {HTMLFormElement} form */
  function ticks(form) {
    /** @type {HTMLInputElement[]} */
    const boxes = all("[name=tick]", form);
    return remember(
      form, "change", id + " ticks",
      () => boxes.filter((box) => box.checked).map((box) => box.value),
      (before) => { for (const box of boxes) { box.checked = before.includes(box.value); } },
    );
  }
  /**
   * @param {HTMLFormElement} form
   * @param {string} n
   */
  function words(form, n) {
    const field = phone.one("textarea", form);
    return remember(form, "input", id + " words " + n, () => field.value, (before) => { field.value = before; });
  }
  /**
   * The debt calculator.
   * @param {HTMLFormElement} form
   * @param {string} n
   */
  async function sums(form, n) {
    const fields = all("input", form);
    const line = phone.one("[data-says]", form);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;
    form.addEventListener("input", () => {
      reckon(form, fields, line);
      clearTimeout(pause);
      pause = setTimeout(() => {
        say(phone.one("[data-went]:not([hidden]) h2", form).textContent + ". " + line.textContent);
      }, 900);
    });
    await remember(
      form, "input", id + " sums " + n,
      () => Object.fromEntries(fields.map((field) => [field.name, field.value])),
      (before) => { for (const field of fields) { field.value = before[field.name] || field.value; } },
    );
    reckon(form, fields, line);
  }
  /** @param {HTMLInputElement} field what is no number counts as what stood there first */
  function valueOf(field) {
    const n = Number(/^\s*\d+\s*$/.test(field.value) ? field.value : field.defaultValue);
    return Math.max(Number(field.min), Math.min(n, Number(field.max)));
  }
  /**
   * What is owed month by month, and how it ends.
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement[]} fields
   * @param {HTMLElement} line
   */
  function reckon(form, fields, line) {
    const values = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
    const { debt, months, growth, costs, pay } = values;
    const body = phone.one("tbody", form);
    body.textContent = "";
    let owed = debt;
    for (let month = 0; month <= months; month += 1) {
      owed = Math.max(0, debt + month * (growth + costs - pay));
      const row = body.insertRow();
      row.insertCell().textContent = String(month);
      const cell = row.insertCell();
      cell.className = "r";
      cell.textContent = String(owed);
    }
    const end = owed ? owed < debt ? "shrinks" : "grows" : "paid";
    for (const result of all("[data-went]", form)) { result.hidden = result.dataset.went !== end; }
    line.textContent = phone.fill(line.dataset.says, owed.toLocaleString(line.dataset.as));
  }

  on.aloud = (_, form) => {
    const ways = phone.one("[data-ways]", form);
    ways.hidden = false;
    phone.one("h2", ways).focus();
    ways.scrollIntoView();
    done(form);
  };
  /**
   * An advert of the learner's own: what is pasted and ticked is on the page, and nowhere else.
   * @param {HTMLElement} part
   */
  function own(part) {
    const text = phone.one("textarea", part);
    const boxes = all("input", part);
    const line = phone.one("[data-says]", part);
    part.addEventListener("change", (event) => {
      if (event.target === text) { return; }
      const { length } = boxes.filter((box) => box.checked);
      line.textContent = length === boxes.length ? line.dataset.full || "" : phone.fill(line.dataset.says, length);
    });
    window.addEventListener("pagehide", () => { // a page that Back brings again is empty
      text.value = line.textContent = "";
      for (const box of boxes) { box.checked = false; }
    });
  }

  /** @type {Record<string, (form: HTMLFormElement, n: string) => unknown>} */
  const kinds = { checklist: ticks, reflection: words, count: sums, own };
  const seen = new Set();
  opened.push((screen) => {
    /** @type {HTMLFormElement[]} */
    const [form] = all(".do", screen);
    const begin = form && kinds[String(form.dataset.kind)];
    if (!begin || seen.has(form)) { return; }
    seen.add(form);
    begin(form, String(screen.dataset.screen));
  });

  // A voice or a film is stored on this phone where somebody asks for it, until they sign out or leave

  /**
   * What is neither stored nor loaded needs a connection, and says so.
   * @param {HTMLElement} part a voice or a film, and what is said of it
   * @param {boolean} isRefused it was asked for just now and did not come
   */
  async function showMedia(part, isRefused = false) {
    const [player] = /** @type {HTMLMediaElement[]} */ (/** @type {unknown} */ (all("audio, video", part)));
    const isStored = !!self.caches && !!await caches.match(player.src); // over plain http nothing is stored
    const isAway = !isStored && !player.readyState && !navigator.onLine;
    player.hidden = isAway;
    phone.one("[role=status]", part).hidden = !isAway && (isStored || !isRefused);
    for (const button of all("button", part)) {
      button.hidden = isAway || !self.caches;
      if (isStored) { button.replaceWith(button.dataset.stored || ""); }
    }
    player.onplaying = () => { showMedia(part); };
    player.onerror = () => { // without this it would be dead until the page is loaded anew
      player.load();
      showMedia(part, true);
    };
  }
  /** @param {ParentNode} [within] */
  function showAllMedia(within) { for (const part of all("[data-media]", within)) { showMedia(part); } }
  opened.push(showAllMedia);
  for (const change of ["online", "offline"]) { window.addEventListener(change, () => showAllMedia()); }
  on.store = async (button) => {
    const media = await caches.open("m");
    const isRefused = await media.addAll(button.value.split(" ")).catch(() => true); // no connection, or no room
    showMedia(/** @type {HTMLElement} */ (button.closest("[data-media]")), isRefused === true);
  };
})();
