"use strict";
// On every page of a learner: whose phone it is, what waits on it, and what it takes along for a time without
// connection.
(() => {
  const { body } = document;
  const mark = body.dataset.mark || "";
  const isRoad = location.pathname === "/road";
  const isShared = "shared" in body.dataset; // the same page for everybody: it does not say who is here

  /**
   * An element that every page of ours has.
   * @type {Phone["one"]}
   */
  const one = (/** @type {string} */ selector, /** @type {ParentNode} */ within = document) =>
    /** @type {any} */ (within.querySelector(selector));
  /** @type {Phone["fill"]} */
  function fill(text, n, of) { return String(text).replace("{n}", String(n)).replace("{of}", String(of)); }
  const words = one("#words");
  /**
   * The few things that must be known before the database answers.
   * @type {Phone["flag"]}
   */
  function flag(name, value) {
    try {
      if (value === undefined) { return localStorage.getItem(name); }
      value === null ? localStorage.removeItem(name) : localStorage.setItem(name, String(value));
    } catch { /* no storage: then there is nothing to know */ }
    return null;
  }

  // Who is here

  async function settle() {
    if (flag("left") && (mark || isShared)) { return leaveLate(); }
    if (mark) { return phone.arrive(mark); }
    if (isShared) { return phone.learner(); }
    for (const name of ["left", "seen", "locked", "own"]) { flag(name, null); }
    if (body.dataset.gone) { await phone.forget(body.dataset.gone); } // whose answers were taken out
    await phone.goAway();
    return undefined;
  }
  /** "Leave" was tapped without a connection: the server has not heard of it yet, the phone has. */
  async function leaveLate() {
    body.hidden = true;
    try {
      await phone.goAway();
      const answer = await fetch("/leave", { redirect: "manual" });
      if (answer.type === "opaqueredirect") { // nothing but our server says where it leads to
        flag("left", null);
        // Help is help also for whoever has left, and a join link is the next one's.
        !mark || /^\/j/.test(location.pathname) ? location.reload() : location.replace("/");
        return new Promise(() => undefined);
      }
    } catch { /* no connection */ }
    if (mark) { one(".page").textContent = ""; } // of whoever has left
    body.hidden = false;
    return undefined;
  }
  /** Signed out, or somebody else came in, on another tab: this one shows no longer what is theirs. */
  async function lookAgain() {
    if (document.hidden || !(mark || isShared)) { return; }
    try {
      const mine = await phone.ready;
      const now = mine && await phone.learner();
      if (!mine || (now && now.mark === mine.mark)) { return; }
      body.hidden = true;
      location.replace("/road");
    } catch { /* a phone that keeps nothing does not know */ }
  }
  window.addEventListener("focus", lookAgain);
  document.addEventListener("visibilitychange", lookAgain);

  // A tap that leads away from the road is not broken off by what arrives meanwhile. And the second half of a double
  // tap falls on the next screen's button, and would skip what nobody has read.

  const TWICE = 350; // milliseconds; a finger that means it is slower
  let isFinger = false;
  let before = -TWICE;
  document.addEventListener("pointerdown", (event) => { isFinger = event.pointerType === "touch"; }, true);
  document.addEventListener("click", (event) => {
    const element = /** @type {Element} */ (event.target);
    if (isRoad && element.closest("a, button")) { phone.go = () => undefined; }
    if (!event.detail || !element.closest(".go")) { return; } // detail: how often a mouse clicked, 0 for a key
    const isAgain = event.detail > 1 || (isFinger && event.timeStamp - before < TWICE);
    before = event.timeStamp;
    if (isAgain) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // What waits: a page that says so itself has data-says

  /** @type {HTMLElement | null} */
  let strip = null;
  async function show() {
    const learner = await phone.ready;
    const [rows, tests] = await Promise.all([phone.waiting(), learner ? phone.tests(learner.mark) : []]);
    const text = sentence(learner, rows, tests.find((row) => row.state === "aside"));
    if (strip) { strip.remove(); }
    if (!text || "says" in body.dataset || "locked" in body.dataset) { return; }
    const { content } = /** @type {HTMLTemplateElement} */ (words);
    const line = strip = /** @type {HTMLElement} */ (one(".strip", content).cloneNode(true));
    one("span", line).textContent = text;
    line.toggleAttribute("data-away", rows.length > 0); // else it is about what has arrived
    one("main").prepend(line);
  }
  /**
   * @param {Learner | undefined} learner
   * @param {AttemptRow[]} rows
   * @param {AttemptRow | undefined} aside
   */
  function sentence(learner, rows, aside) {
    const mine = phone.answersIn(rows.filter((row) => learner && row.mark === learner.mark));
    const others = phone.answersIn(rows) - mine;
    if (mine) { return say("mine", mine); }
    if (!learner && others) { return say("others", others); }
    return aside && isRoad ? words.dataset.aside + " " + aside.words : "";
  }
  /**
   * @param {string} name
   * @param {number} n
   */
  function say(name, n) { return fill(words.dataset[name], n); }
  document.addEventListener("outbox", (event) => {
    const { detail } = /** @type {CustomEvent<Outcome[]>} */ (event);
    if (detail.length) { isBusy = detail.some((it) => it.wait !== undefined); } // the worker tells no more than that
    // The road that the server wrote before these had arrived does not show them.
    if (mark && isRoad && detail.some((it) => it.arrived)) { phone.go("/road"); }
    show().catch(() => undefined);
  });

  // The server, as soon as it is there again, where a strip says that it is not

  let isBusy = false; // it has answered and does not take what waits: the outbox tries again when it may
  async function look() {
    const line = one("main .strip[data-away]");
    if (line && line.offsetParent && !isBusy && !document.hidden) { await ask(line).catch(() => undefined); }
    setTimeout(look, 1000); // with what is asked then, whoever waits is told within three seconds
  }
  /** @param {HTMLElement} line */
  async function ask(line) {
    const learner = await phone.ready;
    const { status, body } = await phone.ask("GET", "/api/v1/session");
    if (!status || status >= 500) { return; }
    await phone.flush();
    if (!isShared || line === strip) { return; } // what was sent takes it away
    if (one("#cut")) { location.reload(); } // it only stands for another page
    if (one("#stops")) {
      if (!learner) { return; }
      if (body.mark !== learner.mark) { phone.go("/in"); } // signed out, locked, or somebody else by now
      if (!await takeAlong(learner.mark)) { return; }
    }
    line.hidden = true;
    announce([]);
  }
  look();

  // What is taken along

  /** @type {Phone["takeAlong"]} */
  async function takeAlong(whose = mark) {
    const known = await phone.road(whose);
    const answer = await phone.ask("GET", "/api/v1/road");
    if (answer.status !== 200) { return null; }
    const fresh = /** @type {Road} */ (answer.body);
    fresh.ahead = Date.parse(fresh.told_at) - Date.now(); // how far the server's clock is before this one
    fresh.questions = known && known.forms === fresh.forms ? known.questions :
      (await phone.ask("GET", "/api/v1/forms")).body.forms;
    if (!fresh.questions || fresh.mark !== whose) { return null; }
    await phone.keepRoad(fresh).catch(() => undefined); // a full phone: then this page knows it
    tellWorker(fresh);
    return fresh;
  }
  /** @param {Road} road */
  async function tellWorker({ pages, keep }) {
    const { active } = await registered || {};
    if (active) { active.postMessage({ pages, keep }); }
  }

  /** @type {Promise<ServiceWorkerRegistration> | null} */
  let registered = null;
  if ((mark || isShared) && navigator.serviceWorker && self.isSecureContext) {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    registered = navigator.serviceWorker.ready;
    navigator.serviceWorker.addEventListener("message", () => announce([]));
    phone.requestSync = async () => {
      try {
        const { sync } = /** @type {any} */ (await registered);
        await sync.register("outbox");
      } catch { /* where it cannot be woken, the page tries again by itself */ }
    };
  }

  /** @param {Outcome[]} detail */
  function announce(detail) { document.dispatchEvent(new CustomEvent("outbox", { detail })); }
  /**
   * Once: what a page of the server's says it may say once, and a second way would break off the first.
   * @type {Phone["go"]}
   */
  function go(address) {
    phone.go = () => undefined;
    location.replace(address);
  }
  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({
    one, fill, flag, ready: settle(), takeAlong, announce, go,
  }));
  window.addEventListener("online", phone.retry);

  async function begin() {
    await show();
    await phone.flush();
    if (mark && isRoad) { await takeAlong(); }
  }
  begin().catch(() => undefined); // without a connection there is nothing to fetch, without a database nothing to show
})();
