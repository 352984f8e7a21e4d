"use strict";
// What a learner ticks or writes in lessons. It stays on this phone, under the learner's mark, and is never sent.
(() => {
  /**
   * Whose page this is, whoever has come in on another tab since. Who hurried on here was not written down yet on the
   * page before: then the server says it.
   * @type {Phone["identify"]}
   */
  async function identify() {
    const learner = await phone.ready;
    if (learner) { return learner; }
    const mine = await phone.token();
    return mine && phone.arrive(mine.mark);
  }
  /**
   * Resolves with true when it is on disk; where nobody is here it is not kept, and that is told by false.
   * @type {Phone["keep"]}
   */
  async function keep(name, value) {
    const learner = await identify();
    if (!learner) { return false; }
    await phone.writing("kept", (it) => it.put({ mark: learner.mark, name, value }));
    return true;
  }
  /**
   * What was kept under this name by whoever is here; undefined where there is nothing.
   * @type {Phone["recall"]}
   */
  async function recall(name) {
    const learner = await identify();
    const row = learner && await phone.reading("kept", (it) => it.get([learner.mark, name]));
    return row ? row.value : undefined;
  }

  Object.assign(phone, /** @satisfies {Partial<Phone>} */ ({ identify, keep, recall }));
})();
