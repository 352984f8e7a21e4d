"use strict";
// Whether the small thing to do at the end of a piece worked out: asked some hours later, counted without a name.
(() => {
  if (!window.lesson) { return; }
  const { on, opened, all } = window.lesson;
  const LATER = 3 * 36e5; // milliseconds after the end of a piece: whoever goes straight on has not had the time
  const forms = all("[data-deed]");
  /**
   * Under it is kept from when on one may ask: some hours after the piece ended, and never again once it was answered.
   * @param {string | undefined} piece
   */
  function nameOf(piece) { return "worked out " + piece; }

  /** Whoever skipped a piece has not seen what it gives one to do. Where the phone does not know, nobody is asked. */
  async function done() {
    const learner = await phone.identify();
    const road = learner && await phone.road(learner.mark);
    if (!road) { return []; }
    const steps = await phone.rowsOf("steps", road.mark);
    return road.stops.flatMap((stop) => phone.stopAfter(stop, steps).pieces || [])
      .filter((it) => it.look === "done").map((it) => it.id);
  }
  /**
   * About one piece before this one: the last that may be asked about.
   * @param {HTMLElement} place
   */
  async function ask(place) {
    const ids = await done();
    const at = forms.findIndex((it) => it.dataset.deed === place.dataset.asks);
    for (const form of forms.slice(0, at < 0 ? forms.length : at).reverse()) {
      const piece = String(form.dataset.deed);
      if (!ids.includes(piece) || Date.now() < await phone.recall(nameOf(piece))) { continue; }
      place.append(form);
      form.hidden = false;
      return;
    }
  }

  opened.push(async (screen) => {
    for (const form of forms) { form.hidden = true; }
    const ended = nameOf(screen.dataset.piece);
    if ("close" in screen.dataset && !await phone.recall(ended)) { await phone.keep(ended, Date.now() + LATER); }
    for (const place of all("[data-asks]", screen)) { await ask(place); }
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
