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

  async function ticks(form) {
    const name = id + " ticks";
    const boxes = Array.from(form.querySelectorAll("[name=tick]"));
    const before = (await kept(name)) || [];
    for (const box of boxes) { box.checked = before.includes(box.value); }
    form.addEventListener("change", () => keep(name, boxes.filter((box) => box.checked).map((box) => box.value)));
  }

  async function words(form, n) {
    const name = id + " words " + n;
    const field = form.querySelector("textarea");
    field.value = (await kept(name)) || "";
    field.addEventListener("input", () => keep(name, field.value));
  }

  async function count(form, n) {
    const name = id + " sums " + n;
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
    const before = (await kept(name)) || {};
    for (const field of fields) { field.value = before[field.name] || field.value; }
    reckon();
    form.addEventListener("input", () => {
      keep(name, Object.fromEntries(fields.map((field) => [field.name, field.value])));
      reckon();
      clearTimeout(pause);
      pause = setTimeout(() => say(form.querySelector("[data-went]:not([hidden]) h2").textContent + ". " + line.textContent), 900);
    });
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
