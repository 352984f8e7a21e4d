"use strict";
// A test that is being sat: every tap is on disk before the sign says so, and on the server as soon as there is a
// connection. Where the disk refuses in mid-test, what was tapped lives in this page until the server has it.

const Attempt = (() => {
  const LATER = 5000; // milliseconds until the server is asked once more
  const UNSAID = "unsaid"; // on the screen, for "rather not say"; null in the row
  /** @type {(keyof Answers)[]} */
  const KINDS = ["answers", "statements"];

  /** @param {Partial<Answers>} of */
  function copy(of) { return { answers: { ...of.answers }, statements: { ...of.statements } }; }
  /**
   * @param {Answers} from
   * @param {Draft} into
   */
  function pour(from, into) {
    for (const kind of KINDS) {
      Object.assign(into[kind], from[kind]);
      Object.assign(into.fresh[kind], from[kind]);
    }
  }
  /**
   * Takes out of `of` what stands there as it stood in `done`.
   * @param {Answers} done
   * @param {Answers} of
   */
  function drop(done, of) {
    for (const kind of KINDS) {
      for (const id of Object.keys(done[kind])) {
        if (String(of[kind][id]) === String(done[kind][id])) { delete of[kind][id]; } // lines are no value
      }
    }
  }
  /** @param {Item} item */
  function kindOf(item) { return item.options ? "answers" : "statements"; }

  return class {
    /**
     * @param {Road} road that this test stands on
     * @param {AttemptRow} row as it is on disk
     * @param {() => void} onChange called when an answer has come to another place
     */
    constructor(road, row, onChange) {
      this.road = road;
      /** As it is on disk, and what is loose. @type {Draft} */
      this.row = { ...row, ...copy(row), fresh: row.fresh || copy(row) };
      this.onChange = onChange;
      /** What was tapped here and is not on disk. @type {Answers} */
      this.loose = copy({});
      /** Seconds by question that are not in the row yet. @type {Record<string, number>} */
      this.spent = {};
      /** The question that is looked at. @type {Item | null} */
      this.shown = null;
      this.since = 0;
      /** The server's sentence on when the test closes, where that is soon; "" else. */
      this.closing = "";
      this.hasClosed = false; // the server has said that the test closed before it was sent
      /** @type {{ isOld: boolean, done: Promise<void> } | null} */
      this.sending = null;
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      this.timer = undefined;
    }

    /**
     * A row for a test that begins now.
     * @param {string} mark
     * @param {Test} test
     * @param {Form} form
     * @returns {Draft}
     */
    static begin(mark, test, form) {
      /** @type {Answers["answers"]} */
      const answers = {};
      for (const item of form.items) { answers[item.id] = test.answers[item.id] || null; }
      return {
        key: test.key || phone.newKey(), mark, wave: test.wave, number: test.number, ticket: test.ticket,
        form: form.form, instrument: form.structure_digest, language: form.language, answers, seconds: {},
        statements: { ...test.statements }, fresh: copy({}),
        started_at: new Date().toISOString(), finished_at: null, state: "draft",
      };
    }

    /**
     * What is chosen as the page has it; null where nothing was.
     * @param {Item} item
     */
    chosen(item) {
      if (item.options) {
        const answer = this.row.answers[item.id];
        return answer && answer.length ? answer : null;
      }
      const value = this.row.statements[item.id];
      return value === undefined ? null : value === null ? UNSAID : String(value);
    }
    /** Whether something that has not arrived is nowhere but in this page. */
    isLoose() {
      return KINDS.some((kind) => Object.keys(this.loose[kind]).some((id) => id in this.row.fresh[kind]));
    }
    /** The sign's name: where the answer that is looked at is now; without one, whether one is in this page alone. */
    sign() {
      if (!this.shown) { return this.isLoose() ? "unkept" : ""; }
      const { id } = this.shown, kind = kindOf(this.shown);
      if (this.chosen(this.shown) === null) { return ""; }
      return !(id in this.row.fresh[kind]) ? "there" : id in this.loose[kind] ? "unkept" : "on-phone";
    }

    // Time, by a clock that nobody can set

    /**
     * A question comes into sight, or none does.
     * @param {Item | null} item
     */
    look(item) {
      this.count(!document.hidden);
      this.shown = item;
    }
    /** @param {boolean} isSeen whether the question was looked at until now */
    count(isSeen) {
      const now = performance.now();
      if (this.shown && isSeen) {
        const { id } = this.shown;
        this.spent[id] = (this.spent[id] || 0) + (now - this.since) / 1000;
      }
      this.since = now;
    }
    /**
     * Whole seconds go into a row; gives them by question.
     * @param {AttemptRow} row
     */
    takeSeconds(row) {
      /** @type {Record<string, number>} */
      const whole = {};
      for (const id of Object.keys(this.spent)) {
        whole[id] = id in row.answers ? Math.floor(this.spent[id]) : 0;
        if (whole[id] < 1) { continue; }
        row.seconds[id] = Math.min((row.seconds[id] || 0) + whole[id], 1000000);
        this.spent[id] -= whole[id];
      }
      return whole;
    }

    // Keeping

    /**
     * @param {Item} item
     * @param {Chosen} value
     */
    async keep(item, value) {
      this.count(!document.hidden);
      if (item.options) { this.loose.answers[item.id] = value; }
      else { this.loose.statements[item.id] = value === UNSAID ? null : Number(value); }
      pour(this.loose, this.row);
      await this.save().catch(() => undefined); // the sign says so
      this.onChange();
      this.tell();
    }
    /**
     * What is loose goes to the disk, with whatever `change` makes of the row; rejects where the disk refuses.
     * @param {(row: Draft) => void} [change]
     * @returns {Promise<void>}
     */
    async save(change) {
      const mine = copy(this.loose);
      /** @type {Record<string, number>} */
      let whole = {};
      /** @param {AttemptRow} row */
      const write = (row) => {
        if (row.state !== "draft") { return false; }
        const draft = Object.assign(row, { fresh: row.fresh || this.row.fresh, statements: row.statements || {} });
        pour(mine, draft);
        whole = this.takeSeconds(draft);
        if (change) { change(draft); }
        return true;
      };
      const row = await phone.changeTest(this.row, write).catch((fault) => {
        for (const id of Object.keys(whole)) { this.spent[id] += whole[id]; }
        throw fault;
      });
      if (!row) { return this.restore(change); }
      drop(mine, this.loose);
      this.row = /** @type {Draft} */ (row);
      pour(this.loose, this.row);
      return undefined;
    }
    /**
     * Another tab has sent it, or the whole database is gone: then it begins anew with what this page knows.
     * @param {(row: Draft) => void} [change]
     * @returns {Promise<void>}
     */
    async restore(change) {
      if (await phone.learner()) {
        location.reload();
        return new Promise(() => undefined);
      }
      await phone.arrive(this.row.mark);
      await phone.keepRoad(this.road);
      await phone.putTest(this.row);
      return this.save(change);
    }

    // The server's copy, for the board and for a second phone: only what was tapped here and is not there yet

    tell() {
      if (this.sending) {
        this.sending.isOld = true;
        return this.sending.done;
      }
      const sending = this.sending = { isOld: false, done: Promise.resolve() };
      return sending.done = this.send(sending);
    }
    /** @param {{ isOld: boolean }} sending */
    async send(sending) {
      const { mark, wave, key, fresh } = this.row;
      const news = copy(fresh);
      try {
        const answer = await phone.askAs(mark, "PUT", "/api/v1/drafts/" + wave, { ...news, key });
        if (answer && answer.status === 200) {
          this.closing = answer.body.closing || "";
          await this.catchUp(answer.body, news);
        }
        this.hasClosed = !!answer && answer.status === 409 && answer.body.code === "closed";
      } catch { /* the sign says where it is */ }
      this.sending = null;
      this.onChange();
      clearTimeout(this.timer);
      if (this.row.state !== "draft" || this.hasClosed) { return; }
      if (sending.isOld) { await this.tell(); }
      else if (this.isLoose()) { this.timer = setTimeout(() => this.tell(), LATER); }
    }
    /**
     * The server has the news, and says what it holds from every phone; what was tapped here since stands above it.
     * @param {Partial<Test>} test
     * @param {Answers} [news] what was sent
     */
    async catchUp(test, news = copy({})) {
      /** @param {Draft} row */
      const change = (row) => {
        drop(news, row.fresh);
        for (const kind of KINDS) { Object.assign(row[kind], test[kind], row.fresh[kind]); }
        row.key = test.key || row.key;
      };
      change(this.row);
      await this.save(change).catch(() => undefined); // a full phone: this page knows it
    }

    /** Resolves when it waits on the disk, or is held by this page. */
    async finish() {
      /**
       * @param {AttemptRow} row
       * @param {AttemptRow["state"]} state
       */
      const end = (row, state) => Object.assign(row, { finished_at: new Date().toISOString(), state });
      try {
        if (this.sending) { await this.sending.done; }
        await this.save((row) => end(row, "waiting"));
      } catch {
        this.takeSeconds(this.row);
        end(this.row, "held");
      }
    }
  };
})();
