// The road without a connection: what this phone knows better than the server's last word.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { phone as open, plain, waiting } from "./phone.js";

const WORDS = { waits: "it waits", begin: "begin", continue: "continue" };
const NOW = Date.parse("2026-03-02T04:00:00Z");
const LONG = "2026-03-03T04:00:00Z", LAST_DAY = "2026-03-03T03:59:59Z"; // a day from now, and a little less
const BEFORE = "2026-03-02T03:59:59Z", AFTER = "2026-03-02T04:00:01Z";
const phone = open({ scripts: ["stops.js"] });
phone.fill = (text = "", n) => text.replace("{n}", n); // of offline.js, which needs a page

const stop = (number, look, other = {}) =>
  ({ kind: "test", lesson: null, number, title: "T" + number, language: null, look, note: "note", deed: "", ...other });
const lesson = (number, look, other = {}) => stop(number, look, { kind: "lesson", lesson: "l" + number, ...other });
const WAVES = ["early", "pre", "post", "follow-up"];
const sitting = (number, standing, other = {}) =>
  ({ wave: WAVES[number], number, standing, opened_at: null, closed_at: null, ...other });
const row = (number, state) => waiting({ key: state + number, number, wave: WAVES[number], state });
const done = (number) => ({ mark: "mine", lesson: "l" + number, step: 9, done: true });

/** Stops by their look, with where they lead to. */
function looks(stops, tests, rows = [], steps = []) {
  const now = phone.stopsNow({ stops, tests }, rows, steps, NOW, WORDS);
  return plain(now.map((it) => (it.href ? it.look + " " + it.href : it.look)));
}
function first(stops, tests, rows = [], steps = []) {
  return plain(phone.stopsNow({ stops, tests }, rows, steps, NOW, WORDS))[0];
}

