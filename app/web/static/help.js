"use strict";
// On the page Help. Its style sheet sorts what stands below three choices; here the page's own order follows, for
// whoever reads or tabs through it. Nothing is sent or stored. On the help that a phone took along, a helpline goes
// after its last good day, as the server leaves it out, and an emergency number never. What day it is, the phone's
// clock says, set right by how far it was from the server's when the phone was last on the road. And Back leads to
// where one was: the page was kept before that was known.
(() => {
  const before = document.referrer;
  if (before.startsWith(location.origin + "/") && !before.startsWith(location.origin + "/help")) {
    phone.one(".go a").setAttribute("href", before.slice(location.origin.length));
  }
  /** @param {Element} part */
  function rank(part) { return Number(getComputedStyle(part).order); }
  const lists = Array.from(document.querySelectorAll(".sorted"), (list) => ({list, parts: Array.from(list.children)}));
  phone.one(".triage").addEventListener("change", () => {
    for (const {list, parts} of lists) {
      const left = parts.filter((part) => part.parentNode);
      list.append(...left.sort((a, b) => rank(a) - rank(b)));
    }
  });
  async function ownRoad() {
    const learner = await phone.ready;
    return learner && phone.road(learner.mark);
  }
  /** @param {Road | undefined} road */
  function drop(road) {
    const day = new Date(Date.now() + (road ? road.ahead : 0)).toISOString().slice(0, 10);
    for (const line of document.querySelectorAll("[data-until]")) {
      if (String(line.getAttribute("data-until")) >= day) { continue; }
      line.remove();
      const note = document.getElementById("gone");
      if (note) { note.hidden = false; }
    }
  }
  ownRoad().catch(() => undefined).then(drop);
})();
