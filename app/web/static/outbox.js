"use strict";
// What waits on this phone until the server has echoed it: the one place that knows the phone's database.
// Runs in pages and in the service worker, on plain http too. Everybody's rows stand under that learner's mark, a sign
// that says nothing of who it is. An attempt leaves only when the server has answered with its key and its hash.
var phone = (function () {
  var VERSION = 1;
  var SILENT = 4; // seconds until a database that does not open counts as none
  var LATER = [5, 15, 60, 180, 300]; // seconds until the next try
  var UNHEARD = [0, 429, 503]; // not heard: something on the way answered, or the server has no time
  var ALL = ["here", "roads", "tests", "steps", "kept"];
  var opened = null;

  function open() {
    if (opened) { return opened; }
    opened = new Promise(function (resolve, reject) {
      if (!self.indexedDB) { reject(new Error("no database")); return; }
      var asked = indexedDB.open("n", VERSION);
      asked.onupgradeneeded = function () {
        var db = asked.result;
        db.createObjectStore("here");                                              // "now": whose phone it is now
        db.createObjectStore("roads");                                             // by mark: the way and the tests
        db.createObjectStore("tests", { keyPath: "key" }).createIndex("mark", "mark");
        db.createObjectStore("steps", { keyPath: ["mark", "lesson"] }).createIndex("mark", "mark");
        db.createObjectStore("kept", { keyPath: ["mark", "name"] }).createIndex("mark", "mark");
      };
      asked.onsuccess = function () {
        asked.result.onversionchange = function () { asked.result.close(); opened = null; };
        asked.result.onclose = function () { opened = null; };
        resolve(asked.result);
      };
      asked.onerror = function () { reject(asked.error); };
      setTimeout(reject, SILENT * 1000, new Error("no answer")); // some browsers then never say anything at all
    });
    opened.catch(function () { opened = null; });
    return opened;
  }

  // Runs `work(transaction)`; resolves with the result of the request it returns once everything is on disk.
  function within(stores, mode, work) {
    return open().then(function (db) {
      return new Promise(function (resolve, reject) {
        var deal;
        try { deal = db.transaction(stores, mode, { durability: "strict" }); } catch (closed) { opened = null; throw closed; }
        var request = work(deal);
        deal.oncomplete = function () { resolve(request && request.result); };
        deal.onabort = deal.onerror = function () { reject(deal.error || new Error("not kept")); };
      });
    });
  }
  function reading(store, work) {
    return within([store], "readonly", function (deal) { return work(deal.objectStore(store)); });
  }
  function writing(store, work) {
    return within([store], "readwrite", function (deal) { return work(deal.objectStore(store)); });
  }
  function rowsOf(store, mark) {
    return reading(store, function (it) { return it.index("mark").getAll(mark); });
  }

  // Whose phone it is

  function here() {
    return reading("here", function (it) { return it.get("now"); });
  }
  // Whoever comes finds nothing of those who were here before and did not sign out.
  function arrive(mark) {
    return here().then(function (row) {
      if (row && row.mark === mark) { return row; }
      return within(ALL, "readwrite", function (deal) {
        sweep(deal, mark);
        deal.objectStore("here").put({ mark: mark }, "now");
      }).then(here);
    });
  }
  // Nobody is here now; with `isForGood` nothing of anybody is either. Asked for without a connection, steps of lessons
  // wait for the next time that this learner comes.
  function goAway(isForGood) {
    return within(ALL, "readwrite", function (deal) {
      deal.objectStore("here").delete("now");
      if (isForGood) { sweep(deal); }
    });
  }
  // Of everybody but `mark` all goes that the server has or never gets: what waits stays under its mark.
  function sweep(deal, mark) {
    remove(deal, function (row, name) {
      if (row.mark === mark || name === "steps") { return false; }
      return row.state === "draft" ? !isAny(row.fresh) : row.state === "aside" ? row.isHeld : name !== "tests";
    });
  }
  // The learner took everything out: nothing of it stays here either.
  function forget(mark) {
    return within(ALL, "readwrite", function (deal) {
      remove(deal, function (row) { return row.mark === mark; });
    });
  }
  function remove(deal, isToGo) {
    ALL.slice(1).forEach(function (name) {
      deal.objectStore(name).openCursor().onsuccess = function (event) {
        var cursor = event.target.result;
        if (!cursor) { return; }
        if (isToGo(cursor.value, name)) { cursor.delete(); }
        cursor.continue();
      };
    });
  }

  // The way and the tests as the server told them last

  function road(mark) { return reading("roads", function (it) { return it.get(mark); }); }
  function keepRoad(fresh) {
    return within(["roads", "tests"], "readwrite", function (deal) {
      deal.objectStore("roads").put(fresh, fresh.mark);
      var tests = deal.objectStore("tests");
      tests.index("mark").openCursor(fresh.mark).onsuccess = function (event) {
        var cursor = event.target.result;
        if (!cursor) { return; }
        var row = cursor.value;
        var test = fresh.tests.find(function (it) { return it.wave === row.wave; });
        if (test && test.standing === "sent" && row.state === "draft") { cursor.delete(); } // sent from another phone
        else if (test && test.ticket !== row.ticket) { row.ticket = test.ticket; cursor.update(row); }
        cursor.continue();
      };
    });
  }

  // Tests: draft -> waiting -> gone, or aside

  function tests(mark) { return rowsOf("tests", mark); }
  function putTest(row) { return writing("tests", function (it) { return it.put(row); }); }
  // Changes the row of the same test as it is on disk now, whatever key it has there. Resolves with it, or with null
  // where there is none or `change` said false.
  function changeTest(mine, change) {
    var changed = null;
    return writing("tests", function (it) {
      it.index("mark").getAll(mine.mark).onsuccess = function (event) {
        var row = event.target.result.find(function (one) { return one.wave === mine.wave && one.state !== "aside"; });
        var key = row && row.key;
        if (!row || change(row) === false) { return; }
        if (row.key !== key) { it.delete(key); }
        it.put(row);
        changed = row;
      };
    }).then(function () { return changed; });
  }
  // Whether something is named there; of a row of an earlier version nobody knows what has arrived.
  function isAny(fresh) {
    return !fresh || ["answers", "statements"].some(function (kind) { return Object.keys(fresh[kind]).length; });
  }
  function waiting(mark) {
    var all = mark ? rowsOf("tests", mark) : reading("tests", function (it) { return it.getAll(); });
    return all.then(function (rows) { return rows.filter(function (row) { return row.state === "waiting"; }); });
  }
  function answersIn(rows) {
    return rows.reduce(function (sum, row) {
      return sum + Object.keys(row.answers).filter(function (item) { return row.answers[item] !== null; }).length;
    }, 0);
  }

  // Steps of lessons: they only grow

  function reach(mark, lesson, step, isDone) {
    return writing("steps", function (it) {
      it.get([mark, lesson]).onsuccess = function (event) {
        var row = event.target.result || { mark: mark, lesson: lesson, step: 1, done: false };
        row.step = Math.max(row.step, step);
        row.done = row.done || !!isDone;
        it.put(row);
      };
    }).then(soon);
  }

  // Sending

  var session = null;
  function token(isFresh) {
    if (!session || isFresh) {
      session = ask("GET", "/api/v1/session").then(function (answer) {
        if (answer.status !== 200) { session = null; return null; }
        return answer.body;
      });
      session.catch(function () { session = null; });
    }
    return session;
  }
  // Resolves with {status, body}; rejects where nothing answered. A refusal that does not name its code is none of our
  // server's but of something on the way to it, which has no say over what waits: its status is 0.
  function ask(method, path, body, csrf) {
    var headers = body ? { "Content-Type": "application/json" } : {};
    if (csrf) { headers["X-CSRFToken"] = csrf; }
    return fetch(path, {
      method: method, headers: headers, body: body && JSON.stringify(body), credentials: "same-origin", cache: "no-store"
    }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (said) {
        var status = answer.ok || said.code ? answer.status : 0;
        // Whoever was here has taken everything out, on this phone or on another one: a page of the server's says so.
        if (status === 410 && self.document && path.indexOf("attempts") < 0) { location.replace("/in"); }
        return { status: status, body: said, wait: Number(answer.headers.get("Retry-After")) || 0 };
      });
    });
  }
  // As the learner who is signed in; null where that is nobody or somebody else.
  function askAs(mark, method, path, body) {
    return token().then(function (mine) {
      if (!mine || mine.mark !== mark) { return null; }
      return ask(method, path, body, mine.csrf).then(function (answer) {
        if (answer.status !== 400) { return answer; }
        return token(true).then(function (again) { // the token of a sign-in before
          return again && again.mark === mark ? ask(method, path, body, again.csrf) : null;
        });
      });
    });
  }

  function contentOf(row) {
    var content = {};
    ["wave", "form", "instrument", "language", "answers", "seconds", "statements", "started_at", "finished_at"]
      .forEach(function (name) { if (row[name] !== undefined) { content[name] = row[name]; } });
    return content;
  }
  function sendTest(row) {
    var content = contentOf(row);
    var hash = sha256(canonical(content));
    var body = Object.assign({}, content, { ticket: row.ticket, sent_at: new Date().toISOString() });
    return ask("PUT", "/api/v1/attempts/" + row.key, body).then(function (answer) {
      var isEchoed = answer.body.key === row.key && answer.body.sha256 === hash;
      if ((answer.status === 200 || answer.status === 201) && isEchoed) { return surely(arrived(row), { arrived: row }); }
      if (answer.status === 410) { return surely(forget(row.mark), { gone: row }); }
      if (answer.status === 409 || answer.status === 422) { return surely(setAside(row, answer), { aside: row }); }
      return { isLeft: true, wait: answer.wait, unheard: UNHEARD.indexOf(answer.status) < 0 ? null : row.mark };
    });
  }
  // The server has said it, whatever a full disk makes of it: a row that stays goes once more, and is answered alike.
  function surely(done, what) { return done.then(function () { return what; }, function () { return what; }); }
  function arrived(row) {
    return within(["tests", "roads"], "readwrite", function (deal) {
      deal.objectStore("tests").delete(row.key);
      deal.objectStore("roads").get(row.mark).onsuccess = function (event) {
        var known = event.target.result;
        if (!known) { return; }
        known.tests.forEach(function (test) { if (test.wave === row.wave) { test.standing = "sent"; } });
        deal.objectStore("roads").put(known, row.mark);
      };
    }).catch(function () { // no room to note it: the answers at least go
      return writing("tests", function (it) { return it.delete(row.key); });
    });
  }
  function setAside(row, answer) {
    return changeTest(row, function (now) {
      now.state = "aside";
      now.code = answer.body.code || "";
      now.words = answer.body.detail || "";
      now.isHeld = answer.status === 409; // the server has kept it for the facilitator
    });
  }
  function sendStep(row) {
    return askAs(row.mark, "PUT", "/api/v1/progress/" + row.lesson, { step: row.step, done: row.done })
      .then(function (answer) {
        if (!answer) { return { isLeft: true, isOthers: true }; }
        var isKept = answer.status === 200 && answer.body.step >= row.step && (answer.body.done || !row.done);
        var isRefused = answer.status === 404 || answer.status === 422; // trying again would change nothing
        if (!isKept && !isRefused) { return { isLeft: true, wait: answer.wait }; }
        return writing("steps", function (it) {
          it.get([row.mark, row.lesson]).onsuccess = function (event) {
            var now = event.target.result;
            if (now && now.step === row.step && now.done === row.done) { it.delete([row.mark, row.lesson]); }
          };
        }).then(function () { return isKept ? { arrived: row } : {}; });
      });
  }

  var running = null;
  var misses = 0;
  var timer = null;
  // Sends what waits, everybody's tests and the steps of whoever is here; resolves with what became of each.
  function flush() {
    if (!running) { running = sendAll().then(ended, function (fault) { ended([{ isLeft: true }]); throw fault; }); }
    return running;
  }
  // As they were done: if the clock was set meanwhile, the server knows only what came first. So nothing of a learner
  // goes past a test that nobody heard.
  function sendAll() {
    return Promise.all([waiting(), here()]).then(function (found) {
      found[0].sort(function (one, other) { return one.number - other.number; });
      return inTurn(found[0], sendTest, []).then(function (told) {
        return !found[1] ? told : rowsOf("steps", found[1].mark).then(function (steps) { return inTurn(steps, sendStep, told); });
      });
    });
  }
  function inTurn(rows, send, told) {
    return rows.reduce(function (before, row) {
      return before.then(function () {
        return told.some(function (one) { return one.unheard === row.mark; }) ? { isLeft: true } : send(row);
      }).catch(function () { return { isLeft: true, unheard: row.mark }; })
        .then(function (one) { told.push(one); return told; });
    }, Promise.resolve(told));
  }
  function ended(told) {
    running = null;
    var left = told.filter(function (one) { return one.isLeft && !one.isOthers; });
    clearTimeout(timer);
    if (left.length) {
      var wait = Math.max.apply(null, left.map(function (one) { return one.wait || 0; }));
      wait = Math.max(wait, LATER[Math.min(misses, LATER.length - 1)]);
      misses += 1;
      timer = setTimeout(soon, wait * 1000 * (0.8 + 0.4 * Math.random()));
      if (api.later) { api.later(); } // the worker's own alarm, where there is one
    } else { misses = 0; }
    if (told.length && api.told) { api.told(told); }
    return told;
  }
  function soon() { flush().catch(function () {}); }

  // Hashing: crypto.subtle is only there over https, a hub in the room has none.

  // JSON with sorted keys and no blanks, as the server hashes it.
  function canonical(value) {
    if (Array.isArray(value)) { return "[" + value.map(canonical).join(",") + "]"; }
    if (value === null || typeof value !== "object") { return JSON.stringify(value); }
    return "{" + Object.keys(value).sort().map(function (name) {
      return JSON.stringify(name) + ":" + canonical(value[name]);
    }).join(",") + "}";
  }
  function roots(count, power) { // the first 32 bits of the fractional parts of roots of the first primes (FIPS 180-4)
    var found = [];
    for (var n = 2; found.length < count; n += 1) {
      var isPrime = true;
      for (var d = 2; d * d <= n; d += 1) { if (n % d === 0) { isPrime = false; } }
      if (isPrime) { var root = Math.pow(n, power); found.push(((root - Math.floor(root)) * 4294967296) | 0); }
    }
    return found;
  }
  var K = roots(64, 1 / 3);
  var START = roots(8, 1 / 2);
  function turn(x, by) { return (x >>> by) | (x << (32 - by)); }
  // SHA-256 in hex of a text as UTF-8.
  function sha256(text) {
    var bytes = new TextEncoder().encode(text);
    var blocks = (bytes.length + 9 + 63) >> 6;
    var padded = new Uint8Array(blocks * 64);
    padded.set(bytes);
    padded[bytes.length] = 128;
    var view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(padded.length - 4, bytes.length << 3);
    var H = START.slice();
    var w = new Int32Array(64);
    for (var block = 0; block < blocks; block += 1) {
      for (var t = 0; t < 64; t += 1) {
        if (t < 16) { w[t] = view.getInt32(block * 64 + t * 4); continue; }
        var a = w[t - 15], b = w[t - 2];
        w[t] = w[t - 16] + w[t - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
      }
      var s = H.slice();
      for (t = 0; t < 64; t += 1) {
        var e = s[4], c = s[0];
        var one = (s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + K[t] + w[t]) | 0;
        var two = ((turn(c, 2) ^ turn(c, 13) ^ turn(c, 22)) + ((c & s[1]) ^ (c & s[2]) ^ (s[1] & s[2]))) | 0;
        s = [(one + two) | 0, s[0], s[1], s[2], (s[3] + one) | 0, s[4], s[5], s[6]];
      }
      H = H.map(function (h, n) { return (h + s[n]) | 0; });
    }
    return H.map(function (h) { return ("0000000" + (h >>> 0).toString(16)).slice(-8); }).join("");
  }

  function newKey() { // a UUID of version 4
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    var hex = Array.from(b, function (x) { return ("0" + x.toString(16)).slice(-2); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  if (self.document) { self.addEventListener("online", function () { misses = 0; soon(); }); }

  var api = {
    here, arrive, goAway, forget, road, keepRoad,
    tests, putTest, changeTest, sendTest, isAny, waiting, answersIn,
    reach, rowsOf, reading, writing,
    ask, askAs, token, flush, soon,
    canonical, sha256, newKey
  };
  return api;
}());
