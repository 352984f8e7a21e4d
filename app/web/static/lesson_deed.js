"use strict";
// Whether the small thing to do at the end of the piece before worked out: asked the next time, counted without a name.
(() => {
  if (!window.lesson) { return; }
  const { on, opened, all } = window.lesson;
  /**
   * Under it is kept from when on one may ask: an hour after the piece ended, and never again once it was answered.
   * @param {string | undefined} piece
   */
  function nameOf(piece) { return "worked out " + piece; }

  /**
   * Whoever skipped a piece has not seen what it gives one to do. Where the phone does not know, nobody is asked.
   * @param {string} piece
   */
  async function isDone(piece) {
    const learner = await phone.identify();
    const road = learner && await phone.road(learner.mark);
    if (!road) { return false; }
    const steps = await phone.rowsOf("steps", road.mark);
    return road.stops.some((stop) => (phone.stopAfter(stop, steps).pieces || [])
      .some((it) => it.id === piece && it.look === "done"));
  }

  opened.push(async (screen) => {
    const ended = nameOf(screen.dataset.piece);
    if ("close" in screen.dataset && !await phone.recall(ended)) { await phone.keep(ended, Date.now() + 36e5); }
    for (const form of all("[data-deed][hidden]", screen)) {
      const piece = String(form.dataset.deed);
      form.hidden = Date.now() < await phone.recall(nameOf(piece)) || !await isDone(piece);
    }
  });
  /**
   * It waits beside the steps, under a name that no piece can have, since ids have no blanks. The outbox sends it.
   * @param {string} mark
   * @param {string} piece
   * @param {string} workedOut
   */
  async function tell(mark, piece, workedOut) {
    const lesson = "deed " + piece;
    await phone.writing("steps", (it) => {
      const request = it.get([mark, lesson]);
      request.onsuccess = () => {
        const { key } = request.result || { key: phone.newKey().replace(/-/g, "").slice(16) };
        it.put({ mark, lesson, step: 0, done: false, key, workedOut });
      };
    });
    phone.soon();
  }
  on.worked_out = async (button, form) => {
    const piece = String(form.dataset.deed);
    try {
      const learner = await phone.identify();
      if (learner) { await tell(learner.mark, piece, button.value); }
      await phone.keep(nameOf(piece), Infinity); // that it was answered, not how
    } catch { /* the phone keeps nothing */ }
    form.hidden = true; // not before it is on disk: what is gone from a screen is saved
  };
})();
