// The service worker: what stands in for what, when, and what is none of its business.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { phone as open, run, waiting } from "./phone.js";

const ORIGIN = "https://phone.test";
const ROAD = {
  mark: "mine", pages: "abc", tests: [{ wave: "pre", number: 1, standing: "open" }],
  stops: [{ kind: "test", number: 1, look: "now" }, { kind: "lesson", number: 1, look: "ahead" }],
};

/** Caches in memory, by the names of the standard. */
class Caches {
  stores = new Map();
  isSilent = false;
  async keys() { return [...this.stores.keys()]; }
  async delete(name) { return this.stores.delete(name); }
  async open(name) {
    if (!this.stores.has(name)) { this.stores.set(name, new Map()); }
    const store = this.stores.get(name);
    return {
      match: async (address) => store.get(address),
      put: async (address, response) => { store.set(address, response); },
      add: async (address) => { store.set(address, await this.fetch(address)); },
      addAll: async (addresses) => { for (const it of addresses) { store.set(it, await this.fetch(it)); } },
    };
  }
  match(request, { cacheName } = {}) {
    if (this.isSilent) { return new Promise(() => undefined); }
    const path = (request.url || request).replace(ORIGIN, "");
    const names = cacheName ? [cacheName] : [...this.stores.keys()];
    return Promise.resolve(names.map((name) => this.stores.get(name)?.get(path)).find(Boolean));
  }
  async put(name, address, text) { (await this.open(name)).put(address, page(text)); }
}
/** What a server or a cache gives: enough of a Response, with an address. */
function page(text, status = 200, url = "") {
  return {
    status, ok: status < 300, url, text: async () => text, blob: async () => new Blob([text]), clone() { return this; },
  };
}

let caches, disk, listeners, network, sent, timers, worker;
/** Starts the worker with a second of ten milliseconds. */
function start(version = "v2") {
  listeners = {};
  caches.fetch = (address) => network(ORIGIN + address);
  const messages = [];
  worker = { messages, skipped: 0, claimed: 0 };
  worker.phone = run(["database.js", "hash.js", "outbox.js", "routing.js", "worker.js"], {
    FILES: ["/static/a.js?v=1"], VERSION: version, HELP: "/help?v=1",
    indexedDB: disk, caches, TextEncoder, URL, Response, location: new URL(ORIGIN),
    fetch: async (request, options = {}) => {
      sent.push(request.url || request);
      worker.credentials = { ...worker.credentials, [request.url || request]: options.credentials };
      return network(request.url || ORIGIN + request);
    },
    setTimeout: (work, ms, ...values) => {
      if (timers) { timers.push(setTimeout(work, ms / 100, ...values)); }
    },
    clearTimeout,
    addEventListener: (name, listener) => { listeners[name] = listener; },
    skipWaiting: async () => { worker.skipped += 1; },
    clients: {
      claim: async () => { worker.claimed += 1; },
      matchAll: async () => [{ postMessage: (message) => messages.push(message) }],
    },
  }, "phone");
}
async function happen(name, event = {}) {
  let work;
  listeners[name]({ ...event, waitUntil: (it) => { work = it; } });
  return work;
}
/** The text of the page that comes; undefined where the browser is left alone. */
async function visit(path, options) {
  const came = await ask(path, options);
  return came && came.text();
}
async function ask(path, { mode = "navigate", method = "GET", range } = {}) {
  let response;
  const url = path.startsWith("/") ? ORIGIN + path : path;
  const headers = new Headers(range ? { Range: range } : {});
  listeners.fetch({ request: { url, mode, method, headers }, respondWith: (it) => { response = it; } });
  return response;
}
const isUp = (text = "fresh") => async () => page(text);
const isCut = async () => { throw new TypeError("Failed to fetch"); };
const isAway = (status) => async () => page("away " + status, status);
const never = () => new Promise(() => undefined);

