"use strict";
// What is the learner's own: ticks and words that stay on this phone, and the debt calculator.
/* global phone */
(() => {
  if (!window.lesson) { return; }
  const { opened, say, id } = window.lesson;
  const here = {}; // until the page goes: where the phone keeps nothing, nothing is kept

  async function kept(name) {
    const own = await phone.kept(name).catch(() => undefined);
    return own === undefined ? here[name] : own;
  }

  function keep(name, value) {
    here[name] = value;
    phone.keep(name, value).catch(() => undefined);
  }

  // What somebody enters is kept at each event; what was kept before comes back, unless they were quicker than the disk.
  async function remember(form, event, name, entries, restore) {
    let isEntered = false;
    form.addEventListener(event, () => { isEntered = true; keep(name, entries()); });
    const before = await kept(name);
    if (before && !isEntered) { restore(before); }
  }

  async function ticks(form) {
    const boxes = Array.from(form.querySelectorAll("[name=tick]"));
    await remember(
      form, "change", id + " ticks",
      () => boxes.filter((box) => box.checked).map((box) => box.value),
      (before) => { for (const box of boxes) { box.checked = before.includes(box.value); } },
    );
  }

  async function words(form, n) {
    const field = form.querySelector("textarea");
    await remember(form, "input", id + " words " + n, () => field.value, (before) => { field.value = before; });
  }

  async function count(form, n) {
    const fields = Array.from(form.querySelectorAll("input"));
    const began = new Map(fields.map((field) => [field, field.value]));
    const line = form.querySelector("[data-says]");
    let pause;
    function reckon() {
      const sums = {};
      for (const field of fields) {
        const written = field.value.trim();
        const n = /^\d+$/.test(written) ? Number(written) : Number(began.get(field));
        sums[field.name] = Math.max(Number(field.min), Math.min(n, Number(field.max)));
      }
      const body = form.querySelector("tbody");
      body.textContent = "";
      let owed = sums.debt;
      for (let month = 0; month <= sums.months; month += 1) {
        owed = Math.max(0, sums.debt + month * (sums.growth + sums.costs - sums.pay));
        const row = body.insertRow();
        row.insertCell().textContent = month;
        const cell = row.insertCell();
        cell.className = "r";
        cell.textContent = owed;
      }
      const went = owed === 0 ? "paid" : owed < sums.debt ? "shrinks" : "grows";
      for (const result of form.querySelectorAll("[data-went]")) { result.hidden = result.dataset.went !== went; }
      line.textContent = line.dataset.says.replace("{n}", owed);
    }
    form.addEventListener("input", () => {
      reckon();
      clearTimeout(pause);
      pause = setTimeout(() => say(form.querySelector("[data-went]:not([hidden]) h2").textContent + ". " + line.textContent), 900);
    });
    await remember(
      form, "input", id + " sums " + n,
      () => Object.fromEntries(fields.map((field) => [field.name, field.value])),
      (before) => { for (const field of fields) { field.value = before[field.name] || field.value; } },
    );
    reckon();
  }

  const kinds = { checklist: ticks, reflection: words, count: count };
  const seen = new Set();
  opened.push((screen) => {
    const form = screen.querySelector("form.do");
    if (!form || seen.has(form) || !kinds[form.dataset.kind]) { return; }
    seen.add(form);
    kinds[form.dataset.kind](form, screen.dataset.screen);
  });
})();
