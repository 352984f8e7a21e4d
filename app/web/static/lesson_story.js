"use strict";
// A story: a way through nodes. What has passed stays above as it was said; the checks on top fill up.
(() => {
  if (!window.lesson) { return; }
  const { on, all, say, due, done } = window.lesson;
  const { one } = phone;

  /**
   * Takes a step, or takes it back, and gives the name of the node that it leads to.
   * @param {HTMLButtonElement} button
   * @param {HTMLElement} trail
   * @param {HTMLElement} start
   */
  function walk(button, trail, start) {
    if (button.value === "again") {
      trail.textContent = "";
      return start.dataset.node;
    }
    if (button.value === "back") {
      const step = /** @type {HTMLElement} */ (trail.lastElementChild);
      step.remove();
      return step.dataset.from;
    }
    const node = /** @type {HTMLElement} */ (button.closest("[data-node]"));
    const step = document.createElement("li");
    const chosen = document.createElement("p");
    chosen.className = "msg chosen";
    chosen.textContent = String(button.textContent).trim();
    step.dataset.from = node.dataset.node;
    step.dataset.way = button.value;
    if (node.lang) { step.lang = node.lang; }
    step.append(one(".talk", node).cloneNode(true), chosen);
    trail.append(step);
    return button.dataset.to;
  }
  /**
   * Checks that the way so far has made, and no other, are ticked; gives the words of those that are new.
   * @param {HTMLFormElement} form
   * @param {(string | undefined)[]} places nodes and choices
   */
  function tick(form, places) {
    return all("[data-by]", form).filter((check) => {
      const wasDone = check.className === "done";
      const isDone = /** @type {string} */ (check.dataset.by).split(" ").some((place) => places.includes(place));
      check.className = isDone ? "done" : "";
      one("[data-done]", check).hidden = !isDone;
      return isDone && !wasDone;
    }).map((check) => check.textContent).join(" ");
  }
  on.way = (button, form) => {
    const trail = one(".trail", form);
    const nodes = all("[data-node]", form);
    const to = walk(button, trail, nodes[0]);
    for (const it of nodes) { it.hidden = it.dataset.node !== to; }
    const [node] = nodes.filter((it) => !it.hidden);
    const steps = all("li[data-from]", trail);
    for (const part of [trail, one(".ways", form)]) { part.hidden = !steps.length; }
    one("[data-hint]", form).hidden = !!steps.length;
    const places = /** @type {string[]} */ ([to, ...steps.flatMap((it) => [it.dataset.from, it.dataset.way])]);
    say(tick(form, places));
    for (const it of all("[data-ways]", node)) { // what the way has cost stands at its ending
      const ways = JSON.parse(/** @type {string} */ (it.dataset.ways));
      let n = 0;
      for (const place of places) { n += ways[place] || 0; }
      it.textContent = n.toLocaleString(it.dataset.as);
    }
    const ended = one(".ended", form);
    ended.hidden = !("ending" in node.dataset);
    if (!ended.hidden) {
      node.dataset.seen = "";
      ended.textContent = phone.fill(ended.dataset.says, all("[data-seen]", form).length);
      done(form);
    } else { due(form, "choose"); }
    one("h2", node).focus({ preventScroll: true });
    // The newest words and all choices are in sight, below what was said before; a long node from its beginning on.
    const isLong = node.offsetHeight > innerHeight - 190;
    if (steps.length) {
      node.scrollIntoView({ block: isLong ? "start" : "end" });
    } else { /** @type {Element} */ (form.parentElement).scrollIntoView(); }
  };
})();