afterEach(() => {
  timers.forEach(clearTimeout);
  timers = null; // what the outbox still plans
});
beforeEach(async () => {
  timers = [];
  disk = new IDBFactory();
  caches = new Caches();
  sent = [];
  network = isCut;
  const phone = open({ disk });
  await phone.arrive("mine");
  await phone.keepRoad(ROAD);
  for (const shell of ["road", "test", "cut"]) { await caches.put("p-abc-v2", "/shell/" + shell, shell); }
  for (const address of ["/l/1", "/help", "/help?country=KZ"]) { await caches.put("p-abc-v2", address, address); }
  start();
});

for (const [path, standIn] of [
  ["/", "road"], ["/road", "road"], ["/in", "road"], ["/unlock", "road"],
  ["/t/1", "test"], ["/t/1/3", "test"], ["/t/12/all", "test"],
  ["/l/1", "road"], ["/l/1/4", "road"], ["/l/2", "road"],
  ["/help", "/help"], ["/help?country=KZ", "/help?country=KZ"], ["/help?country=UZ", "/help"],
  ["/j/CODE", "cut"], ["/result", "cut"], ["/t/x", "cut"], ["/lx", "cut"], ["/roads", "cut"], ["/inside", "cut"],
]) {
  test("cut off, " + standIn + " stands in for " + path, async () => { assert.equal(await visit(path), standIn); });
  for (const status of [502, 503, 504]) {
    test("so it does where a server that is away says " + status + " for " + path, async () => {
      network = isAway(status);
      assert.equal(await visit(path), standIn);
    });
  }
  test("the server's own page comes where it answers: " + path, async () => {
    network = isUp();
    assert.equal(await visit(path), "fresh");
  });
}

for (const status of [400, 403, 404, 410, 500, 501]) {
  test("a " + status + " is the server's word, and nothing stands in for it", async () => {
    network = isAway(status);
    assert.equal(await visit("/road"), "away " + status);
  });
}

for (const path of [
  "/staff", "/staff/cohorts/1", "/groups", "/groups/1", "/figures", "/figures/2026", "/setup", "/setup/audit", "/sw.js",
]) {
  test("the worker is not there for " + path, async () => {
    network = isUp();
    assert.equal(await visit(path), undefined);
    assert.deepEqual(sent, []);
  });
}
test("what only begins like a page of the staff is a learner's", async () => {
  assert.equal(await visit("/staffing"), "cut");
});
test("another server's pages and what is no page go their own way", async () => {
  assert.equal(await visit("https://other.test/road"), undefined);
  assert.equal(await visit("/api/v1/road", { mode: "cors" }), undefined);
  assert.equal(await visit("/api/v1/drafts/pre", { mode: "cors", method: "PUT" }), undefined);
});

test("a file comes from the cache without a request, and else from the server", async () => {
  await caches.put("f-v2", "/static/a.js?v=1", "kept");
  network = isUp();

  assert.equal(await visit("/static/a.js?v=1", { mode: "no-cors" }), "kept");
  assert.deepEqual(sent, []);
  assert.equal(await visit("/static/a.js?v=2", { mode: "no-cors" }), "fresh");
  assert.equal(await visit("/p/drawing.svg", { mode: "no-cors" }), "fresh");
});

for (const [range, part, place] of [
  ["bytes=0-", "0123456789", "bytes 0-9/10"], ["bytes=7-", "789", "bytes 7-9/10"], ["bytes=2-4", "234", "bytes 2-4/10"],
]) {
  test("of a film that is stored a player gets the part that it asks for: " + range, async () => {
    await caches.put("m", "/f/film.webm", "0123456789");
    const answer = await ask("/f/film.webm", { mode: "no-cors", range });

    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get("Content-Range"), place);
    assert.equal(await answer.text(), part);
    assert.deepEqual(sent, []);
  });
}
test("a film that is not stored comes from the server, and a stored one whole where no part is asked for", async () => {
  await caches.put("m", "/f/film.webm", "0123456789");
  network = isUp();

  assert.equal(await visit("/f/other.webm", { mode: "no-cors", range: "bytes=0-" }), "fresh");
  const answer = await ask("/f/film.webm", { mode: "no-cors" });
  assert.equal(answer.status, 200);
});

