// The outbox: what goes, in which order, and what each answer of a server makes of it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { answer, Clock, phone as open, plain, Server, waiting } from "./phone.js";

/** As Python's json.dumps(sort_keys=True, separators=(",", ":")) and hashlib do. */
function hash(content) {
  const sorted = (value) => value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value;
  return createHash("sha256").update(JSON.stringify(sorted(content))).digest("hex");
}

let server, clock, disk, phone;
beforeEach(() => {
  server = new Server(hash);
  clock = new Clock();
  disk = new IDBFactory();
  phone = open({ server, clock, disk });
});
const second = (other = {}) => waiting({ key: "second", number: 2, wave: "post", form: "B", ...other });
async function put(...rows) { for (const row of rows) { await phone.putTest(row); } }
async function left() { return plain(await phone.reading("tests", (it) => it.getAll())); }
async function steps() { return plain(await phone.rowsOf("steps", "mine")); }
async function keys() { return (await left()).map((row) => row.key); }
const names = () => server.sent.map((it) => it.name);

test("everything that was answered is sent and goes with the echo", async () => {
  await put(waiting());

  const outcomes = await phone.flush();

  const [{ method, path, content }] = server.sent;
  const { ticket, sent_at: sentAt, ...own } = content;
  const { key, mark, state, number, ticket: _, ...whole } = waiting();
  assert.deepEqual([method, path, ticket], ["PUT", "/api/v1/attempts/first", "ticket"]);
  assert.ok(Math.abs(Date.parse(sentAt) - Date.now()) < 60000);
  assert.deepEqual(own, whole);
  assert.deepEqual(await left(), []);
  assert.equal(outcomes[0].arrived.key, "first");
});

test("tests go in the order in which they were sat, steps of lessons after them", async () => {
  await phone.arrive("mine");
  await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: true }));
  await put(second({ key: "0" }), waiting({ key: "f" }));

  await phone.flush();

  assert.deepEqual(names(), ["f", "0", "welcome"]);
});

test("what the server has already is told again and goes", async () => {
  server.answers.first = (content) => server.echo("first", content, 200);
  await put(waiting());

  await phone.flush();

  assert.deepEqual(await left(), []);
});

for (const [words, echo] of [
  ["other answers", (content) => server.echo("first", { ...content, language: "kk" })],
  ["another key", (content) => server.echo("other", content)],
  ["nothing", () => answer(201, {})],
]) {
  test("an echo of " + words + " leaves the test on the phone", async () => {
    server.answers.first = echo;
    await put(waiting());

    const outcomes = await phone.flush();

    assert.deepEqual((await left()).map((row) => row.state), ["waiting"]);
    assert.equal(outcomes[0].isLeft, true);
  });
}

for (const [status, isHeld] of [[409, true], [422, false]]) {
  test("a test refused with " + status + " is set aside in the server's words and sent no more", async () => {
    server.answers.first = () => answer(status, { code: "wave_taken", detail: "There is one already." });
    await put(waiting());

    const outcomes = await phone.flush();
    await phone.flush();

    const [{ state, code, words, isHeld: held }] = await left();
    assert.deepEqual([state, code, words, held], ["aside", "wave_taken", "There is one already.", isHeld]);
    assert.deepEqual(names(), ["first"]);
    assert.equal(outcomes[0].aside.key, "first");
  });

  test("a " + status + " of something on the way is not believed", async () => {
    server.answers.first = () => answer(status, {});
    await put(waiting());

    await phone.flush();

    assert.deepEqual((await left()).map((row) => row.state), ["waiting"]);
  });
}

test("whoever took everything out leaves nothing on the phone", async () => {
  server.answers.first = () => answer(410, { code: "gone" });
  await put(waiting(), second({ key: "draft", state: "draft" }), waiting({ key: "other", mark: "other" }));
  await phone.writing("kept", (it) => it.put({ mark: "mine", name: "plan", value: "secret" }));

  await phone.flush();

  assert.deepEqual(await keys(), []); // the other's was sent
  assert.deepEqual(plain(await phone.rowsOf("kept", "mine")), []);
});

test("a 410 of a proxy takes nothing away", async () => {
  server.answers.first = () => answer(410);
  await put(waiting(), second({ key: "draft", state: "draft" }));

  await phone.flush();

  assert.deepEqual(await keys(), ["draft", "first"]);
});