test("nothing done here: the road is as the server told it", () => {
  assert.deepEqual(
    looks([stop(1, "now"), lesson(1, "ahead"), stop(2, "ahead")], [sitting(1, "open"), sitting(2, "waiting")]),
    ["now /t/1", "ahead", "ahead"],
  );
});
test("a first test that waits is done, and opens the lessons, one to go on at", () => {
  const stops = [stop(1, "now"), lesson(1, "ahead"), lesson(2, "ahead"), stop(2, "ahead")];
  const tests = [sitting(1, "begun"), sitting(2, "waiting")];

  assert.deepEqual(looks(stops, tests, [row(1, "waiting")]), ["done /t/1", "now /l/1", "open /l/2", "ahead"]);
  assert.equal(first(stops, tests, [row(1, "waiting")]).note, "it waits");
});
test("a test that is sent says nothing of waiting", () => {
  assert.deepEqual([first([stop(1, "now")], [sitting(1, "sent")])].map((it) => [it.look, it.note]), [["done", ""]]);
});
test("a test that was begun here goes on, another begins", () => {
  assert.deepEqual(
    [[], [row(1, "draft")]].map((rows) => first([stop(1, "now")], [sitting(1, "open")], rows))
      .map((it) => [it.deed, it.note]),
    [["begin", "note"], ["continue", ""]],
  );
});
test("what was set aside does not hide the test that was sat anew, whatever their keys", () => {
  for (const key of ["0", "z"]) {
    const aside = { ...row(1, "aside"), key };
    for (const rows of [[aside, row(1, "waiting")], [row(1, "waiting"), aside]]) {
      assert.equal(first([stop(1, "now")], [sitting(1, "open")], rows).note, "it waits");
    }
  }
});
const pieces = (...looks) => looks.map((look, n) => ({ id: "p" + n, title: "P" + n, look, first: 3 * n + 1 }));
const closed = (id) => ({ mark: "mine", lesson: id, step: 3, done: true });
test("a lesson in pieces is done when the last of them was done here, and not before", () => {
  const stops = [lesson(1, "now", { pieces: pieces("done", "now", "ahead") }), lesson(2, "open")];
  const looksOfPieces = (...ids) => first(stops, [], [], ids.map(closed)).pieces.map((it) => it.look);

  assert.deepEqual(looksOfPieces(), ["done", "now", "ahead"]);
  assert.deepEqual(looksOfPieces("p1"), ["done", "done", "now"]);
  assert.deepEqual(looksOfPieces("p2"), ["done", "now", "done"]);
  assert.deepEqual(looks(stops, [], [], [closed("p1")]), ["now /l/1", "open /l/2"]);
  assert.deepEqual(looks(stops, [], [], [closed("p2"), closed("p1")]), ["done /l/1", "now /l/2"]);
});
test("a road of an earlier version knows no pieces", () => {
  assert.deepEqual(looks([lesson(1, "now"), lesson(2, "open")], [], [], [done(1)]), ["done /l/1", "now /l/2"]);
});
test("a lesson that was done here is done, and the next one is the one to go on at", () => {
  assert.deepEqual(
    looks([stop(1, "done"), lesson(1, "now"), lesson(2, "open")], [sitting(1, "sent")], [], [done(1)]),
    ["done /t/1", "done /l/1", "now /l/2"],
  );
});
test("a lesson that was begun here goes on, and says where one is, also after it has arrived", () => {
  const half = { mark: "mine", lesson: "l1", step: 4, done: false };
  const said = (other, ...steps) => {
    const { deed, note } = first([lesson(1, "now", { deed: "begin", ...other })], [], [], steps);
    return [deed, note];
  };

  const whole = { where: "step {n} of 9" };
  const cut = { where: "", pieces: pieces("now", "ahead") };
  assert.deepEqual(said(whole), ["begin", "note"]);
  assert.deepEqual(said(whole, half), ["continue", "step 4 of 9"]);
  assert.deepEqual(said({ ...whole, step: 4 }), ["continue", "step 4 of 9"]);
  assert.deepEqual(said({ ...whole, step: 2 }, half), ["continue", "step 4 of 9"]);
  assert.deepEqual(said(cut, { ...half, lesson: "p0" }), ["continue", ""]);
  assert.deepEqual(said(cut, closed("p0")), ["continue", ""]);
  assert.deepEqual(said({}, half), ["continue", ""], "a road of an earlier version");
});
test("a test opens and closes by the server's clock without a connection", () => {
  const look = (times) => looks([stop(1, "ahead")], [sitting(1, "waiting", times)])[0];
  assert.equal(look({ opened_at: AFTER }), "ahead");
  assert.equal(look({ opened_at: BEFORE }), "now /t/1");
  assert.equal(first([stop(1, "ahead")], [sitting(1, "waiting", { opened_at: BEFORE })]).note, "");
  assert.equal(look({ opened_at: BEFORE, closed_at: BEFORE }), "ahead");
  assert.equal(look({ opened_at: BEFORE, closed_at: AFTER }), "now /t/1");
});
test("a test that closed by itself is open no more, and who missed the first one is led into no lesson", () => {
  const over = { opened_at: BEFORE, closed_at: BEFORE };
  const stops = [stop(1, "now"), lesson(1, "ahead"), stop(2, "ahead")];
  assert.deepEqual(looks(stops, [sitting(1, "open", over), sitting(2, "waiting")]), ["waiting", "ahead", "ahead"]);
  assert.deepEqual(looks(stops, [sitting(1, "begun", over)], [row(1, "waiting")])[0], "done /t/1");
  assert.equal(first([stop(1, "now", { href: "/t/1" })], [sitting(1, "open", over)]).href, undefined);
  assert.deepEqual(
    looks([stop(1, "done"), lesson(1, "done"), stop(2, "now")], [sitting(1, "sent"), sitting(2, "open", over)]),
    ["done /t/1", "done /l/1", "ahead"],
  );
});
test("a second test that opened is offered beside lessons that are left, and not before the first test", () => {
  const stops = [stop(1, "done"), lesson(1, "done"), lesson(2, "now"), stop(2, "ahead")];
  const second = sitting(2, "waiting", { opened_at: BEFORE });

  assert.deepEqual(looks(stops, [sitting(1, "sent"), second]), ["done /t/1", "done /l/1", "open /l/2", "now /t/2"]);
  assert.deepEqual(
    looks([stop(1, "now"), lesson(1, "ahead"), stop(2, "ahead")], [sitting(1, "open"), second]),
    ["now /t/1", "ahead", "ahead"],
  );
  assert.deepEqual(
    looks([stop(1, "waiting"), lesson(1, "ahead"), stop(2, "ahead")], [sitting(1, "waiting"), second]),
    ["waiting", "ahead", "ahead"],
  );
});
test("a test that may be left out stays one that may", () => {
  assert.deepEqual(
    looks([stop(1, "done"), lesson(1, "now"), stop(2, "open")], [sitting(1, "sent"), sitting(2, "open")]),
    ["done /t/1", "now /l/1", "open /t/2"],
  );
});
test("the first test comes whatever became of the early one", () => {
  assert.deepEqual(
    looks([stop(0, "now"), stop(1, "ahead")], [sitting(0, "open"), sitting(1, "open")]),
    ["now /t/0", "now /t/1"],
  );
});
test("who waits for a test is led to no other station", () => {
  assert.deepEqual(looks([stop(1, "waiting"), stop(2, "open")], [sitting(1, "waiting"), sitting(2, "closed")]), [
    "waiting", "open /t/2",
  ]);
});
test("after an early test the first one is waited for", () => {
  const stops = [stop(0, "now"), stop(1, "ahead")];
  const tests = [sitting(0, "open"), sitting(1, "waiting")];

  assert.deepEqual(looks(stops, tests), ["now /t/0", "ahead"]);
  assert.deepEqual(looks(stops, tests, [row(0, "waiting")]), ["done /t/0", "waiting"]);
});
test("a station that the phone does not know stays as it is, and nothing of the server's word is changed", () => {
  const stops = [stop(3, "ahead"), { ...stop(null, "done"), kind: "certificate" }];
  assert.deepEqual(looks(stops, [sitting(1, "open")]), ["ahead", "done"]);

  const known = [stop(1, "now"), lesson(1, "ahead"), stop(2, "ahead")];
  const before = plain(known);
  looks(known, [sitting(1, "open"), sitting(2, "open")], [row(1, "waiting")], [done(1)]);
  assert.deepEqual(known, before);
});

