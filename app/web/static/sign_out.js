"use strict";
// Signing out: what waits stays on this phone, everything else of this learner goes, and both are said before.
(() => {
  const mould = /** @type {HTMLTemplateElement | null} */ (document.getElementById("sign-out"));
  if (!mould) { return; } // here nobody signs out
  const { content } = mould;
  const main = phone.one("main");

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (event.defaultPrevented || !/\/(out|next)$/.test(form.getAttribute("action") || "")) { return; }
    event.preventDefault();
    askOrSignOut(form).catch(() => form.submit());
  });
  /** @param {HTMLFormElement} form */
  async function askOrSignOut(form) {
    const counts = await countLeft();
    Object.values(counts).some(Boolean) ? ask(form, counts) : await signOut(form);
  }
  /**
   * Answers that wait, answers of a test that is begun, and what was written in lessons.
   * @returns {Promise<Record<string, number>>}
   */
  async function countLeft() {
    const learner = await phone.ready;
    if (!learner) { return {}; }
    await tellDrafts(await phone.tests(learner.mark));
    const [rows, notes] = await Promise.all([phone.tests(learner.mark), phone.rowsOf("kept", learner.mark)]);
    // not where one stopped, nor what was tapped until there, nor what the server has
    const written = notes.filter((note) => !/^result$| at( \d+)?$/.test(note.name) && note.value.length);
    return {
      waits: phone.answersIn(rows.filter((row) => row.state === "waiting")),
      begun: phone.answersIn(rows.filter(isBegun).map((row) => row.fresh || row)),
      notes: written.length,
    };
  }
  /** @param {AttemptRow} row */
  function isBegun(row) { return row.state === "draft" && phone.isAny(row.fresh); }
  /**
   * A test that was begun goes on on any phone, with what the server has of it.
   * @param {AttemptRow[]} rows
   */
  function tellDrafts(rows) {
    return Promise.all(rows.filter(isBegun).map((row) => tellDraft(row).catch(() => undefined))); // else they stay here
  }
  /** @param {AttemptRow} row */
  async function tellDraft(row) {
    const { answers, statements = {} } = row.fresh || row;
    const { key, mark, wave } = row;
    const answer = await phone.askAs(mark, "PUT", "/api/v1/drafts/" + wave, { key, answers, statements });
    if (!answer || answer.status !== 200) { return; }
    await phone.changeTest(row, (now) => { now.fresh = { answers: {}, statements: {} }; });
  }
  /**
   * @param {HTMLFormElement} form
   * @param {Record<string, number>} counts
   */
  function ask(form, counts) {
    const page = show(content.firstElementChild);
    for (const name of Object.keys(counts)) {
      const line = phone.one("[data-" + name + "]", page);
      line.hidden = !counts[name];
      line.textContent = phone.fill(line.textContent, counts[name]);
    }
    phone.one("[data-yes]", page).addEventListener("click", () => signOut(form));
    phone.one("[data-no]", page).addEventListener("click", () => location.reload());
  }
  /** On a hub no worker has a page that names nobody: this one becomes it. */
  function stay() {
    delete document.body.dataset.mark;
    phone.one(".top > span").textContent = "";
    show(content.lastElementChild);
  }
  /** @param {Element | null} screen */
  function show(screen) {
    const page = /** @type {HTMLElement} */ (/** @type {Element} */ (screen).cloneNode(true));
    main.textContent = "";
    main.append(page);
    phone.one("h1", page).focus();
    return page;
  }
  /** @param {HTMLFormElement} form */
  async function signOut(form) {
    const body = new FormData(form);
    try {
      const mine = await phone.token().catch(() => null);
      if (mine) { body.set("csrf_token", mine.csrf); } // a page that names nobody has none
      await phone.goAway(true);
      for (const name of ["seen", "locked", "own"]) { phone.flag(name, null); }
      const answer = await fetch(form.action, { method: "POST", body });
      location.replace(answer.url);
    } catch { // no connection: the server hears of it at the next one
      phone.flag("left", "1");
      self.isSecureContext ? location.replace("/road") : stay();
    }
  }
})();
