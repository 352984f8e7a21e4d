"use strict";
// A lesson that is one page: one screen at a time, Back goes one screen back. How far one came is told, never waited for.
/* global phone */
(() => {
  const alone = document.querySelector("[data-whole]");
  if (alone) { location.replace(alone.dataset.whole); } // a single screen is for phones without JavaScript
  for (const link of document.querySelectorAll("[data-href]")) { link.href = link.dataset.href; }
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  const plan = document.querySelector("[data-ticks]");
  if (plan) {
    phone.kept(plan.dataset.ticks).catch(() => undefined).then((ticked) => {
      for (const entry of plan.children) {
        const isTicked = (ticked || []).includes(entry.dataset.entry);
        entry.classList.toggle("ticked", isTicked);
        entry.querySelector("[data-ticked]").hidden = !isTicked;
      }
    });
  }

  const place = document.querySelector("[data-lesson]");
  if (!place) { return; }
  const screens = Array.from(place.querySelectorAll("[data-screen]"));
  const last = screens.length - 1;
  const where = document.getElementById("where");
  const name = place.dataset.lesson + " at";
  const live = document.getElementById("say");
  const on = {}; // what a button does, by its name
  const opened = []; // what to do when a screen comes into sight
  let at = 0;
  let told = 0;
  let isQuiet = false; // what was done before is done again, and is no news
  const did = new Map(); // by screen: what was tapped in its activity, in order

  /** Said by a screen reader, also when it is the same words again. */
  function say(words) {
    if (isQuiet) { return; }
    live.textContent = "";
    setTimeout(() => { live.textContent = words; }, 60);
  }

  /** The lesson is asked for by its screen and was kept as one page: go to that screen of it. */
  const [, number, screen] = /^\/l\/(\d+)\/(\d+)/.exec(location.pathname) || [];
  if (screen) { history.replaceState(null, "", "/l/" + number + "#" + screen); }

  function wanted() {
    const n = Number(location.hash.slice(1));
    return Number.isInteger(n) && n > 0 && n <= last ? n : 0;
  }

  function show(n) {
    at = n;
    for (const screen of screens) { screen.hidden = screen !== screens[n]; }
    where.textContent = screens[n].dataset.where || where.dataset.begin;
    live.textContent = "";
    for (const look of opened) { look(screens[n]); }
    again(n);
    if (n > 0) { phone.keep(name, n).catch(() => undefined); }
    if (n > told) { tell(n, false); }
  }

  function act(button) {
    on[button.name](button, button.form);
  }

  /** A tap within an activity stays on this phone: a reload, or a look at Help, loses nobody's way. */
  function remember(button) {
    const taps = button.name === "put" && button.value === "again" ? [] : (did.get(at) || []).concat([[button.name, button.value]]);
    did.set(at, taps);
    phone.keep(name + " " + at, taps).catch(() => undefined);
  }

  /** What was tapped on this screen before the page went is tapped again, without a word and without a move. */
  async function again(n) {
    const form = screens[n].querySelector("form.do");
    if (!form || did.has(n)) { return; }
    const taps = (await phone.kept(name + " " + n).catch(() => undefined)) || [];
    if (did.has(n)) { return; } // a finger was faster
    did.set(n, taps);
    const focused = document.activeElement;
    const place = window.scrollY;
    isQuiet = true;
    for (const [what, value] of taps) {
      const button = Array.from(form.elements).find((it) => it.name === what && it.value === value);
      if (!button) { break; } // the course has changed
      act(button);
    }
    isQuiet = false;
    if (taps.length && at === n) {
      focused.focus({ preventScroll: true });
      window.scrollTo(0, place);
    }
  }

  /** Whoever comes back reads the note again and goes on where they stopped; from Help, at once. */
  async function comeBack() {
    const n = await phone.kept(name).catch(() => 0);
    if (at > 0 || !(n > 0 && n <= last)) { return; }
    if (/\/help(\?|$)/.test(document.referrer)) { location.replace("#" + n); }
    const begin = screens[0].querySelector("[data-next]");
    begin.dataset.next = n;
    begin.textContent = begin.dataset.on;
  }

  /** How many screens Back can still go back to: the history knows, whoever turned the pages. */
  function depth() {
    return (history.state && history.state.depth) || 0;
  }

  /** At once: a tap that waits to be heard would be tapped again. */
  function go(n) {
    history.pushState({ depth: depth() + 1 }, "", "#" + n);
    turn();
  }

  function turn() {
    show(wanted());
    window.scrollTo(0, 0);
    screens[at].querySelector("h1").focus({ preventScroll: true });
  }

  /** Into the outbox, which sends it; from a phone that keeps nothing, straight to the server. Resolves in any case. */
  async function tell(step, done) {
    told = Math.max(told, step);
    try {
      const reader = await phone.whose();
      if (reader) { await phone.reach(reader.mark, place.dataset.lesson, step, done); }
    } catch (unkept) {
      const mine = await phone.token().catch(() => null);
      const sent = mine && phone.askAs(mine.mark, "PUT", "/api/v1/progress/" + place.dataset.lesson, { step, done });
      const answer = await Promise.resolve(sent).catch(() => null);
      if (!answer || answer.status !== 200) { told = Math.min(told, step - 1); } // the next screen tries again
    }
  }

  /** The activity of this form is done: its dock leads on. */
  function done(form) {
    const screen = form.closest("[data-screen]");
    const button = screen.querySelector(".go button");
    button.classList.remove("quiet");
    button.textContent = button.dataset.on;
    for (const end of form.querySelectorAll("[data-end]")) { end.hidden = false; }
  }

  function after(seconds) {
    return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  async function next() {
    if (at < last) { return go(at + 1); }
    const kept = [name, ...screens.map((_, n) => name + " " + n)];
    await Promise.all(kept.map((each) => phone.keep(each, each === name ? 0 : []))).catch(() => undefined);
    await Promise.race([tell(last, true), after(10)]); // on disk before the page goes
    await Promise.race([phone.flush().catch(() => undefined), after(1.5)]);
    location.href = place.dataset.road;
  }

  on.go = next;
  place.addEventListener("submit", (event) => event.preventDefault());
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[name], [data-next], [data-back]");
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
      if (button.name !== "go") { remember(button); }
    }
  });
  window.addEventListener("hashchange", turn);

  window.lesson = { on: on, opened: opened, say: say, done: done, id: place.dataset.lesson };
  document.addEventListener("DOMContentLoaded", () => { // after the other scripts of the lesson
    show(wanted());
    comeBack();
  });
})();
