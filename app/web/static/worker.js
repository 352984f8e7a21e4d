"use strict";
// Answers for the server where it cannot be reached. It keeps files of ours and pages that name nobody, and no others.
(() => {
  const PATIENCE = 5; // seconds after which a page that is kept is shown before the server's
  const SILENCE = 10; // seconds after which a cache or a database that says nothing counts as empty
  const FILES_CACHE = "f-" + VERSION;
  const CUT_OFF = "/shell/cut";
  const CLOCK = "/shell/clock"; // where "Leave" leads to
  /** @type {Own} */
  const NOBODY = { waiting: [] };
  const EXACTLY = { ignoreVary: true }; // nobody's pages are the same for every cookie
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

  worker.addEventListener("install", (event) => event.waitUntil(install()));
  worker.addEventListener("activate", (event) => event.waitUntil(activate()));
  async function install() {
    const cache = await caches.open(FILES_CACHE);
    // Whoever is new has nothing else yet. HELP is empty where the server could not say which numbers there are.
    await Promise.all([
      cache.addAll(FILES), ...[CUT_OFF, CLOCK].map((it) => keepOne(cache, it, it)),
      HELP && keepOne(cache, "/help", HELP),
    ]);
    // No skipWaiting: who taps on while Chromium hands over from one worker to the next may wait for ever for a page.
  }
  async function activate() {
    await drop((name) => name[0] === "f" && name !== FILES_CACHE);
    await worker.clients.claim();
  }
  /** @param {(name: string) => boolean} isOld */
  async function drop(isOld) {
    const names = await caches.keys();
    await Promise.all(names.filter(isOld).map((name) => caches.delete(name)));
  }

  // Pages to keep: by the address that they are kept under, where to fetch them

  worker.addEventListener("message", (event) => event.waitUntil(keep(event.data.pages, event.data.keep)));
  /**
   * @param {string} pages
   * @param {Record<string, string>} sources
   */
  async function keep(pages, sources) {
    const name = "p-" + pages + "-" + VERSION;
    try {
      const cache = await caches.open(name);
      for (const address of Object.keys(sources)) { await keepOne(cache, address, sources[address]); }
      await drop((other) => other[0] === "p" && other !== name);
    } catch { /* half of them are kept; the next visit goes on */ }
  }
  /**
   * @param {Cache} cache
   * @param {string} address
   * @param {string} source
   */
  async function keepOne(cache, address, source) {
    const stored = await cache.match(address, EXACTLY);
    if (stored && stored.url === location.origin + source) { return; }
    const credentials = source.startsWith("/keep/") ? "same-origin" : "omit"; // as nobody, wherever nobody may see it
    const answer = await fetch(source, { credentials, cache: "no-store", redirect: "error", referrer: "" });
    if (!answer.ok) { throw new Error("not now"); }
    await keepParts(cache, await answer.clone().text());
    await cache.put(address, answer);
  }
  /**
   * Styles, scripts and pictures that a page is made of.
   * @param {Cache} cache
   * @param {string} html
   */
  async function keepParts(cache, html) {
    const attributes = html.match(/(?:src|href)="\/(?:static|p)\/[^"]+"/g) || [];
    await Promise.all(attributes.map(async (attribute) => {
      const address = attribute.split('"')[1].replace(/&amp;/g, "&");
      const stored = await caches.match(address);
      await (stored ? cache.put(address, stored) : cache.add(address));
    }));
  }

  // What is kept

  /** @param {number} seconds */
  function after(seconds) { return new Promise((resolve) => { setTimeout(resolve, seconds * 1000); }); }
  /**
   * What a cache or the database has; undefined where it fails, or says nothing: a page must come in any case.
   * @template T
   * @param {Promise<T>} reading
   * @returns {Promise<T | undefined>}
   */
  function inTime(reading) { return Promise.race([reading, after(SILENCE)]).catch(() => undefined); }
  /**
   * What whoever is here has on this phone.
   * @returns {Promise<Own>}
   */
  async function own() {
    const learner = await phone.learner();
    if (!learner) { return NOBODY; }
    const [road, waiting] = await Promise.all([phone.road(learner.mark), phone.waiting(learner.mark)]);
    return { road, waiting };
  }
  /**
   * The kept page that can stand in for this one.
   * @param {string} path
   * @param {string} [search]
   */
  async function keptPage(path, search = "") {
    const [mine, names] = await Promise.all([own().catch(() => NOBODY), caches.keys()]);
    const places = routing.pageCaches(names, mine, VERSION).map((cacheName) => ({ ...EXACTLY, cacheName }));
    for (const address of routing.standIns(path, search, mine)) {
      for (const place of [...places, EXACTLY]) { // at last anywhere, for whoever is new
        const page = await caches.match(address, place);
        if (page) { return page; }
      }
    }
    return undefined;
  }

  // Answering

  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== location.origin) { return; }
    if (routing.FILE.test(url.pathname)) {
      event.respondWith(file(request));
    } else if (request.mode === "navigate" && !routing.OTHERS.test(url.pathname)) {
      // A form is answered in our words where the browser would say in its own that nobody is there.
      event.respondWith(request.method === "GET" ? page(request, url) : reach(request).catch(cutOff));
    }
  });
  /**
   * A player asks for a voice or a film part by part: bytes=0-, bytes=500-999.
   * @param {Request} request
   */
  async function file(request) {
    const stored = await inTime(caches.match(request, EXACTLY));
    const range = request.headers.get("range");
    if (!stored || !range) { return stored || fetch(request); }
    const film = await stored.blob();
    const [first, last = film.size - 1] = /** @type {string[]} */ (range.match(/\d+/g)).map(Number);
    const headers = { "Content-Range": `bytes ${first}-${last}/${film.size}` };
    return new Response(film.slice(first, last + 1), { status: 206, headers });
  }
  /**
   * A server that is away says so itself, too, or what stands before it does.
   * @param {Request} request
   */
  async function reach(request) {
    const answer = await fetch(request);
    if (answer.status > 501) { throw answer; }
    return answer;
  }
  /**
   * @param {any} fault an answer, or why there is none
   * @returns {Promise<Response>}
   */
  async function cutOff(fault) {
    const stored = await inTime(keptPage(CUT_OFF));
    if (stored) { return stored; }
    if (fault.status) { return fault; }
    throw fault;
  }
  /**
   * @param {Request} request
   * @param {URL} url
   */
  async function page(request, { pathname, search }) {
    const fresh = reach(request);
    fresh.catch(() => undefined); // it may fail while the cache is still being read
    const stored = await inTime(pathname === "/leave" ? caches.match(CLOCK, EXACTLY) : keptPage(pathname, search));
    if (!stored) { return fresh.catch(cutOff); }
    if (!routing.EARLY.test(pathname)) { return fresh.catch(() => stored); }
    return Promise.race([fresh, after(PATIENCE).then(() => stored)]).catch(() => stored);
  }

  // Sending when a connection comes, also when no page is open

  worker.addEventListener("sync", (/** @type {any} */ event) => {
    if (event.tag === "outbox") { event.waitUntil(sendOrFail()); }
  });
  /** The browser wakes the worker once more where this fails. */
  async function sendOrFail() {
    const outcomes = await phone.flush();
    if (outcomes.some((one) => one.isLeft && !one.isOthers)) { throw new Error("later"); }
  }
  // Also of what went at this worker's own next try, and to a page from before it: else that says for ever "on this
  // phone".
  phone.announce = async () => {
    const pages = await worker.clients.matchAll({ includeUncontrolled: true });
    for (const it of pages) { it.postMessage("outbox"); }
  };
})();
