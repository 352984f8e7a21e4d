"use strict";
// Activities that answer at a tap: check, flags, story, sort, order. Every word stands on the page already.
(() => {
  if (!window.lesson) { return; }
  const { on, say, done } = window.lesson;
  const within = (form, selector) => Array.from(form.querySelectorAll(selector));

  /** Put a number into words that wait for it. */
  function counted(place, n) {
    place.textContent = place.dataset.says.replace("{n}", n);
    return place.textContent;
  }

  function inSight(it) {
    it.scrollIntoView({ block: "nearest" });
  }

  function reveal(line) {
    line.classList.add(line.dataset.is);
    line.setAttribute("aria-pressed", "true");
    line.nextElementSibling.hidden = false;
    return line.nextElementSibling;
  }

  on.tap = (button, form) => {
    const lines = within(form, ".tap");
    const isAll = button.value === "all";
    const said = (isAll ? lines : [button]).map(reveal);
    const count = form.querySelector("[data-says]");
    const goal = lines.filter((line) => ["sign", "right"].includes(line.dataset.is));
    const found = goal.filter((line) => line.getAttribute("aria-pressed") === "true");
    const words = count ? counted(count, found.length) : "";
    if (isAll) {
      say(words);
      form.querySelector(".tap").focus();
    } else {
      say(said[0].textContent + " " + words);
      inSight(said[0]);
    }
    const all = form.querySelector("[data-all]");
    if (all) { all.hidden = found.length === goal.length; }
    if (found.length === goal.length) { done(form); }
  };

  on.way = (button, form) => {
    const trail = form.querySelector(".trail");
    const steps = trail.querySelector("ol");
    let to;
    if (button.value === "back") {
      to = steps.lastElementChild.dataset.from;
      steps.lastElementChild.remove();
    } else if (button.value === "again") {
      to = form.querySelector("[data-node]").dataset.node;
      steps.textContent = "";
    } else {
      const step = steps.appendChild(document.createElement("li"));
      step.textContent = button.textContent.trim();
      step.dataset.from = button.value.split(":")[0];
      to = button.dataset.to;
    }
    const nodes = within(form, "[data-node]");
    const here = nodes.find((node) => node.dataset.node === to);
    for (const node of nodes) { node.hidden = node !== here; }
    const isBegun = steps.children.length > 0;
    for (const part of [trail, form.querySelector(".ways")]) { part.hidden = !isBegun; }
    for (const part of within(form, "[data-introduction], [data-hint]")) { part.hidden = isBegun; }
    const ended = form.querySelector(".ended");
    ended.hidden = !("ending" in here.dataset);
    if (!ended.hidden) {
      here.dataset.seen = "";
      counted(ended.querySelector("[data-says]"), within(form, "[data-seen]").length);
      done(form);
    }
    here.querySelector("h2").focus({ preventScroll: true });
    (isBegun ? here : form.closest("section")).scrollIntoView({ block: "start" });
  };

  on.put = (button, form) => {
    const cards = within(form, "[data-card]");
    const piles = form.querySelector(".piles");
    if (button.value === "on" || button.value === "again") {
      const left = button.value === "again" ? again(form, cards, piles) : cards.find((card) => !card.dataset.put);
      for (const card of cards) { card.hidden = card !== left; }
      form.querySelector(".deck").hidden = !left;
      piles.hidden = Boolean(left);
      (left ? left.querySelector(".face") : piles.firstElementChild).focus();
      if (!left) {
        counted(piles.firstElementChild, cards.filter((card) => card.dataset.put === card.dataset.pile).length);
        done(form);
      }
      return;
    }
    const card = button.closest("[data-card]");
    const [, pile] = button.value.split(":");
    card.dataset.put = pile;
    const isRight = pile === card.dataset.pile;
    for (const each of within(card, ".pile")) {
      each.hidden = each !== button;
      each.setAttribute("aria-disabled", "true");
    }
    button.classList.add(isRight ? "right" : "wrong");
    button.parentElement.classList.add("put");
    const said = card.querySelector(".said");
    said.hidden = false;
    said.querySelector("[data-right]").hidden = !isRight;
    said.querySelector("[data-other]").hidden = isRight;
    const further = card.querySelector("[value=on]");
    further.hidden = false;
    further.focus({ preventScroll: true });
    inSight(further);
    say(within(said, "b:not([hidden]), span").map((part) => part.textContent).join(" "));
  };

  function again(form, cards, piles) {
    piles.hidden = true;
    for (const card of cards) {
      delete card.dataset.put;
      for (const pile of within(card, ".pile")) {
        pile.hidden = false;
        pile.classList.remove("right", "wrong");
        pile.removeAttribute("aria-disabled");
      }
      card.querySelector("fieldset").classList.remove("put");
      for (const part of within(card, ".said, [value=on]")) { part.hidden = true; }
    }
    return cards[0];
  }

  on.move = (button, form) => {
    const list = form.querySelector(".order");
    const [way] = button.value.split(":");
    const compare = form.querySelector("[value=compare]");
    const score = form.querySelector(".stand");
    if (way === "compare") {
      const rows = Array.from(list.children);
      const right = rows.filter((row, i) => Number(row.dataset.own) === i + 1);
      for (const row of rows) {
        const isRight = right.includes(row);
        row.className = isRight ? "right" : "other";
        row.querySelector(".why").hidden = false;
        row.querySelector("[data-right]").hidden = !isRight;
        row.querySelector("[data-other]").hidden = isRight;
      }
      score.hidden = false;
      counted(score, right.length);
      score.focus({ preventScroll: true }); // which says it
      score.scrollIntoView({ block: "start" });
      compare.classList.add("quiet");
      done(form);
      return;
    }
    const row = button.closest("li");
    const other = way === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (other) { list.insertBefore(way === "up" ? row : other, way === "up" ? other : row); }
    for (const each of list.children) {
      each.className = "";
      each.querySelector(".why").hidden = true;
    }
    score.hidden = true;
    button.focus();
    inSight(row);
    say(compare.dataset.place.replace("{n}", Array.from(list.children).indexOf(row) + 1));
  };
})();