for (const [words, refuse] of [
  ["cut", null],
  ["a gateway's 502", () => answer(502)],
  ["a login page's 403", () => answer(403, {})],
  ["our 429", () => answer(429, { code: "busy" })],
  ["our 503", () => answer(503, { code: "busy" })],
]) {
  test("nothing of a learner goes past a test that nobody heard: " + words, async () => {
    server.answers.first = refuse;
    await phone.arrive("mine");
    await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: true }));
    await put(waiting(), second(), second({ key: "another", mark: "another" }));

    await phone.flush();

    assert.deepEqual(names(), ["first", "another"]);
    assert.deepEqual(await keys(), ["first", "second"]);
  });
}

test("a test that our server cannot take holds up nothing else", async () => {
  server.answers.first = () => answer(500, { code: "fault" });
  await put(waiting(), second());

  await phone.flush();

  assert.deepEqual(names(), ["first", "second"]);
  assert.deepEqual(await keys(), ["first"]);
});

test("steps of somebody else wait for them, and do not keep the phone trying", async () => {
  await phone.arrive("mine");
  await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: false }));
  server.mark = "another";

  const outcomes = await phone.flush();

  assert.deepEqual(plain(outcomes), [{ isLeft: true, isOthers: true }]);
  assert.deepEqual(names(), []);
  assert.equal((await phone.rowsOf("steps", "mine")).length, 1);
  assert.equal(clock.timers.filter((it) => it.milliseconds !== 4000).length, 0);
});

test("a token of a sign-in before is fetched anew, once", async () => {
  server.answers.welcome = () => answer(400, { code: "csrf" });
  await phone.arrive("mine");
  await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: false }));

  await phone.flush();

  assert.deepEqual(server.sent.map((it) => it.csrf), ["token 1", "token 2"]);
});

test("a step that grew while it was sent stays", async () => {
  await phone.arrive("mine");
  await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 2, done: false }));
  server.answers.welcome = async (content) => {
    await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "welcome", step: 5, done: false }));
    return answer(200, content);
  };

  await phone.flush();

  assert.deepEqual((await steps()).map((row) => row.step), [5]);
});

for (const status of [404, 422]) {
  test("a step that the server refuses with " + status + " is tried no more", async () => {
    await phone.arrive("mine");
    await phone.writing("steps", (it) => it.put({ mark: "mine", lesson: "gone", step: 2, done: false }));
    server.answers.gone = () => answer(status, { code: "unknown" });

    await phone.flush();

    assert.deepEqual(plain(await phone.rowsOf("steps", "mine")), []);
  });
}

test("steps only grow, and done stays done", async () => {
  server.answers.welcome = null;
  await phone.reach("mine", "welcome", 3, true);
  await phone.reach("mine", "welcome", 2, false);

  assert.deepEqual(await steps(), [{ mark: "mine", lesson: "welcome", step: 3, done: true }]);
});

test("who asks to send while it is being sent gets the same answer", async () => {
  await put(waiting());

  const [one, other] = [phone.flush(), phone.flush()];

  assert.equal(one, other);
  await one;
  assert.deepEqual(names(), ["first"]);
  assert.notEqual(phone.flush(), one);
});

test("two tabs that send at once send the same, and nothing is left or comes back", async () => {
  const tab = open({ server, clock, disk });
  await put(waiting(), second());

  await Promise.all([phone.flush(), tab.flush()]);

  const bodies = {};
  for (const { name, content: { sent_at, ...content } } of server.sent) {
    assert.deepEqual(content, bodies[name] || content);
    bodies[name] = content;
  }
  assert.deepEqual(Object.keys(bodies), ["first", "second"]);
  assert.deepEqual(await left(), []);
});

test("two tabs that change the same test at once lose nothing of each other's", async () => {
  const tab = open({ server, clock, disk });
  const draft = waiting({ state: "draft", answers: {} });
  await put(draft);

  await Promise.all([phone, tab].flatMap((it, n) => [1, 2, 3].map((item) =>
    it.changeTest(draft, (row) => { row.answers["item-" + n + item] = "a"; }))));

  const [{ answers }] = await left();
  assert.equal(Object.keys(answers).length, 6);
});

test("a test that is sent changes no more, on whichever tab", async () => {
  const tab = open({ server, clock, disk });
  await put(waiting());
  await phone.flush();

  assert.equal(await tab.changeTest(waiting(), () => true), null);
  assert.deepEqual(await left(), []);
});

test("where nobody answers it is tried after 5, 15, 60, 180 and then each 300 seconds, about", async () => {
  server.answers.first = null;
  await put(waiting());
  for (const seconds of [5, 15, 60, 180, 300, 300]) {
    await phone.flush();
    const { milliseconds } = clock.timers[clock.timers.length - 1];
    assert.ok(milliseconds >= 800 * seconds && milliseconds <= 1200 * seconds, seconds + ": " + milliseconds);
  }
});

