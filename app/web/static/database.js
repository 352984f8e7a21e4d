"use strict";
// The phone's database and whose phone it is: the one place that knows what lies where.
// Runs in pages and in the service worker, on plain http too. Everybody's rows stand under that learner's mark, a sign
// that says nothing of who it is.

/** What the scripts of a learner share: each file adds its part, types.d.ts lists them. */
const phone = /** @type {Phone} */ ({});

(() => {
  const SCHEMA = 1;
  // Seconds until a database that does not open counts as none. A shell has nothing else to show, and waits.
  // @ts-ignore: in the worker there is no document
  const SILENCE = self.document && document.body.dataset.shell ? 60 : 4;
  /** @type {Store[]} */
  const STORES = ["here", "roads", "tests", "steps", "kept"];
  /** @type {Promise<IDBDatabase> | null} */
  let opening = null;

  function open() {
    opening = opening || new Promise((resolve, reject) => {
      if (!self.indexedDB) { reject(new Error("no database")); return; }
      const request = indexedDB.open("n", SCHEMA);
      request.onupgradeneeded = () => makeStores(request.result);
      request.onsuccess = () => {
        const db = request.result;
        db.onversionchange = () => { db.close(); opening = null; };
        db.onclose = () => { opening = null; };
        resolve(db);
      };
      request.onerror = () => reject(request.error);
      setTimeout(reject, SILENCE * 1000, new Error("no answer")); // some browsers then never say anything at all
    });
    opening.catch(() => { opening = null; });
    return opening;
  }
  /** @param {IDBDatabase} db */
  function makeStores(db) {
    db.createObjectStore("here"); // "now": whose phone it is now
    db.createObjectStore("roads"); // by mark: the way and the tests
    db.createObjectStore("tests", { keyPath: "key" }).createIndex("mark", "mark");
    db.createObjectStore("steps", { keyPath: ["mark", "lesson"] }).createIndex("mark", "mark");
    db.createObjectStore("kept", { keyPath: ["mark", "name"] }).createIndex("mark", "mark");
  }

  /**
   * Runs `work` in a transaction; resolves with the result of the request it returns once everything is on disk.
   * @template T
   * @param {Store[]} stores
   * @param {IDBTransactionMode} mode
   * @param {(deal: IDBTransaction) => IDBRequest<T> | void} work
   * @returns {Promise<T>}
   */
  async function within(stores, mode, work) {
    const db = await open();
    return new Promise((resolve, reject) => {
      /** @type {IDBTransaction} */
      let deal;
      try {
        deal = db.transaction(stores, mode, { durability: "strict" });
      } catch (fault) {
        opening = null; // it was closed
        throw fault;
      }
      const request = work(deal);
      deal.oncomplete = () => resolve(/** @type {T} */ (request && request.result));
      deal.onabort = deal.onerror = () => reject(deal.error || new Error("not kept"));
    });
  }
  /** @type {Phone["reading"]} */
  function reading(store, work) {
    return within([store], "readonly", (deal) => work(deal.objectStore(store)));
  }
  /** @type {Phone["writing"]} */
  function writing(store, work) {
    return within([store], "readwrite", (deal) => work(deal.objectStore(store)));
  }
  /**
   * @param {Store} store
   * @param {string} mark
   * @returns {Promise<any[]>}
   */
  function rowsOf(store, mark) { return reading(store, (it) => it.index("mark").getAll(mark)); }
  /**
   * Visits what is under a cursor, one by one.
   * @param {IDBRequest<IDBCursorWithValue | null>} request
   * @param {(cursor: IDBCursorWithValue) => void} visit
   */
  function each(request, visit) {
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) { return; }
      visit(cursor);
      cursor.continue();
    };
  }

  // Whose phone it is

  /** @type {Phone["learner"]} */
  function learner() { return reading("here", (it) => it.get("now")); }
  /**
   * Whoever comes finds nothing of those who were here before and did not sign out.
   * @param {string} mark
   */
  async function arrive(mark) {
    const row = await learner();
    if (row && row.mark === mark) { return row; }
    await within(STORES, "readwrite", (deal) => {
      sweep(deal, mark);
      deal.objectStore("here").put({ mark }, "now");
    });
    return learner();
  }
  /**
   * Nobody is here now; with `isForGood` nothing of anybody is either. Without a connection, steps of lessons wait for
   * the next time that this learner comes. Voices and films that were stored for somebody go.
   * @type {Phone["goAway"]}
   */
  function goAway(isForGood) {
    if (self.caches) { caches.delete("m"); }
    return within(STORES, "readwrite", (deal) => {
      deal.objectStore("here").delete("now");
      if (isForGood) { sweep(deal); }
    });
  }
  /**
   * Of everybody but `mark` all goes that the server has or never gets: what waits stays under its mark.
   * @param {IDBTransaction} deal
   * @param {string} [mark]
   */
  function sweep(deal, mark) {
    remove(deal, (row, name) => {
      if (row.mark === mark || name === "steps") { return false; }
      return row.state === "draft" ? !isAny(row.fresh) : row.state === "aside" ? row.isHeld : name !== "tests";
    });
  }
  /**
   * The learner took everything out: nothing of it stays here either.
   * @type {Phone["forget"]}
   */
  function forget(mark) {
    return within(STORES, "readwrite", (deal) => { remove(deal, (row) => row.mark === mark); });
  }
  /**
   * @param {IDBTransaction} deal
   * @param {(row: any, name: Store) => boolean} isToGo
   */
  function remove(deal, isToGo) {
    for (const name of STORES.slice(1)) {
      each(deal.objectStore(name).openCursor(), (cursor) => { if (isToGo(cursor.value, name)) { cursor.delete(); } });
    }
  }

  // The way and the tests as the server told them last

  /** @type {Phone["road"]} */
  function road(mark) { return reading("roads", (it) => it.get(mark)); }
  /** @type {Phone["keepRoad"]} */
  function keepRoad(fresh) {
    return within(["roads", "tests"], "readwrite", (deal) => {
      deal.objectStore("roads").put(fresh, fresh.mark);
      each(deal.objectStore("tests").index("mark").openCursor(fresh.mark), (cursor) => {
        const row = cursor.value;
        const test = fresh.tests.find((it) => it.wave === row.wave);
        if (test && test.standing === "sent" && row.state === "draft") { cursor.delete(); } // sent from another phone
        else if (test && test.ticket !== row.ticket) { row.ticket = test.ticket; cursor.update(row); }
      });
    });
  }
  /**
   * The server has this test: it goes from here, and the road says so.
   * @type {Phone["noteSent"]}
   */
  function noteSent(row) {
    return within(["tests", "roads"], "readwrite", (deal) => {
      deal.objectStore("tests").delete(row.key);
      const request = deal.objectStore("roads").get(row.mark);
      request.onsuccess = () => {
        const known = /** @type {Road | undefined} */ (request.result);
        if (!known) { return; }
        for (const test of known.tests) { if (test.wave === row.wave) { test.standing = "sent"; } }
        deal.objectStore("roads").put(known, row.mark);
      };
    });
  }

  /**
   * A stop with what was done since: a piece by a step under its id, a lesson by all its pieces, or as the one piece
   * that it is.
   * @type {Phone["stopAfter"]}
   */
  function stopAfter(stop, steps) {
    const done = steps.filter((it) => it.done).map((it) => it.lesson);
    /** @type {Piece[]} */
    const pieces = (stop.pieces || []).map((it) => ({ ...it, look: done.includes(it.id) ? "done" : it.look }));
    if (pieces.length ? pieces.every((it) => it.look === "done") : done.includes(String(stop.lesson))) {
      return { ...stop, pieces, step: 0, look: "done", note: "" };
    }
    const ids = [stop.lesson, ...pieces.map((it) => it.id)];
    return { ...stop, pieces, step: (steps.find((it) => ids.includes(it.lesson)) || stop).step };
  }
  /**
   * The server has a step, or wants none: it goes from here unless more was read meanwhile, and the road says how far
   * one is.
   * @type {Phone["noteStep"]}
   */
  function noteStep(row, isStored) {
    const { mark, lesson, step, done, workedOut } = row;
    return within(["steps", "roads"], "readwrite", (deal) => {
      const steps = deal.objectStore("steps"), roads = deal.objectStore("roads");
      const waiting = steps.get([mark, lesson]), known = roads.get(mark);
      waiting.onsuccess = () => {
        const now = waiting.result;
        const isSame = now && now.step === step && now.done === done && now.workedOut === workedOut;
        if (isSame) { steps.delete([mark, lesson]); }
      };
      known.onsuccess = () => {
        const road = /** @type {Road | undefined} */ (known.result);
        if (!road || !isStored) { return; }
        road.stops = road.stops.map((it) => stopAfter(it, [row]));
        roads.put(road, mark);
      };
    });
  }

  // Tests: draft -> waiting -> gone, or aside

  /** @type {Phone["tests"]} */
  function tests(mark) { return rowsOf("tests", mark); }
  /** @type {Phone["putTest"]} */
  function putTest(row) { return writing("tests", (it) => it.put(row)); }
  /**
   * Changes the row of the same test as it is on disk now, whatever key it has there. Resolves with it, or with null
   * where there is none or `change` returned false.
   * @type {Phone["changeTest"]}
   */
  async function changeTest(mine, change) {
    /** @type {AttemptRow | null} */
    let changed = null;
    await writing("tests", (it) => {
      const request = it.index("mark").getAll(mine.mark);
      request.onsuccess = () => {
        /** @type {AttemptRow | undefined} */
        const row = request.result.find((one) => one.wave === mine.wave && one.state !== "aside");
        const key = row && row.key;
        if (!row || !key || change(row) === false) { return; }
        if (row.key !== key) { it.delete(key); }
        it.put(row);
        changed = row;
      };
    });
    return changed;
  }
  /**
   * Whether something is named there; of a row of an earlier version nobody knows what has arrived.
   * @type {Phone["isAny"]}
   */
  function isAny(fresh) {
    return !fresh || [fresh.answers, fresh.statements].some((values) => Object.keys(values).length);
  }
  /**
   * Whether a test can be begun at this time, in milliseconds by the server's clock.
   * @type {Phone["isOpen"]}
   */
  function isOpen(test, now) {
    if (Date.parse(test.closed_at || "") <= now) { return false; }
    return test.standing === "open" || test.standing === "begun" ||
      (test.standing === "waiting" && Date.parse(test.opened_at || "") <= now);
  }
  /** @type {Phone["waiting"]} */
  async function waiting(mark) {
    /** @type {AttemptRow[]} */
    const rows = await (mark ? rowsOf("tests", mark) : reading("tests", (it) => it.getAll()));
    return rows.filter((row) => row.state === "waiting");
  }
  /** @type {Phone["answersIn"]} */
  function answersIn(rows) {
    return rows.reduce((sum, row) => sum + Object.values(row.answers).filter((it) => it && it.length).length, 0);
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({
    reading, writing, rowsOf, learner, arrive, goAway, forget, road, keepRoad, noteSent, noteStep, stopAfter,
    tests, putTest, changeTest, isAny, isOpen, waiting, answersIn,
  }));
})();
