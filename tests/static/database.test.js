// The phone's database: whose phone it is, and what stays for whom.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Clock, phone as open, plain, waiting } from "./phone.js";

let phone;
beforeEach(() => { phone = open({}); });
const fresh = (answers) => ({ answers, statements: {} });
async function keys() { return plain(await phone.reading("tests", (it) => it.getAll())).map((row) => row.key); }
async function everything() {
  const rows = [
    waiting({ key: "waits" }),
    waiting({ key: "begun", state: "draft", fresh: fresh({ item: "a" }) }),
    waiting({ key: "told", state: "draft", fresh: fresh({}) }),
    waiting({ key: "held", state: "aside", isHeld: true }),
    waiting({ key: "lost", state: "aside", isHeld: false }),
  ];
  for (const row of rows) { await phone.putTest(row); }
  await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: false }));
  await phone.writing("kept", (it) => it.put({ mark: "mine", name: "plan", value: "secret" }));
  await phone.keepRoad({ mark: "mine", tests: [] });
}
async function others() {
  return [(await phone.rowsOf("steps", "mine")).length, (await phone.rowsOf("kept", "mine")).length,
    await phone.road("mine") ? 1 : 0];
}

test("the next on the phone leaves what another has not sent, and finds nothing else", async () => {
  await phone.arrive("mine");
  await everything();

  assert.deepEqual(plain(await phone.arrive("another")), { mark: "another" });

  assert.deepEqual(await keys(), ["begun", "lost", "waits"]);
  assert.deepEqual(await others(), [1, 0, 0]);
});

test("the same learner again finds everything", async () => {
  await phone.arrive("mine");
  await everything();

  await phone.arrive("mine");

  assert.equal((await keys()).length, 5);
  assert.deepEqual(await others(), [1, 1, 1]);
  assert.deepEqual(plain(await phone.learner()), { mark: "mine" });
});

test("whoever leaves is nobody here, and what waits stays", async () => {
  await phone.arrive("mine");
  await everything();

  await phone.goAway(false);
  assert.equal(await phone.learner(), undefined);
  assert.equal((await keys()).length, 5);

  await phone.goAway(true);
  assert.deepEqual(await keys(), ["begun", "lost", "waits"]);
});

test("whoever took everything out leaves nothing", async () => {
  await phone.arrive("mine");
  await everything();
  await phone.putTest(waiting({ key: "other", mark: "other" }));

  await phone.forget("mine");

  assert.deepEqual(await keys(), ["other"]);
  assert.deepEqual(await others(), [0, 0, 0]);
});

test("a road renews tickets, and takes away what another phone has sent", async () => {
  await phone.putTest(waiting({ key: "waits" }));
  await phone.putTest(waiting({ key: "draft", wave: "post", state: "draft" }));
  await phone.putTest(waiting({ key: "sat", wave: "post" }));

  await phone.keepRoad({
    mark: "mine",
    tests: [{ wave: "pre", standing: "open", ticket: "new" }, { wave: "post", standing: "sent", ticket: "new" }],
  });

  const rows = plain(await phone.tests("mine"));
  assert.deepEqual(rows.map((row) => [row.key, row.ticket]), [["sat", "new"], ["waits", "new"]]);
});

test("a test is changed as it stands on disk, under whatever key", async () => {
  await phone.putTest(waiting({ key: "renamed", state: "draft" }));
  await phone.putTest(waiting({ key: "aside", state: "aside" }));

  const row = await phone.changeTest(waiting({ key: "old" }), (it) => { it.key = "new"; });
  assert.equal(row.key, "new");
  assert.deepEqual(await keys(), ["aside", "new"]);

  assert.equal(await phone.changeTest(waiting(), (it) => { it.language = "kk"; return false; }), null);
  assert.deepEqual(plain(await phone.tests("mine")).map((it) => it.language), ["ru", "ru"]);
});

test("answers are counted, open questions are not", () => {
  assert.equal(phone.answersIn([waiting(), waiting({ answers: { a: "b", c: "unsure", d: null } })]), 3);
});

