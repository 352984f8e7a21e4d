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
    if (now.look === "ahead" && isAfterTest) { now.look = "open"; now.deed = words.begin; }
    if (now.look !== "ahead") { now.href = "/l/" + stop.number; }
    return now;
  }
  /**
   * The second test comes before lessons that are left, not before the first lesson; another one that may be left out
   * stays so.
   * @param {Stop} stop
   * @param {Test} test
   * @param {AttemptRow | undefined} row what this phone has of it
   * @param {boolean} isInTurn no test before it has to be done first
   * @param {boolean} hasBegun a lesson is done
   * @param {StopWords} words
   * @returns {Stop}
   */
  function testNow(stop, test, row, isInTurn, hasBegun, words) {
    const now = { ...stop };
    if (row && row.state === "waiting") { now.look = "done"; now.note = words.waits; }
    else if (test.standing === "sent") { now.look = "done"; now.note = ""; }
    else if (isInTurn) {
      now.look = (stop.number === 2 ? !hasBegun : stop.look === "open") ? "open" : "now";
      now.deed = row ? words.continue : words.begin;
      if (row || test.standing === "waiting") { now.note = ""; } // waiting: it has opened by itself since
    }
    if (["done", "now", "open"].includes(now.look)) { now.href = "/t/" + stop.number; }
    return now;
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
   * @param {boolean} isSecondTest it comes before the lessons that are left
   * @param {boolean} isOver whoever missed the first test need not wait for it any more
   */
  function choose(stops, isSecondTest, isOver) {
    for (const stop of stops) {
      if (isSecondTest && stop.kind === "lesson" && stop.look === "now") { stop.look = "open"; }
      if (isOver && stop.number === 1 && stop.look === "waiting") { stop.look = "ahead"; stop.note = ""; }
    }
    const next = stops.find((stop) => stop.look === "open");
    if (next && !stops.some((stop) => stop.look === "now" || stop.look === "waiting")) { next.look = "now"; }
    return stops;
  }
  /** @type {Phone["stopsNow"]} */
  function stopsNow(road, rows, steps, now, words) {
    /** @type {Record<number, Stop["look"]>} */
    const looks = {}; // of the tests so far, by their number
    const isMissed = road.tests.some((it) => it.number === 1 && it.standing === "closed");
    let hasBegun = false;
    const stops = road.stops.map((stop) => {
      if (stop.kind === "lesson") {
        const it = lessonNow(stop, steps, looks[1] === "done", words);
        hasBegun = hasBegun || it.look === "done";
        return it;
      }
      const test = road.tests.find((it) => it.number === stop.number);
      if (!test) { return stop; }
      const isInTurn = phone.isOpen(test, now) && (isMissed || !["now", "waiting"].includes(looks[1]));
      const it = testNow(stop, test, rowOf(rows, test), isInTurn, hasBegun, words);
      if (test.number === 1 && it.look === "ahead" && looks[0] === "done") { it.look = "waiting"; }
      looks[test.number] = it.look;
      return it;
    });
    return choose(stops, looks[2] === "now", isMissed && (hasBegun || looks[2] === "open"));
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({ stopsNow }));
})();
