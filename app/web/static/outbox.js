"use strict";
// Sends what waits on this phone. An attempt leaves only when the server has answered with its key and its hash.
(() => {
  const DELAYS = [5, 15, 60, 180, 300]; // seconds until the next try
  const UNHEARD = [0, 429, 503]; // not heard: something on the way answered, or the server has no time
  /** @type {(keyof AttemptRow)[]} */
  const CONTENT = [
    "wave", "form", "instrument", "language", "answers", "seconds", "statements", "started_at", "finished_at",
  ];

  // Steps of lessons: they only grow

  /** @type {Phone["reach"]} */
  async function reach(mark, lesson, step, isDone) {
    await phone.writing("steps", (it) => {
      const request = it.get([mark, lesson]);
      request.onsuccess = () => {
        /** @type {StepRow} */
        const row = request.result || { mark, lesson, step: 1, done: false };
        row.step = Math.max(row.step, step);
        row.done = row.done || !!isDone;
        it.put(row);
      };
    });
    soon();
  }

  // Asking the server

  /** @type {ReturnType<Phone["token"]> | null} */
  let session = null;
  /** @type {Phone["token"]} */
  function token(isFresh) {
    if (!session || isFresh) {
      session = openSession();
      session.catch(() => { session = null; });
    }
    return session;
  }
  async function openSession() {
    const answer = await ask("GET", "/api/v1/session");
    if (answer.status === 200) { return answer.body; }
    return session = null;
  }
  /**
   * Rejects where nothing answered. A refusal that does not name its code is none of our server's but of something on
   * the way to it, which has no say over what waits: its status is 0.
   * @type {Phone["ask"]}
   */
  async function ask(method, path, body, csrf) {
    /** @type {Record<string, string>} */
    const headers = body ? { "Content-Type": "application/json" } : {};
    if (csrf) { headers["X-CSRFToken"] = csrf; }
    const response = await fetch(path, {
      method, headers, body: body && JSON.stringify(body), cache: "no-store",
    });
    const content = await response.json().catch(() => ({}));
    const status = response.ok || content.code ? response.status : 0;
    // Whoever was here has taken everything out, on this phone or on another one: a page of the server's says so.
    if (status === 410 && phone.go && !path.includes("attempts")) { phone.go("/in"); }
    return { status, body: content, wait: status ? Number(response.headers.get("Retry-After")) || 0 : undefined };
  }
  /**
   * As the learner who is signed in; null where that is nobody or somebody else.
   * @type {Phone["askAs"]}
   */
  async function askAs(mark, method, path, body) {
    const mine = await token();
    if (!mine || mine.mark !== mark) { return null; }
    const answer = await ask(method, path, body, mine.csrf);
    if (answer.status !== 400) { return answer; }
    const renewed = await token(true); // that was the token of a sign-in before
    return renewed && renewed.mark === mark ? ask(method, path, body, renewed.csrf) : null;
  }

  // Sending

  /** @param {AttemptRow} row */
  function contentOf(row) {
    /** @type {Record<string, unknown>} */
    const content = {};
    for (const name of CONTENT) { if (row[name] !== undefined) { content[name] = row[name]; } }
    return content;
  }
  /** @type {Phone["sendTest"]} */
  async function sendTest(row) {
    const content = contentOf(row);
    const hash = phone.sha256(phone.canonical(content));
    const body = { ...content, ticket: row.ticket, sent_at: new Date().toISOString() };
    const answer = await ask("PUT", "/api/v1/attempts/" + row.key, body);
    const isEchoed = answer.body.key === row.key && answer.body.sha256 === hash;
    if ((answer.status === 200 || answer.status === 201) && isEchoed) { return surely(settle(row), { arrived: row }); }
    if (answer.status === 410) { return surely(phone.forget(row.mark), { gone: row }); }
    if (answer.status === 409 || answer.status === 422) { return surely(setAside(row, answer), { aside: row }); }
    return { isLeft: true, wait: answer.wait, unheard: UNHEARD.includes(answer.status) ? row.mark : null };
  }
  /**
   * The server has said it, whatever a full disk makes of it: a row that stays goes once more, and is answered alike.
   * @param {Promise<unknown>} writing
   * @param {Outcome} outcome
   */
  async function surely(writing, outcome) {
    await writing.catch(() => undefined);
    return outcome;
  }
  /** @param {AttemptRow} row */
  function settle(row) {
    return phone.noteSent(row) // without room to note it, the answers at least go
      .catch(() => phone.writing("tests", (it) => it.delete(row.key)));
  }
  /**
   * @param {AttemptRow} row
   * @param {Answer} answer
   */
  function setAside(row, answer) {
    return phone.changeTest(row, (now) => {
      now.state = "aside";
      now.code = answer.body.code || "";
      now.words = answer.body.detail || "";
      now.isHeld = answer.status === 409; // the server has kept it for the facilitator
    });
  }
  /**
   * @param {StepRow} row
   * @returns {Promise<Outcome>}
   */
  async function sendStep(row) {
    const { mark, lesson, step, done, key, workedOut } = row;
    const answer = await (workedOut ?
      askAs(mark, "PUT", "/api/v1/deeds/" + lesson.slice(5), { key, worked_out: workedOut }) : // see lesson_deed.js
      askAs(mark, "PUT", "/api/v1/progress/" + lesson, { step, done }));
    if (!answer) { return { isLeft: true, isOthers: true }; }
    const isStored = answer.status === 200 && (workedOut ? answer.body.key === key :
      answer.body.step >= step && (answer.body.done || !done));
    const isRefused = answer.status === 404 || answer.status === 422; // trying again would change nothing
    if (!isStored && !isRefused) { return { isLeft: true, wait: answer.wait }; }
    await phone.noteStep(row, isStored);
    return isStored ? { arrived: row } : {};
  }

  /** @type {Promise<Outcome[]> | null} */
  let running = null;
  let misses = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /**
   * Sends what waits, everybody's tests and the steps of whoever is here; resolves with what became of each.
   * @type {Phone["flush"]}
   */
  function flush() {
    return running = running || run();
  }
  async function run() {
    /** @type {Outcome[]} */
    let outcomes = [{ isLeft: true }];
    try { outcomes = await sendAll(); } finally { end(outcomes); }
    return outcomes;
  }
  /**
   * As they were done: if the clock was set meanwhile, the server knows only what came first. So nothing of a learner
   * goes past a test that nobody heard.
   */
  async function sendAll() {
    const [rows, learner] = await Promise.all([phone.waiting(), phone.learner()]);
    rows.sort((one, other) => one.number - other.number);
    /** @type {Outcome[]} */
    const outcomes = [];
    await sendInTurn(rows, sendTest, outcomes);
    if (learner) { await sendInTurn(await phone.rowsOf("steps", learner.mark), sendStep, outcomes); }
    return outcomes;
  }
  /**
   * @template {AttemptRow | StepRow} Row
   * @param {Row[]} rows
   * @param {(row: Row) => Promise<Outcome>} send
   * @param {Outcome[]} outcomes
   */
  async function sendInTurn(rows, send, outcomes) {
    for (const row of rows) {
      const isHeldUp = outcomes.some((one) => one.unheard === row.mark);
      outcomes.push(isHeldUp ? { isLeft: true } : await send(row).catch(() => ({ isLeft: true, unheard: row.mark })));
    }
  }
  /** @param {Outcome[]} outcomes */
  function end(outcomes) {
    running = null;
    const left = outcomes.filter((one) => one.isLeft && !one.isOthers);
    clearTimeout(timer);
    if (left.length) {
      const wait = Math.max(DELAYS[Math.min(misses, DELAYS.length - 1)], ...left.map((one) => one.wait || 0));
      misses += 1;
      timer = setTimeout(soon, wait * 1000 * (0.8 + 0.4 * Math.random()));
      if (phone.requestSync) { phone.requestSync(); } // the worker's own alarm, where there is one
    } else { misses = 0; }
    if (outcomes.length && phone.announce) { phone.announce(outcomes); }
  }
  /** Also of what came while others were on their way. */
  function soon() { Promise.resolve(running).then(flush).catch(() => undefined); }
  /** At once, as where a connection has come. */
  function retry() {
    misses = 0;
    soon();
  }

  /** A UUID of version 4. */
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({
    reach, token, ask, askAs, sendTest, flush, soon, retry, newKey,
  }));
})();
