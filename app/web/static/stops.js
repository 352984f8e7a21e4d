"use strict";
// The stations of the road with what this phone knows better than the server's last word; rules alone, those of
// courses/path.py: tests/courses/way.json asks both.
(() => {
  /**
   * The first of its pieces that is not done is now.
   * @param {Stop} stop
   * @param {StepRow[]} steps
   * @param {boolean} isAfterTest the first test is done
   * @param {StopWords} words
   * @returns {Stop}
   */
  function lessonNow(stop, steps, isAfterTest, words) {
    const now = phone.stopAfter(stop, steps);
    (now.pieces || []).filter((it) => it.look !== "done").forEach((it, n) => { it.look = n ? "ahead" : "now"; });
    if (now.look === "ahead" && isAfterTest) { now.look = "open"; }
    if (now.look !== "ahead") { now.href = "/l/" + stop.number; }
    if (now.step) { // how many minutes are left only the server tells
      now.deed = words.continue;
      now.note = phone.fill(stop.where || "", now.step);
    }
    return now;
  }
  const LONG = 24 * 60 * 60 * 1000; // a test that is planned to stay open for so long leaves time for lessons

  /**
   * Whether lessons that are left come before the second test: none is done, or it stays open for another day.
   * @param {Test} test
   * @param {number} now
   * @param {number} left lessons that are not done
   * @param {number} done
   */
  function canWait(test, now, left, done) {
    const isLong = !!test.closed_at && Date.parse(test.closed_at) - now >= LONG;
    return left > 0 && (done === 0 || isLong);
  }
  /**
   * The second test is offered beside lessons that come before it; another one that may be left out stays so.
   * @param {Stop} stop
   * @param {Test} test
   * @param {AttemptRow | undefined} row what this phone has of it
   * @param {boolean} isInTurn no test before it has to be done first
   * @param {boolean} isBeside of the second test: lessons come before it
   * @param {StopWords} words
   * @returns {Stop}
   */
  function testNow(stop, test, row, isInTurn, isBeside, words) {
    const now = { ...stop };
    if (row && row.state === "waiting") { now.look = "done"; now.note = words.waits; }
    else if (test.standing === "sent") { now.look = "done"; now.note = ""; }
    else if (isInTurn) {
      now.look = (stop.number === 2 ? isBeside : stop.look === "open") ? "open" : "now";
      now.deed = row ? words.continue : words.begin;
      if (row || test.standing === "waiting") { now.note = ""; } // waiting: it has opened by itself since
    }
    if (["done", "now", "open"].includes(now.look)) { now.href = "/t/" + stop.number; }
    return now;
  }
  /**
   * Takes the way off the stop of a test that has closed by itself since the server's last word and was not sent; says
   * whether the test is closed and not sent. Whoever missed the first test waits, as on the server's road.
   * @param {Stop} stop
   * @param {Test} test
   * @param {number} now
   */
  function shut(stop, test, now) {
    if (test.standing === "closed") { return true; }
    if (test.standing === "sent" || !test.closed_at || Date.parse(test.closed_at) > now) { return false; }
    if (["now", "open"].includes(stop.look)) {
      stop.look = stop.number === 1 ? "waiting" : "ahead";
      stop.note = "";
      delete stop.href; // "" would be the way to any page
    }
    return true;
  }
  /**
   * What the phone has of a test: what was set aside stands behind what was begun anew.
   * @param {AttemptRow[]} rows
   * @param {Test} test
   */
  function rowOf(rows, test) {
    const own = rows.filter((row) => row.wave === test.wave);
    return own.find((row) => row.state !== "aside") || own[0];
  }
  /**
   * One station is the one to go on at.
   * @param {Stop[]} stops
   * @param {boolean} isOver whoever missed the first test need not wait for it any more
   */
  function choose(stops, isOver) {
    for (const stop of stops) {
      if (isOver && stop.number === 1 && stop.look === "waiting") { stop.look = "ahead"; stop.note = ""; }
    }
    if (stops.some((stop) => stop.kind !== "lesson" && stop.number === 2 && stop.look === "now")) {
      for (const stop of stops) { if (stop.kind === "lesson" && stop.look === "now") { stop.look = "open"; } }
    }
    const open = stops.filter((stop) => stop.look === "open");
    const next = open.find((stop) => stop.kind === "lesson") || open[0];
    if (next && !stops.some((stop) => stop.look === "now" || stop.look === "waiting")) { next.look = "now"; }
    return stops;
  }
  /** @type {Phone["stopsNow"]} */
  function stopsNow(road, rows, steps, now, words) {
    /** @type {Record<number, Stop["look"]>} */
    const looks = {}; // of the tests so far, by their number
    let isMissed = false; // the first test
    let done = 0;
    let left = 0;
    const stops = road.stops.map((stop) => {
      if (stop.kind === "lesson") {
        const it = lessonNow(stop, steps, looks[1] === "done", words);
        it.look === "done" ? done += 1 : left += 1;
        return it;
      }
      const test = road.tests.find((it) => it.number === stop.number);
      if (!test) { return stop; }
      const isInTurn = phone.isOpen(test, now) && (isMissed || !["now", "waiting"].includes(looks[1]));
      const it = testNow(stop, test, rowOf(rows, test), isInTurn, canWait(test, now, left, done), words);
      if (shut(it, test, now) && stop.number === 1) { isMissed = true; }
      if (test.number === 1 && it.look === "ahead" && looks[0] === "done") { it.look = "waiting"; }
      looks[test.number] = it.look;
      return it;
    });
    return choose(stops, isMissed && (done > 0 || looks[2] === "open"));
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({ stopsNow }));
})();
