// A phone without a browser: scripts as they are served, in a context of their own, with a database of fake-indexeddb.
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";
import vm from "node:vm";
import { IDBFactory } from "fake-indexeddb";

const STATIC = new URL("../../app/web/static/", import.meta.url);

/** Runs scripts one after another; gives the context, and of what they declare the value of `name`. */
export function run(names, globals, name) {
  const context = vm.createContext({ ...globals });
  context.self = context;
  for (const file of names) {
    vm.runInContext(readFileSync(new URL(file, STATIC), "utf8"), context, { filename: file });
  }
  return vm.runInContext(name, context);
}

/** Timers that run when a test says so. */
export class Clock {
  timers = [];
  setTimeout = (work, milliseconds, ...values) => {
    const timer = { work, milliseconds, values };
    this.timers.push(timer);
    return timer;
  };
  clearTimeout = (timer) => { this.timers = this.timers.filter((it) => it !== timer); };
  /** Runs all that wait for at most so many seconds. */
  pass(seconds) {
    for (const timer of this.timers.splice(0)) {
      if (timer.milliseconds <= seconds * 1000) { timer.work(...timer.values); } else { this.timers.push(timer); }
    }
  }
}

/** What fetch resolves with. */
export function answer(status, body, headers = {}) {
  return new Response(body === undefined ? "<html>" : JSON.stringify(body), { status, headers });
}

/** A server that echoes what it stores, unless `answers` has another answer for a key or a lesson; null: none comes. */
export class Server {
  answers = {};
  sent = [];
  mark = "mine";
  tokens = 0;
  constructor(hash) { this.hash = hash; }
  fetch = async (path, { method, headers, body }) => {
    if (path === "/api/v1/session") {
      this.tokens += 1;
      return answer(200, { mark: this.mark, csrf: "token " + this.tokens });
    }
    const name = path.split("/").pop();
    const content = JSON.parse(body);
    this.sent.push({ method, path, name, content, csrf: headers["X-CSRFToken"] });
    const other = this.answers[name];
    if (other === null) { throw new TypeError("Failed to fetch"); }
    if (other) { return other(content); }
    return path.includes("attempts") ? this.echo(name, content) : answer(200, content);
  };
  echo(key, { ticket, sent_at, ...content }, status = 201) {
    return answer(status, { key, sha256: this.hash(content) });
  }
}

/** The phone object of a page; tabs of one phone share `disk`. */
export function phone({ server, clock = new Clock(), disk = new IDBFactory(), scripts = [], ...globals }) {
  return run(["database.js", "hash.js", "outbox.js", ...scripts], {
    indexedDB: disk, crypto: webcrypto, TextEncoder, ...clock, fetch: server && server.fetch, ...globals,
  }, "phone");
}

/** A test that waits, with everything that a learner can have answered. */
export function waiting(other = {}) {
  return {
    key: "first", mark: "mine", state: "waiting", number: 1, ticket: "ticket", wave: "pre", form: "A",
    instrument: "0".repeat(64), language: "ru", answers: { item: "option", blank: null }, seconds: { item: 20 },
    statements: { "say-no": 4 }, started_at: "2026-03-02T03:50:00Z", finished_at: "2026-03-02T03:58:00Z", ...other,
  };
}

/** Values of another context, as ours. */
export function plain(value) { return JSON.parse(JSON.stringify(value)); }
