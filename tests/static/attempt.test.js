// A test that is being sat: where each answer is, and that none is lost.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { beforeEach, test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { answer, Clock, plain, run, Server } from "./phone.js";

const ITEM = { id: "a", stem: "?", options: [{ id: "right", text: "" }, { id: "unsure", text: "" }] };
const OTHER = { ...ITEM, id: "b" };
const STATEMENT = { id: "s", text: "?" };
const FORM = { form: "A", structure_digest: "0", language: "ru", items: [ITEM, OTHER], statements: [STATEMENT] };
const TEST = { wave: "pre", number: 1, ticket: "t", standing: "open", key: null, answers: {}, statements: {} };
const ROAD = { mark: "mine", tests: [TEST], stops: [] };

let server, clock, seconds, signs, document, location, phone, attempt;
beforeEach(async () => {
  server = new Server((content) => createHash("sha256").update(JSON.stringify(content)).digest("hex"));
  server.answers.pre = (content) => answer(200, { ...content, key: "key" });
  [clock, seconds, signs, location] = [new Clock(), 0, [], { reloads: 0 }];
  document = { hidden: false, body: { dataset: {} } };
  location.reload = () => { location.reloads += 1; };
  const both = run(["database.js", "hash.js", "outbox.js", "attempt.js"], {
    indexedDB: new IDBFactory(), crypto: webcrypto, TextEncoder, ...clock, fetch: server.fetch, document, location,
    performance: { now: () => seconds * 1000 },
  }, "({ phone, Attempt })");
  phone = both.phone;
  await phone.arrive("mine");
  const row = both.Attempt.begin("mine", TEST, FORM);
  await phone.putTest(row);
  attempt = new both.Attempt(ROAD, row, () => signs.push(attempt.sign()));
  attempt.look(ITEM);
});
async function disk() { return plain(await phone.tests("mine"))[0]; }
/** The disk refuses to write, as when it is full; gives what ends that. */
function fill() {
  const { changeTest } = phone;
  phone.changeTest = async (row, change) => {
    change(plain(row)); // it fails in the end, when all is to be written
    throw new Error("full");
  };
  return () => { phone.changeTest = changeTest; };
}
const settled = () => attempt.sending && attempt.sending.done;

test("an answer is on the disk first, then at the server, and the sign says which", async () => {
  await attempt.keep(ITEM, "right");
  assert.deepEqual(signs, ["on-phone"]);
  assert.equal((await disk()).answers.a, "right");

  await settled();
  assert.equal(signs.pop(), "there");
  assert.deepEqual(plain((await disk()).fresh), { answers: {}, statements: {} });
  assert.equal((await disk()).key, "key");
});
test("without a connection it stays on the phone", async () => {
  server.answers.pre = null;
  await attempt.keep(ITEM, "right");
  await settled();

  assert.equal(attempt.sign(), "on-phone");
  assert.deepEqual((await disk()).fresh.answers, { a: "right" });
});
test("where the disk refuses, the sign says so until the server has it", async () => {
  server.answers.pre = null;
  const empty = fill();
  await attempt.keep(ITEM, "right");
  await settled();
  assert.equal(attempt.sign(), "unkept");
  assert.equal(attempt.isLoose(), true);

  empty();
  server.answers.pre = (content) => answer(200, content);
  clock.pass(5);
  await settled();
  assert.equal(attempt.sign(), "there");
  assert.equal(attempt.isLoose(), false);
  assert.equal((await disk()).answers.a, "right");
});
test("what the server has is not loose, though the disk still refuses", async () => {
  fill();
  await attempt.keep(ITEM, "right");
  await settled();

  assert.equal(attempt.sign(), "there");
  assert.equal(attempt.isLoose(), false);
});
test("what is tapped while it is being sent is sent afterwards", async () => {
  await attempt.keep(ITEM, "right");
  await attempt.keep(ITEM, "unsure");
  await settled();

  assert.deepEqual(server.sent.map((it) => it.content.answers), [{ a: "right" }, { a: "unsure" }]);
  assert.equal((await disk()).answers.a, "unsure");
});
test("what another phone has answered is taken over, what was tapped here stands above it", async () => {
  server.answers.pre = (content) => answer(200, { ...content, answers: { a: "unsure", b: "right" } });
  const first = attempt.keep(ITEM, "unsure");
  await first;
  attempt.loose.answers.a = "right";
  Object.assign(attempt.row.answers, { a: "right" });
  Object.assign(attempt.row.fresh.answers, { a: "right" });
  await settled();

  assert.deepEqual([attempt.chosen(ITEM), attempt.chosen(OTHER)], ["right", "right"]);
});
test("what somebody would rather not say is said, and nothing is not", async () => {
  assert.equal(attempt.chosen(STATEMENT), null);
  await attempt.keep(STATEMENT, "unsaid");
  assert.equal(attempt.chosen(STATEMENT), "unsaid");
  assert.equal((await disk()).statements.s, null);
  await attempt.keep(STATEMENT, "4");
  assert.equal((await disk()).statements.s, 4);
});
test("time counts while a question is looked at, in whole seconds, and for items alone", async () => {
  seconds = 3.6;
  document.hidden = true;
  attempt.count(true); // the phone was laid down
  seconds = 100;
  document.hidden = false;
  attempt.count(false); // and taken up again
  seconds = 101.6;
  await attempt.keep(ITEM, "right");
  assert.deepEqual((await disk()).seconds, { a: 5 });

  attempt.look(STATEMENT);
  seconds = 120;
  await attempt.keep(STATEMENT, "4");
  assert.deepEqual((await disk()).seconds, { a: 5 });
});
test("seconds that the disk refused are not lost", async () => {
  const empty = fill();
  seconds = 4;
  await attempt.keep(ITEM, "right");
  empty();
  seconds = 6;
  await attempt.keep(ITEM, "unsure");

  assert.deepEqual((await disk()).seconds, { a: 6 });
});
test("a finished test waits on the disk", async () => {
  await attempt.finish();
  const { state, finished_at: end } = await disk();
  assert.equal(state, "waiting");
  assert.ok(Math.abs(Date.parse(end) - Date.now()) < 60000);
});
test("a finished test that the disk refuses is held by the page", async () => {
  fill();
  await attempt.finish();

  assert.equal(attempt.row.state, "held");
  assert.equal((await disk()).state, "draft");
});
test("a test that another tab has sent is no more answered here", async () => {
  await phone.forget("mine");
  await phone.arrive("mine");
  attempt.keep(ITEM, "right");
  await new Promise((resolve) => { setTimeout(resolve, 100); });

  assert.equal(location.reloads, 1);
  assert.equal(await disk(), undefined);
});
test("a test that waits already, since another tab has finished it, is no more answered here", async () => {
  await phone.changeTest(attempt.row, (row) => { row.state = "waiting"; });
  attempt.keep(ITEM, "right");
  await new Promise((resolve) => { setTimeout(resolve, 100); });

  assert.equal(location.reloads, 1);
  assert.equal((await disk()).answers.a, null);
});
test("where the whole database is gone it begins anew with what the page knows", async () => {
  server.answers.pre = null;
  await attempt.keep(ITEM, "right");
  await settled();
  await phone.forget("mine");
  await phone.goAway(true);
  await attempt.keep(OTHER, "unsure");

  assert.deepEqual((await disk()).answers, { a: "right", b: "unsure" });
  assert.deepEqual(plain(await phone.learner()), { mark: "mine" });
});
