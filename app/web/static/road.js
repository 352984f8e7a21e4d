"use strict";
// The way without a connection: as the server told it last, and what was done on this phone since. As soon as the
// server is there again it tells the way anew, and the strip goes: see offline.js.
(() => {
  const strip = phone.one("main .strip");
  const list = phone.one("#stops");
  const deed = phone.one("#deed");
  const nextLine = phone.one("#next");
  const mould = /** @type {HTMLTemplateElement} */ (phone.one("#stop"));
  const end = phone.one("li", list);
  const words = /** @type {StopWords & { done: string; look: string }} */ (/** @type {unknown} */ (mould.dataset));

  /** @param {Stop[]} stops */
  function show(stops) {
    list.textContent = "";
    list.append(...stops.map(entry), end);
    const next = stops.find((stop) => stop.look === "now" && stop.href);
    const button = phone.one("a", deed);
    nextLine.hidden = !next;
    button.href = next ? /** @type {string} */ (next.href) : "/road";
    button.textContent = next ? next.deed || words.begin : words.look;
    if (next) { phone.one("b", nextLine).replaceWith(title("b", next)); }
    const second = stops.find((stop) => stop.kind === "post-test" && stop.look === "open");
    phone.one("#beside").hidden = !second;
    if (second) { phone.one("#beside a").textContent = second.title; }
    const now = list.querySelector("#stops>.now"); // the station, and no piece of one before
    const isFirst = list.hidden;
    list.hidden = false;
    if (now && isFirst) { now.scrollIntoView({ block: "nearest" }); } // a page that moves by itself is in the way
  }
  /** @param {Stop} stop */
  function entry(stop) {
    const item = /** @type {HTMLElement} */ (phone.one("li", mould.content).cloneNode(true));
    const isNow = stop.look === "now" || stop.look === "waiting";
    const isDone = stop.look === "done";
    const link = phone.one("a", item);
    item.className = isNow ? "now" : stop.look;
    if (!isDone) { phone.one(".dot", item).textContent = ""; }
    phone.one("b", item).replaceWith(title(isNow ? "b" : "span", stop));
    phone.one(".vh", item).textContent = isDone ? ", " + words.done : "";
    const note = phone.one(".k", item);
    note.textContent = stop.note;
    if (!stop.note) {
      phone.one("br", item).remove();
      note.remove();
    }
    stop.href ? link.href = stop.href : link.replaceWith(paragraph(link, isNow));
    showPieces(item, stop);
    return item;
  }
  /**
   * Those of a lesson that one is in: it is now, or was begun and is not done.
   * @param {HTMLElement} item
   * @param {Stop} stop
   */
  function showPieces(item, { pieces = [], look, href, language }) {
    const list = phone.one(".pieces", item);
    const one = list.removeChild(phone.one("li", list));
    const isIn = href && (look === "now" || look === "open" && pieces.some((it) => it.look === "done"));
    for (const it of isIn ? pieces : []) {
      const copy = /** @type {HTMLElement} */ (list.appendChild(one.cloneNode(true)));
      const link = phone.one("a", copy);
      copy.className = it.look;
      link.href = href + "#" + it.first;
      link.textContent = it.title;
      if (language) { link.lang = language; }
      if (it.look !== "done") { phone.one("span", copy).remove(); }
    }
    if (!list.firstChild) { list.remove(); }
  }
  /**
   * @param {string} tag
   * @param {Stop} stop
   */
  function title(tag, stop) {
    const it = document.createElement(tag);
    it.textContent = stop.title;
    if (stop.language) { it.lang = stop.language; }
    return it;
  }
  /**
   * A station that leads nowhere yet is no link.
   * @param {HTMLElement} link
   * @param {boolean} isNow
   */
  function paragraph(link, isNow) {
    const it = document.createElement("p");
    it.className = isNow ? "" : "soft";
    it.append(...link.childNodes);
    return it;
  }

  async function start() {
    if (document.body.dataset.locked === "") { return; }
    // Its own strip says what waits; where it is gone, the line of any page does.
    document.body.toggleAttribute("data-says", !strip.hidden);
    await look().catch(() => {}); // a phone without a disk knows no stops
    phone.one("#slow").hidden = true;
    deed.hidden = false;
  }
  async function look() {
    const learner = await phone.ready;
    phone.one("#out").hidden = !learner;
    if (!learner) { // nobody does anything that could stay on this phone
      strip.remove();
      phone.one("#nobody").hidden = false;
      return;
    }
    const { mark } = learner;
    const [road, rows, steps] = await Promise.all([phone.road(mark), phone.tests(mark), phone.rowsOf("steps", mark)]);
    if (!road) { return; }
    const stops = phone.stopsNow(road, rows, steps, Date.now() + road.ahead, words);
    show(stops);
    const plan = phone.one("#plan");
    const href = phone.one("a", plan).href = String(road.plan);
    plan.hidden = !stops.some((it) => href.startsWith(it.href + "/")); // its lesson is not open yet
  }

  document.addEventListener("outbox", start);
  document.addEventListener("shown", start);
  start();
})();