// The rule of courses/path.py: tests/courses/test_path.py asks it the same table.
const WAY = JSON.parse(readFileSync(new URL("../courses/way.json", import.meta.url), "utf8"));
const IDS = ["road", "work", "offer"];

/** What the server told of `told`, whose looks are those of the case that has nothing else. */
function toldOf(told) {
  const same = (it) => !it.since && JSON.stringify(it.told) === JSON.stringify(told);
  const { looks: known } = WAY.find(same);
  const kinds = [stop(1), ...IDS.map((id, n) => lesson(n + 1, "", { lesson: id })), stop(2)];
  return kinds.map((it, n) => ({ ...it, look: known[n] }));
}
function standing(told, wave) { return told["is_" + wave + "_sent"] ? "sent" : told[wave] || "waiting"; }
for (const { who, told, since = {}, looks: expected } of WAY) {
  test(who, () => {
    const opens = since.post === "open" ? { opened_at: BEFORE } : {};
    const closes = told.is_post_long ? { closed_at: since.is_post_long === false ? LAST_DAY : LONG } : {};
    const tests = [sitting(1, standing(told, "pre")), sitting(2, standing(told, "post"), { ...opens, ...closes })];
    const rows = [1, 2].filter((n) => since["is_" + WAVES[n] + "_sent"]).map((n) => row(n, "waiting"));
    const steps = (since.lessons_done || []).map((id) => ({ ...done(0), lesson: id }));
    const seen = looks(toldOf(told), tests, rows, steps).map((it) => it.split(" ")[0]);
    assert.deepEqual(seen, expected);
  });
}
