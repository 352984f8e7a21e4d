"use strict";
// "Keep on this phone": all articles of a language in one page, in a cache of their own that "Leave" takes away. The
// page that is kept stands in for every address of the shelf, and shows the part of it that was asked for.
(() => {
  const CACHE = "o";
  const section = /** @type {HTMLElement} */ (document.getElementById("keep"));
  const { all, shelf, worker } = section.dataset;
  const lang = document.documentElement.lang;
  const key = shelf + "?lang=" + lang;
  /** @param {string} selector */
  const part = (selector) => /** @type {HTMLElement} */ (section.querySelector(selector));

  async function show() {
    const isKept = !!await caches.match(key, { cacheName: CACHE });
    part("[data-kept]").hidden = !isKept;
    part("[data-not-kept]").hidden = isKept;
  }
  async function keep() {
    await navigator.serviceWorker.register(String(worker));
    const answer = await fetch(String(all), { credentials: "omit", cache: "no-store", redirect: "error" });
    if (!answer.ok) { throw new Error("not now"); }
    const html = await answer.clone().text();
    const attributes = html.match(/(?:src|href)="\/static\/[^"]+"/g) || [];
    const parts = attributes.map((it) => it.split('"')[1].replace(/&amp;/g, "&"));
    const cache = await caches.open(CACHE);
    await cache.addAll(parts);
    await cache.put(String(shelf), answer.clone());
    await cache.put(key, answer); // last: what is there is whole
  }
  async function drop() { await caches.delete(CACHE); }
  /** @param {() => Promise<void>} deed */
  async function attempt(deed) {
    part(".bad").hidden = true;
    try { await deed(); } catch { part(".bad").hidden = false; }
    await show();
  }
  /** Of the page with everything, the one article whose address was asked for, or the topics. */
  function showPart() {
    const slug = location.pathname.slice(String(shelf).length + 1);
    const topics = document.getElementById("topics");
    if (!topics || slug === "all") { return; }
    const one = slug && document.getElementById(slug);
    for (const it of document.querySelectorAll("main > article")) {
      /** @type {HTMLElement} */ (it).hidden = it !== one;
    }
    topics.hidden = !!one;
    /** @type {HTMLElement} */ (document.querySelector(".go")).hidden = !one;
  }

  showPart();
  if (!self.caches || !navigator.serviceWorker) { return; } // over plain http a browser keeps nothing
  section.hidden = false;
  part("[data-not-kept] button").addEventListener("click", () => attempt(keep));
  part("[data-kept] button").addEventListener("click", () => attempt(drop));
  show().catch(() => undefined);
})();