for (const [words, test_, isOpen] of [
  ["open", { standing: "open" }, true],
  ["begun", { standing: "begun" }, true],
  ["sent", { standing: "sent" }, false],
  ["closed", { standing: "closed" }, false],
  ["waiting for nobody knows what", { standing: "waiting", opened_at: null }, false],
  ["opening in this moment", { standing: "waiting", opened_at: "2026-03-02T04:00:00Z" }, true],
  ["opening in a second", { standing: "waiting", opened_at: "2026-03-02T04:00:01Z" }, false],
  ["closing in this moment", { standing: "open", closed_at: "2026-03-02T04:00:00Z" }, false],
  ["closing in a second", { standing: "begun", closed_at: "2026-03-02T04:00:01Z" }, true],
]) {
  test("a test that is " + words + " can be sat: " + isOpen, () => {
    assert.equal(phone.isOpen(test_, Date.parse("2026-03-02T04:00:00Z")), isOpen);
  });
}

test("a database that says nothing counts as none after four seconds, and is asked again", async () => {
  const clock = new Clock();
  let openings = 0;
  phone = open({ clock, disk: { open: () => { openings += 1; return {}; } } });

  const reading = phone.learner();
  clock.pass(4);

  await assert.rejects(reading, /no answer/);
  phone.learner().catch(() => undefined);
  assert.equal(openings, 2);
});

test("a shell, which has nothing else to show, waits a minute for its database", async () => {
  const clock = new Clock();
  phone = open({ clock, disk: { open: () => ({}) }, document: { body: { dataset: { shell: "y" } } } });
  let isRejected = false;
  const reading = phone.learner();
  reading.catch(() => { isRejected = true; });

  clock.pass(59);
  await new Promise(setImmediate);
  assert.equal(isRejected, false);
  clock.pass(60);
  await assert.rejects(reading, /no answer/);
});

test("a browser without a database says so", async () => {
  phone = open({ disk: undefined, indexedDB: undefined });

  await assert.rejects(phone.waiting(), /no database/);
});

test("a step that has arrived goes from here, and the road that is kept says what is done", async () => {
  const step = (lesson, other = {}) => ({ mark: "mine", lesson, step: 9, done: true, ...other });
  const stop = (lesson) => ({ kind: "lesson", lesson, look: "open", note: "20 minutes" });
  const lessons = ["done", "refused", "read on", "half"];
  await phone.keepRoad({ mark: "mine", tests: [], stops: lessons.map(stop) });
  for (const lesson of lessons) { await phone.writing("steps", (it) => it.put(step(lesson))); }

  await phone.noteStep(step("done"), true);
  await phone.noteStep(step("refused"), false);
  await phone.noteStep(step("read on", { step: 8, done: false }), true);
  await phone.noteStep(step("half", { done: false }), true);

  assert.deepEqual(plain(await phone.rowsOf("steps", "mine")).map((row) => row.lesson), ["half", "read on"]);
  const { stops } = plain(await phone.road("mine"));
  assert.deepEqual(stops.map((it) => [it.look, it.note]), [["done", ""], ...Array(3).fill(["open", "20 minutes"])]);
  assert.deepEqual(stops.map((it) => it.step), [0, undefined, 8, 9], "what arrived is how far one is");
  await phone.noteStep(step("of no road", { mark: "another" }), true);
});

test("a lesson in pieces is left to do until each of them was done here, whatever its own id", () => {
  const pieces = ["seat", "sign"].map((id) => ({ id, look: "ahead" }));
  const stop = { lesson: "way", pieces, look: "open", note: "" };
  const lookAfter = (...ids) => phone.stopAfter(stop, ids.map((lesson) => ({ lesson, done: true }))).look;

  assert.deepEqual([lookAfter("seat"), lookAfter("way"), lookAfter("seat", "sign")], ["open", "open", "done"]);
  assert.equal(phone.stopAfter({ lesson: null, look: "now", note: "" }, []).look, "now");
});

test("a piece that has arrived is done on the road, and its lesson when all its pieces are", async () => {
  const pieces = ["seat", "sign"].map((id) => ({ id, look: "ahead" }));
  await phone.keepRoad({ mark: "mine", tests: [], stops: [{ lesson: "way", pieces, look: "now", note: "6 minutes" }] });
  const looks = async () => plain(await phone.road("mine")).stops[0];

  await phone.noteStep({ mark: "mine", lesson: "seat", step: 3, done: true }, true);
  let stop = await looks();
  assert.deepEqual([stop.look, ...stop.pieces.map((it) => it.look)], ["now", "done", "ahead"]);

  await phone.noteStep({ mark: "mine", lesson: "sign", step: 3, done: true }, true);
  stop = await looks();
  assert.deepEqual([stop.look, stop.note, ...stop.pieces.map((it) => it.look)], ["done", "", "done", "done"]);
});