test("once something was sent, the next miss is tried soon again", async () => {
  server.answers.first = null;
  await put(waiting());
  await phone.flush();
  await phone.flush();
  delete server.answers.first;
  await phone.flush();
  server.answers.second = null;
  await put(second());
  await phone.flush();

  assert.ok(clock.timers[clock.timers.length - 1].milliseconds <= 6000);
});

test("a server that names a time is not asked before", async () => {
  server.answers.first = () => answer(503, { code: "busy" }, { "Retry-After": "600" });
  await put(waiting());

  await phone.flush();

  assert.ok(clock.timers[clock.timers.length - 1].milliseconds >= 480000);
});

test("the next try is made by the clock, and a connection makes it at once and patient again", async () => {
  server.answers.first = null;
  await put(waiting());
  await phone.flush();
  await phone.flush();

  phone.retry();
  await phone.flush();

  assert.equal(names().length, 3);
  assert.ok(clock.timers[clock.timers.length - 1].milliseconds <= 6000);
  delete server.answers.first;
  clock.pass(10);
  await phone.flush();
  assert.deepEqual(await left(), []);
});

test("the page hears what became of each, and the worker is to be woken for what is left", async () => {
  const heard = [];
  phone.announce = (outcomes) => heard.push(plain(outcomes).map((one) => Object.keys(one)[0]));
  phone.requestSync = () => heard.push("sync");
  server.answers.second = null;
  await put(waiting(), second());

  await phone.flush();

  assert.deepEqual(heard, ["sync", ["arrived", "isLeft"]]);
});

test("what has arrived is done on the road that the phone keeps", async () => {
  const tests = [{ wave: "pre", standing: "begun" }, { wave: "post", standing: "waiting" }];
  await phone.keepRoad({ mark: "mine", tests });
  await put(waiting());

  await phone.flush();

  assert.deepEqual((await phone.road("mine")).tests.map((it) => it.standing), ["sent", "waiting"]);
});

test("only a page of the signed-in learner leads to the sign-in when everything was taken out", async () => {
  const ways = [];
  phone.go = (address) => ways.push(address);
  server.answers.first = () => answer(410, { code: "gone" });
  server.answers.draft = () => answer(410, { code: "gone" });

  await phone.ask("PUT", "/api/v1/attempts/first", {});
  assert.deepEqual(ways, []);
  await phone.ask("PUT", "/api/v1/drafts/draft", {});
  assert.deepEqual(ways, ["/in"]);
});

test("the phone hashes as everybody does, whatever the letters and however long", () => {
  for (let length = 0; length < 200; length += 1) {
    const text = "Қш€😀a".repeat(40).slice(0, length).replace(/[\ud800-\udbff]$/, "");
    assert.equal(phone.sha256(text), createHash("sha256").update(text).digest("hex"), "length " + length);
  }
  assert.equal(phone.canonical({ b: [1, null, "й"], a: { d: true, c: 2 } }), '{"a":{"c":2,"d":true},"b":[1,null,"й"]}');
});

test("a key is a UUID of version 4, and each is another", () => {
  const made = Array.from({ length: 100 }, phone.newKey);
  for (const key of made) {
    assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  assert.equal(new Set(made).size, 100);
});
test("how a small thing went is sent under one random name until the server has it, and names nobody", async () => {
  await phone.arrive("mine");
  server.answers["over-the-hill"] = () => answer(503, { code: "busy" });
  const key = "0123456789abcdef";
  const row = { mark: "mine", lesson: "deed over-the-hill", step: 0, done: false, key, workedOut: "not_yet" };
  await phone.writing("steps", (it) => it.put(row));
  await phone.flush();
  assert.equal((await steps()).length, 1);
  delete server.answers["over-the-hill"];

  await phone.flush();

  const [first, second] = server.sent.map(({ path, content }) => plain([path, content]));
  assert.deepEqual(second, ["/api/v1/deeds/over-the-hill", { key, worked_out: "not_yet" }]);
  assert.deepEqual(first, second);
  assert.deepEqual(await steps(), []);
});
test("what is read while something is being sent goes too, without waiting for the next screen", async () => {
  await phone.arrive("mine");
  let isMeanwhile = false;
  server.answers.welcome = async (content) => {
    if (!isMeanwhile) { isMeanwhile = true; await phone.reach("mine", "welcome", 3, true); }
    return answer(200, content);
  };
  await phone.reach("mine", "welcome", 2, false);
  for (let turn = 0; turn < 50; turn += 1) { await new Promise((go) => { setImmediate(go); }); }

  const bodies = plain(server.sent.map(({ content }) => content));
  assert.deepEqual(bodies, [{ step: 2, done: false }, { step: 3, done: true }]);
  assert.deepEqual(await steps(), []);
});
