"use strict";
// A lesson that is one page: one screen at a time, Back goes one screen back. How far one came is told, never waited
// for.
(() => {
  /** @type {Lesson["all"]} */
  const all = (/** @type {string} */ selector, /** @type {ParentNode} */ within = document) =>
    /** @type {any} */ (Array.from(within.querySelectorAll(selector)));

  /** @type {any[]} */
  const [alone] = all("[data-whole]");
  if (alone) { location.replace(alone.dataset.whole); } // a single screen is for phones without JavaScript
  for (const link of /** @type {any[]} */ (all("[data-href]"))) { link.href = link.dataset.href; }
  const [now] = all(".way > .now"); // the road opens where one is
  if (now) { now.scrollIntoView({ block: "nearest" }); }
  for (const print of all("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const [frame] = all("[data-lesson]");
  if (!frame) { return; }
  const { lesson: id = "", road: roadAddress = "/road" } = frame.dataset;
  const screens = all("[data-screen]", frame);
  const last = screens.length - 1;
  const corner = phone.one("#where");
  const live = phone.one("#say");
  const name = id + " at";
  /** @type {Lesson["on"]} */
  const on = {};
  /** @type {Lesson["opened"]} */
  const opened = [];
  let at = 0;
  /** The furthest step that was told, by piece. @type {Record<string, number>} */
  const reached = {};
  let isQuiet = false; // what was done before is done again, and is no news
  /** By screen: what was tapped in its activity, in order. @type {Map<number, [string, string][]>} */
  const tapped = new Map();

  /**
   * By a screen reader, also when it is the same words again.
   * @param {string} words
   */
  function say(words) {
    if (isQuiet) { return; }
    live.textContent = "";
    setTimeout(() => { live.textContent = words; }, 60);
  }

  /** The lesson was opened by its screen and was kept as one page: go to that screen of it. */
  const [, number, screen] = /^\/l\/(\d+)\/(\d+)/.exec(location.pathname) || [];
  if (screen) { history.replaceState(null, "", "/l/" + number + "#" + screen); }

  function wanted() {
    const n = Number(location.hash.slice(1));
    return screens[n] ? n : 0;
  }
  /** @param {number} n */
  function show(n) {
    at = n;
    for (const screen of screens) { screen.hidden = screen !== screens[n]; }
    corner.textContent = screens[n].dataset.where || corner.dataset.begin || "";
    live.textContent = "";
    for (const look of opened) { look(screens[n]); }
    repeat(n);
    if (n > 0) { keep(name, n); }
    if (n > 0 && Number(screens[n].dataset.step) > (reached[pieceOf(n)] || 0)) { tell(n, isClose(n)); }
  }
  /**
   * Under which id it is known how far one is.
   * @param {number} n
   */
  function pieceOf(n) { return String(screens[n].dataset.piece); }
  /**
   * A piece is done at its close; a lesson that is one piece is done when one leaves its last screen.
   * @param {number} n
   */
  function isClose(n) { return "close" in screens[n].dataset; }
  /**
   * Where the phone keeps nothing, nothing is kept.
   * @param {string} key
   * @param {number | [string, string][]} value
   */
  function keep(key, value) { return phone.keep(key, value).catch(() => undefined); }
  /** @param {HTMLButtonElement} button */
  function act(button) { on[button.name](button, /** @type {HTMLFormElement} */ (button.form)); }

  /**
   * A tap within an activity stays on this phone: a reload, or a look at Help, loses nobody's way.
   * @param {HTMLButtonElement} button
   */
  function remember(button) {
    const { name: key, value } = button;
    /** @type {[string, string][]} */
    const taps = key === "put" && value === "again" ? [] : [...(tapped.get(at) || []), [key, value]];
    tapped.set(at, taps);
    keep(name + " " + at, taps);
  }
  /**
   * What was tapped on this screen before the page went is tapped again, without a word and without a move.
   * @param {number} n
   */
  async function repeat(n) {
    /** @type {HTMLFormElement[]} */
    const [form] = all("form.do", screens[n]);
    if (!form || tapped.has(n)) { return; }
    const taps = (await phone.recall(name + " " + n).catch(() => undefined)) || [];
    if (tapped.has(n)) { return; } // a finger was faster
    tapped.set(n, taps);
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const top = window.scrollY;
    const controls = /** @type {HTMLButtonElement[]} */ (Array.from(form.elements));
    isQuiet = true;
    for (const [key, value] of taps) {
      const button = controls.find((it) => it.name === key && it.value === value);
      if (!button) { break; } // the course has changed
      act(button);
    }
    isQuiet = false;
    if (taps.length && at === n) {
      focused.focus({ preventScroll: true });
      window.scrollTo(0, top);
    }
  }
  /** Whoever comes back reads the note again and goes on where they stopped; from Help, at once. */
  async function comeBack() {
    let n = await phone.recall(name).catch(() => 0);
    if (at || !n || !screens[n]) { return; }
    if (isClose(n) && n < last) { n += 1; }
    if (/\/help(\?|$)/.test(document.referrer)) { location.replace("#" + n); }
    const begin = phone.one("[data-next]", screens[0]);
    begin.dataset.next = n;
    begin.textContent = begin.dataset.on || "";
  }

  /** How many screens Back can still go back to: the history knows, whoever turned the pages. */
  function depth() { return (history.state || {}).depth || 0; }
  /**
   * At once: a tap that waits to be heard would be tapped again.
   * @param {number} n
   */
  function go(n) {
    history.pushState({ depth: depth() + 1 }, "", "#" + n);
    turn();
  }
  function turn() {
    show(wanted());
    window.scrollTo(0, 0);
    phone.one("h1", screens[at]).focus({ preventScroll: true });
  }

  /**
   * Into the outbox, which sends it; from a phone that keeps nothing, straight to the server. Resolves in any case.
   * @param {number} n
   * @param {boolean} done
   */
  async function tell(n, done) {
    const piece = pieceOf(n);
    const step = Number(screens[n].dataset.step);
    reached[piece] = Math.max(reached[piece] || 0, step);
    try {
      const learner = await phone.identify();
      if (learner) { await phone.reach(learner.mark, piece, step, done); }
    } catch {
      const mine = await phone.token().catch(() => null);
      const answer = mine &&
        await phone.askAs(mine.mark, "PUT", "/api/v1/progress/" + piece, { step, done }).catch(() => null);
      if (!answer || answer.status !== 200) { reached[piece] = Math.min(reached[piece], step - 1); } // tried again
    }
  }
  /**
   * The dock shows what is to be done next on the screen of this form.
   * @type {Lesson["due"]}
   */
  function due(form, name) {
    const buttons = all("[data-due]", /** @type {Element} */ (form.parentElement));
    for (const it of buttons) { it.hidden = it.dataset.due !== name; }
    return buttons.filter((it) => !it.hidden)[0];
  }
  /**
   * The activity of this form is done: its dock leads on.
   * @param {HTMLFormElement} form
   */
  function done(form) {
    due(form, "go");
    for (const end of all("[data-end]", form)) { end.hidden = false; }
  }
  /** @param {number} seconds */
  function after(seconds) { return new Promise((resolve) => { setTimeout(resolve, seconds * 1000); }); }
  async function next() {
    if (at < last) { go(at + 1); return; }
    await Promise.all([keep(name, 0), ...screens.map((_, n) => keep(name + " " + n, []))]);
    await Promise.race([tell(last, true), after(10)]); // on disk before the page goes
    await Promise.race([phone.flush().catch(() => undefined), after(1.5)]);
    location.href = roadAddress;
  }

  on.go = next;
  frame.addEventListener("submit", (event) => event.preventDefault());
  frame.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLButtonElement | null} */ (target.closest("button[name], [data-next], [data-back]"));
    if (!button) { return; }
    event.preventDefault();
    if (button.dataset.next) {
      go(Number(button.dataset.next));
    } else if (button.dataset.back && depth() > 0) {
      history.back();
    } else if (button.dataset.back) {
      location.replace("#" + button.dataset.back);
    } else if (on[button.name] && button.getAttribute("aria-disabled") !== "true") {
      act(button);
      if (button.value && button.form && button.form.matches(".do")) { remember(button); }
    }
  });
  window.addEventListener("hashchange", turn);

  window.lesson = { on, opened, all, say, due, done, id };
  document.addEventListener("DOMContentLoaded", () => { // after the other scripts of the lesson
    show(wanted());
    comeBack();
  });
})();
