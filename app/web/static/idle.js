"use strict";
// After five minutes without a touch the page hides itself, on a learner's own phone after a day. Only the PIN opens
// the pages again, and that the server checks; without a connection what was being done may go on, and nothing else.
(() => {
  const { dataset } = document.body;
  if ("nobody" in dataset || location.pathname === "/help") { return; } // help is open to everybody, whoever was here
  const isServers = !("shared" in dataset); // without a connection another page stands in for it
  if (isServers) { phone.flag("own", "own" in dataset ? 1 : null); }
  const isOwn = phone.flag("own"); // as the server has said last: one that nobody else uses
  const LIMIT = (isOwn ? 24 * 60 : 5) * 60 * 1000;
  const main = phone.one("main");
  const corner = /** @type {HTMLElement | null} */ (document.querySelector(".top > span"));
  /** @type {DocumentFragment | null} */
  let hidden = null;
  let isOn = false; // it goes on here though it is locked
  let written = 0;

  function touch() {
    const now = Date.now();
    if (hidden || now - written < 2000) { return; }
    written = now;
    phone.flag("seen", now);
  }
  function isDue() {
    const seen = Number(phone.flag("seen"));
    return (phone.flag("locked") && !isOn) || (seen && Math.abs(Date.now() - seen) > LIMIT);
  }
  function check() { if (!hidden && isDue()) { lock(); } }
  /** The test or lesson that this page belongs to; "-" for every other page. */
  function activity() { return (/^\/[tl]\/\d+/.exec(location.pathname) || ["-"])[0]; }
  function lock() {
    scrollTo(0, 0);
    const doing = phone.flag("locked") || activity(); // what was being done when the phone was left, wherever one looks
    phone.flag("locked", doing);
    dataset.locked = "";
    hidden = document.createDocumentFragment();
    hidden.append(...main.childNodes);
    if (corner) { corner.hidden = true; }
    const { content } = /** @type {HTMLTemplateElement} */ (phone.one("#words"));
    const page = /** @type {HTMLElement} */ (phone.one("[data-part=locked]", content).cloneNode(true));
    const why = phone.one("[data-daily]", page);
    if (isOwn) { why.textContent = why.dataset.daily || ""; }
    phone.one("[data-go-on]", page).addEventListener("click", goOn);
    main.append(page);
    tell(page, doing);
  }
  /**
   * @param {HTMLElement} page
   * @param {string} doing
   */
  async function tell(page, doing) {
    try {
      const answer = await fetch("/lock", { method: "POST", redirect: "manual" });
      if (answer.type === "opaqueredirect") { location.replace("/in"); } // the sign-in has ended meanwhile
      if (answer.status !== 409) { return; }
    } catch {
      showAlone(page, doing !== "-" && doing === activity());
      return;
    }
    phone.flag("locked", null); // the PIN is not written down yet: it would shut its owner out for good
    goOn();
  }
  /**
   * Where no PIN can be typed, its button does not say so.
   * @param {HTMLElement} page
   * @param {boolean} isDoing
   */
  function showAlone(page, isDoing) {
    const pin = phone.one("[data-again]", page);
    pin.textContent = pin.dataset.again || "";
    for (const it of page.querySelectorAll("[data-alone]")) {
      /** @type {HTMLElement} */ (it).hidden = !isDoing && !!it.querySelector("button");
    }
  }
  function goOn() {
    if (!hidden) { return; }
    main.textContent = "";
    main.append(hidden);
    hidden = null;
    if (corner) { corner.hidden = false; }
    isOn = true;
    touch();
    delete dataset.locked;
    document.dispatchEvent(new CustomEvent("shown"));
  }

  if (location.pathname === "/unlock" && isServers) { // the server knows
    phone.flag("locked", null);
    phone.flag("seen", Date.now());
  }
  for (const name of ["pointerdown", "keydown", "scroll", "input"]) {
    document.addEventListener(name, touch, true);
  }
  // A phone that slept tells no time: look again when it wakes.
  setInterval(check, 5000);
  for (const name of ["pageshow", "focus", "visibilitychange"]) {
    addEventListener(name, check);
  }
  if ("shut" in dataset) { // the server lets this page wait alone: any other, kept ones too, asks for the PIN
    phone.flag("locked", "-");
    isOn = true;
  }
  if (isDue()) { // the scripts behind this one must find their places first: it may go on here
    main.hidden = true;
    dataset.locked = "";
    document.addEventListener("DOMContentLoaded", () => {
      main.hidden = false;
      check();
    });
  } else { touch(); }
})();
