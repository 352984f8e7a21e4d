"use strict";
// Answers for the server where it cannot be reached. It keeps files of ours and pages that name nobody, and no others.
(function () {
  var PATIENCE = 5000; // a page that is kept is shown when the server takes longer than this many milliseconds
  var MAY_STAND_IN = /^\/(|road|help|leave|[tl]\/\d+.*)$/; // other pages are stood in for only when cut off
  var FILES_CACHE = "f-" + VERSION;
  var NOT_OURS = /^\/(staff|groups|figures|setup|sw\.js)(\/|$)/; // nothing of a learner stands in for these
  var CUT_OFF = "/shell/cut";
  var EXACTLY = { ignoreVary: true }; // nobody's pages are the same for every cookie

  self.addEventListener("install", function (event) {
    event.waitUntil(caches.open(FILES_CACHE).then(function (cache) {
      // Whoever is new has nothing else yet. HELP is empty where the server could not say which numbers there are.
      return Promise.all([cache.addAll(FILES), keepOne(cache, CUT_OFF, CUT_OFF), HELP && keepOne(cache, "/help", HELP)]);
    }));
    // No skipWaiting: who taps on while Chromium hands over from one worker to the next may wait for ever for a page.
  });
  self.addEventListener("activate", function (event) {
    event.waitUntil(drop(function (name) { return name[0] === "f" && name !== FILES_CACHE; })
      .then(function () { return self.clients.claim(); }));
  });
  function drop(isOld) {
    return caches.keys().then(function (names) {
      return Promise.all(names.filter(isOld).map(function (name) { return caches.delete(name); }));
    });
  }

  // Pages to keep: by the address that they are kept under, where to fetch them

  self.addEventListener("message", function (event) {
    event.waitUntil(keep(event.data.pages, event.data.keep));
  });
  function keep(pages, addresses) {
    var name = "p-" + pages + "-" + VERSION;
    return caches.open(name).then(function (cache) {
      return Object.keys(addresses).reduce(function (before, address) {
        return before.then(function () { return keepOne(cache, address, addresses[address]); });
      }, Promise.resolve());
    }).then(function () {
      return drop(function (other) { return other[0] === "p" && other !== name; });
    }).catch(function () { /* half of them are kept; the next visit goes on */ });
  }
  function keepOne(cache, address, source) {
    return cache.match(address, EXACTLY).then(function (kept) {
      if (kept && kept.url === location.origin + source) { return null; }
      var who = source.startsWith("/keep/") ? "same-origin" : "omit"; // as nobody, wherever nobody may see it
      return fetch(source, { credentials: who, cache: "no-store", redirect: "error", referrer: "" }).then(function (answer) {
        if (!answer.ok) { throw new Error("not now"); }
        return answer.clone().text().then(function (text) {
          return keepParts(cache, text).then(function () { return cache.put(address, answer); });
        });
      });
    });
  }
  // Styles, scripts and pictures that a page is made of.
  function keepParts(cache, text) {
    var found = text.match(/(?:src|href)="\/(?:static|p)\/[^"]+"/g) || [];
    return Promise.all(found.map(function (attribute) {
      var address = attribute.split('"')[1].replace(/&amp;/g, "&");
      return caches.match(address).then(function (kept) {
        return kept ? cache.put(address, kept) : cache.add(address);
      });
    }));
  }
  function mine() { // the pages of whoever is here
    return phone.here().then(function (here) { return here && phone.road(here.mark); });
  }
  function isFresh(name) { return Number(name.endsWith(VERSION)); }
  function keptPage(address) {
    return Promise.all([mine(), caches.keys()]).then(function (found) {
      var names = found[1].filter(function (name) { return name[0] === "p"; });
      var own = names.filter(function (name) { return found[0] && name.startsWith("p-" + found[0].pages); });
      own.sort(function (one, other) { return isFresh(other) - isFresh(one); });
      return own.concat(names).reduce(function (before, name) {
        return before.then(function (page) {
          return page || caches.open(name).then(function (cache) { return cache.match(address, EXACTLY); });
        });
      }, Promise.resolve(null));
    });
  }

  // Answering

  self.addEventListener("fetch", function (event) {
    var asked = event.request;
    var url = new URL(asked.url);
    if (url.origin !== location.origin) { return; }
    if (/^\/(static|p)\//.test(url.pathname)) {
      event.respondWith(caches.match(asked, { ignoreVary: true }).then(function (kept) { return kept || fetch(asked); }));
    } else if (asked.mode === "navigate" && !NOT_OURS.test(url.pathname)) {
      // A form is answered in our words where the browser would say in its own that nobody is there.
      event.respondWith(asked.method === "GET" ? page(asked, url.pathname, url.search) : reach(asked).catch(cutOff));
    }
  });
  // A server that is away says so itself, too, or what stands before it does.
  function reach(asked) {
    return fetch(asked).then(function (answer) { if (answer.status > 501) { throw answer; } return answer; });
  }
  function cutOff(fault) {
    return keptPage(CUT_OFF).then(function (kept) { return kept || caches.match(CUT_OFF, EXACTLY); })
      .then(function (kept) { if (kept || fault.status) { return kept || fault; } throw fault; });
  }
  function page(asked, path, search) {
    var fresh = reach(asked);
    return standIn(path, search).then(function (kept) {
      if (!kept) { return fresh.catch(cutOff); }
      if (!MAY_STAND_IN.test(path)) { return fresh.catch(function () { return kept; }); }
      var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); }).then(function () { return kept; });
      return Promise.race([fresh, late]).catch(function () { return kept; });
    }, function () { return fresh.catch(cutOff); });
  }
  function standIn(path, search) {
    if (path === "/leave") { return Promise.resolve(blank()); }
    if (path === "/help") {
      return keptPage(path + search).then(function (kept) { return kept || keptPage(path); })
        .then(function (kept) { return kept || caches.match(path, EXACTLY); }); // of whoever is new
    }
    if (/^\/t\/\d+(\/|$)/.test(path)) { return keptPage("/shell/test"); }
    var lesson = /^\/l\/(\d+)(\/|$)/.exec(path);
    // In the place of any other page the way would not say why it is there.
    if (!lesson) { return keptPage(/^\/(|road|in|unlock)$/.test(path) ? "/shell/road" : CUT_OFF); }
    return isOpen(Number(lesson[1])).then(function (may) { return keptPage(may ? "/l/" + lesson[1] : "/shell/road"); });
  }
  function blank() {
    return new Response("<!doctype html><title>-</title>", { headers: { "Content-Type": "text/html" } });
  }
  // Lessons come after the first test: sent, or done on this phone.
  function isOpen(number) {
    return mine().then(function (road) {
      if (!road) { return false; }
      var stop = road.stops.find(function (it) { return it.kind === "lesson" && it.number === number; });
      var first = road.tests.find(function (it) { return it.number === 1; });
      if (!stop || stop.look !== "ahead" || (first && first.standing === "sent")) { return !!stop; }
      return phone.waiting(road.mark).then(function (rows) {
        return rows.some(function (row) { return row.number === 1; });
      });
    });
  }

  // Sending when a connection comes, also when no page is open

  self.addEventListener("sync", function (event) {
    if (event.tag !== "outbox") { return; }
    event.waitUntil(phone.flush().then(function (told) {
      if (told.some(function (one) { return one.isLeft && !one.isOthers; })) { throw new Error("later"); }
    }));
  });
  // Also of what went at this worker's own next try, and to a page from before it: else that says for ever "on this phone".
  phone.told = function () {
    self.clients.matchAll({ includeUncontrolled: true }).then(function (pages) { pages.forEach(function (it) { it.postMessage("outbox"); }); });
  };
}());