for (const path of ["/", "/road", "/t/1/3", "/help", "/leave"]) {
  test("a page that is kept is shown where the server takes long: " + path, async () => {
    await caches.put("f-v2", "/shell/clock", "clock");
    network = never;
    assert.notEqual(await visit(path), "fresh");
  });
  test("the server is waited for first: " + path, async () => {
    network = () => new Promise((resolve) => { setTimeout(resolve, 20, page("fresh")); });
    assert.equal(await visit(path), "fresh");
  });
}
for (const path of ["/in", "/unlock", "/j/CODE", "/result"]) {
  test("the server is waited for however long it takes: " + path, async () => {
    network = () => new Promise((resolve) => { setTimeout(resolve, 150, page("fresh")); });
    assert.equal(await visit(path), "fresh");
  });
}

test("Leave leads to a clock where nobody answers, whoever is here", async () => {
  await caches.put("f-v2", "/shell/clock", "clock");
  assert.equal(await visit("/leave"), "clock");
  network = never;
  assert.equal(await visit("/leave"), "clock");
});
test("a form that reaches nobody is answered in our words, one that is answered as it is answered", async () => {
  assert.equal(await visit("/in", { method: "POST" }), "cut");
  network = isAway(503);
  assert.equal(await visit("/t/1/3", { method: "POST" }), "cut");
  network = isUp();
  assert.equal(await visit("/in", { method: "POST" }), "fresh");
});

// Lessons

test("a lesson that the server has opened is read without a connection", async () => {
  const phone = open({ disk });
  await phone.keepRoad({ ...ROAD, stops: [{ kind: "lesson", number: 1, look: "open" }] });
  assert.equal(await visit("/l/1/4"), "/l/1");
});
test("a lesson opens when the first test is done on this phone, or was sent from it", async () => {
  const phone = open({ disk });
  await phone.putTest(waiting({ key: "other", mark: "other" }));
  await phone.putTest(waiting({ key: "draft", state: "draft" }));
  await phone.putTest(waiting({ key: "early", number: 0 }));
  assert.equal(await visit("/l/1"), "road");
  await phone.putTest(waiting());
  assert.equal(await visit("/l/1"), "/l/1");
  await phone.noteSent(waiting());
  assert.equal(await visit("/l/1"), "/l/1");
});
test("a second test that was sent opens no lesson", async () => {
  const phone = open({ disk });
  await phone.keepRoad({ ...ROAD, tests: [...ROAD.tests, { wave: "post", number: 2, standing: "sent" }] });
  assert.equal(await visit("/l/1"), "road");
});
test("a number that no lesson of the road has leads to the road", async () => {
  const phone = open({ disk });
  await phone.putTest(waiting());
  assert.equal(await visit("/l/7"), "road");
});

// Whose pages

test("the learner's own pages stand before another course's, the new version's before the old one's", async () => {
  await caches.put("p-aaa-v2", "/shell/road", "another course");
  await caches.put("p-abc-v1", "/shell/road", "old");
  await caches.delete("p-abc-v2");
  await caches.put("p-abc-v2", "/shell/road", "road"); // the last one made, and yet the first
  assert.equal(await visit("/road"), "road");

  await caches.delete("p-abc-v2");
  assert.equal(await visit("/road"), "old");
  await caches.delete("p-abc-v1");
  assert.equal(await visit("/road"), "another course");
});
test("whoever is new finds the page that says so, and help", async () => {
  disk = new IDBFactory();
  caches = new Caches();
  await caches.put("f-v2", "/shell/cut", "cut");
  await caches.put("f-v2", "/help", "help");
  start();

  assert.equal(await visit("/j/CODE"), "cut");
  assert.equal(await visit("/road"), "cut");
  assert.equal(await visit("/help?country=KZ"), "help");
});
test("where nothing is kept the browser says itself that nobody is there, a server in its own words", async () => {
  caches = new Caches();
  start();

  await assert.rejects(visit("/road"), /Failed to fetch/);
  network = isAway(503);
  assert.equal(await visit("/road"), "away 503");
});

// What does not answer

test("a database that says nothing keeps nobody from a page", async () => {
  disk = { open: () => ({}) };
  start();
  assert.equal(await visit("/road"), "road");
  assert.equal(await visit("/j/CODE"), "cut");
});
test("a transaction that never ends keeps nobody from a page", { timeout: 5000 }, async () => {
  const request = {};
  disk = { open: () => request };
  start();
  const coming = visit("/road");
  request.result = { transaction: () => ({ objectStore: () => ({ get: () => ({}) }) }) };
  request.onsuccess();
  network = isUp();
  await assert.rejects(coming, /Failed to fetch/);
  assert.equal(await visit("/result"), "fresh");
});
test("a cache that says nothing keeps nobody from a page or a file of the server's", { timeout: 5000 }, async () => {
  caches.isSilent = true;
  network = isUp();
  assert.equal(await visit("/road"), "fresh");
  assert.equal(await visit("/static/a.js?v=1", { mode: "no-cors" }), "fresh");
  network = isCut;
  await assert.rejects(visit("/road"), /Failed to fetch/);
});

// What is kept

const keep = { "/shell/road": "/shell/road?lang=ru", "/l/1": "/keep/1" };

test("the worker takes its files, the page that says it is cut off, and help, and waits for its turn", async () => {
  caches = new Caches();
  network = async (url) => page(url.replace(ORIGIN, ""), 200, url);
  start();

  await happen("install");

  const kept = [...caches.stores.get("f-v2").keys()];
  assert.deepEqual(kept.sort(), ["/help", "/shell/clock", "/shell/cut", "/static/a.js?v=1"]);
  assert.equal(worker.skipped, 0);
});
test("a worker that cannot take everything is none", async () => {
  network = isAway(503);
  await assert.rejects(happen("install"), /not now/);
});
test("a new version drops the old one's files and no pages", async () => {
  await caches.put("f-v1", "/static/a.js?v=0", "old");
  await caches.put("f-v2", "/static/a.js?v=1", "new");

  await happen("activate");

  assert.deepEqual(await caches.keys(), ["p-abc-v2", "f-v2"]);
  assert.equal(worker.claimed, 1);
});
test("pages are taken along with their parts, as nobody where one may; older ones go when all are there", async () => {
  const html = '<link href="/static/a.css?v=1&amp;w=2"><img src="/p/a.svg"><a href="/road"><img src="/other/b.svg">';
  network = async (url) => page(url.endsWith(".svg") ? "" : html, 200, url);
  await caches.put("p-old-v1", "/shell/road", "old");

  await happen("message", { data: { pages: "new", keep } });

  assert.deepEqual(worker.credentials, { "/shell/road?lang=ru": "omit", "/keep/1": "same-origin" });
  assert.deepEqual(await caches.keys(), ["p-new-v2"]);
  assert.deepEqual([...caches.stores.get("p-new-v2").keys()].sort(), [
    "/l/1", "/p/a.svg", "/shell/road", "/static/a.css?v=1&w=2",
  ]);
});
test("half of the pages are better than none, and the old ones stay", async () => {
  network = async (url) => url.endsWith("/keep/1") ? isCut() : page("", 200, url);

  await happen("message", { data: { pages: "new", keep } });

  assert.deepEqual(await caches.keys(), ["p-abc-v2", "p-new-v2"]);
  assert.deepEqual([...caches.stores.get("p-new-v2").keys()], ["/shell/road"]);
});
test("a page that is kept from the same address is not fetched again", async () => {
  network = async (url) => page("", 200, url);
  const data = { pages: "abc", keep: { "/shell/road": "/shell/road?lang=ru" } };
  await happen("message", { data });
  await happen("message", { data });
  assert.equal(sent.length, 1);
  await happen("message", { data: { pages: "abc", keep: { "/shell/road": "/shell/road?lang=kk" } } });
  assert.equal(sent.length, 2);
});

// Sending

test("woken by a connection, it sends, tells the pages, and asks to be woken again for what is left", async () => {
  const phone = open({ disk });
  await phone.putTest(waiting());

  await assert.rejects(happen("sync", { tag: "outbox" }), /later/);
  assert.deepEqual(worker.messages, ["outbox"]);

  assert.equal(await happen("sync", { tag: "other" }), undefined);
});
