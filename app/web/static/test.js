"use strict";
// The screens of a test on the phone. Without this script, or without a database, the forms of the pages do the same
// online.
(() => {
  const ADDRESS = /^\/t\/(\d+)(?:\/(\d+|all))?$/;
  const [, digits, place] = ADDRESS.exec(location.pathname) || [];
  const moulds = /** @type {HTMLTemplateElement | null} */ (document.getElementById("test"));
  if (!digits || !moulds) { return; }
  const { content: parts, dataset: words } = moulds;
  const number = Number(digits);
  const isShell = "shared" in document.body.dataset;
  const main = phone.one("main");
  const corner = phone.one(".top > span");
  const LATER = 5000; // milliseconds until the server is asked once more
  let mark = ""; // of whoever is here
  /** @type {Road} */
  let road;
  /** How the server told this test last. @type {Test} */
  let test;
  /** @type {Form} */
  let form;
  /** Items, then statements. @type {Item[]} */
  let questions = [];
  /** As it was on disk when the page came. @type {AttemptRow | undefined} */
  let stored;
  /** Unset until there is one. @type {InstanceType<typeof Attempt>} */
  let attempt;
  /** @type {HTMLElement | null} */
  let root = null;

  /**
   * @param {string} name
   * @param {string | number} [n]
   * @param {string | number} [of]
   */
  function say(name, n, of) { return phone.fill(words[name], n, of); }
  /** @param {string} name */
  function part(name) {
    return /** @type {HTMLElement} */ (phone.one("[data-part=" + name + "]", parts).cloneNode(true));
  }
  /**
   * @param {HTMLElement} screen
   * @param {string} [title] what stands in the corner
   * @param {string} [back] where Back leads to
   */
  function show(screen, title, back) {
    if (!root) {
      root = document.createElement("div");
      main.textContent = "";
      main.append(root);
      document.body.dataset.says = "";
    }
    root.textContent = "";
    root.append(screen);
    corner.textContent = "";
    if (title) {
      const top = part("corner");
      phone.one("b", top).textContent = title;
      const link = phone.one("a", top);
      back ? lead(link, back) : link.remove();
      corner.append(top);
    }
    scrollTo(0, 0);
    const head = /** @type {HTMLElement | null} */ (root.querySelector("h1:not([hidden])"));
    if (head && history.state) { head.focus({ preventScroll: true }); }
  }
  /**
   * @param {HTMLAnchorElement} link
   * @param {string} path
   */
  function lead(link, path) {
    link.href = path;
    link.addEventListener("click", (event) => { event.preventDefault(); go(path); });
  }
  /** @param {string} path */
  function go(path) {
    if (!path.startsWith("/t/")) { location.assign(path); return; }
    history.pushState(1, "", path); // 1: a screen of this page
    render();
  }
  /** @param {string | number} n */
  function pathOf(n) { return "/t/" + number + "/" + n; }
  function isOpen() { return phone.isOpen(test, Date.now() + road.ahead); }

  // Finding the test: what is on this phone, else what the server tells

  async function start() {
    try {
      const learner = await phone.ready;
      if (!learner) { reveal("nobody"); return; }
      mark = learner.mark;
      const [known, rows] = await Promise.all([phone.road(mark), phone.tests(mark)]);
      stored = pick(rows);
      const isKnown = shape(known);
      if (isKnown && stored && stored.state !== "draft") { await ensure(); after(); }
      else if (!isShell) { await online(known); }
      else if (isKnown) { await begin(); }
      else { reveal("shut"); }
    } catch { reveal("shut"); }
  }
  /**
   * Why the shell has no test to show. The way back comes only now: no button may change under a finger.
   * @param {string} id
   */
  function reveal(id) {
    for (const it of main.querySelectorAll("#slow, #deed, #" + id)) {
      /** @type {HTMLElement} */ (it).hidden = it.id === "slow";
    }
  }
  /** @param {AttemptRow[]} rows */
  function pick(rows) {
    const own = rows.filter((it) => it.number === number);
    return own.find((it) => it.state === "waiting") || own.find((it) => it.state === "draft") ||
      (isShell || !main.querySelector("form") ? own[0] : undefined);
  }
  /** @param {Road | null | undefined} known */
  function shape(known) {
    const its = known && known.tests.find((it) => it.number === number);
    if (!known || !its || !known.questions[its.wave]) { return false; }
    road = known;
    test = its;
    form = known.questions[its.wave];
    questions = form.items.concat(form.statements);
    return true;
  }
  /**
   * On a page of the server's: its forms are there, and the test is taken over when it can be kept here.
   * @param {Road | undefined} known
   */
  async function online(known) {
    const own = /** @type {HTMLFormElement | null} */ (main.querySelector("form[method=post]"));
    if (!own) { return; }
    if (!place) {
      own.addEventListener("submit", (event) => {
        event.preventDefault();
        enter(own, known);
      });
      return;
    }
    const taken = await take(known);
    if (!taken) { return; }
    // tapped while the page still came
    const item = questions[Number(place) - 1];
    if (item && inputs().some((it) => it.checked !== it.defaultChecked)) { keep(item, picked(item)); }
    history.replaceState(1, "", location.pathname);
    render();
  }
  /**
   * The button says that the questions are on their way; where nothing answers it can be tapped once more.
   * @param {HTMLFormElement} own
   * @param {Road | undefined} known
   */
  async function enter(own, known) {
    const button = phone.one("button", own);
    const line = phone.one("[role=status]", own);
    const { textContent } = button;
    if (button.hasAttribute("aria-disabled")) { return; }
    line.textContent = "";
    button.textContent = say("loading");
    button.setAttribute("aria-disabled", "true");
    if (await take(known)) { toGap(0); return; }
    const { status } = await phone.ask("GET", "/api/v1/session").catch(() => ({ status: 0 }));
    if (status) { own.submit(); return; } // the server does without this script, or says why not
    button.textContent = textContent;
    button.removeAttribute("aria-disabled");
    line.textContent = say("unreached");
  }
  /** @param {Road | undefined} known */
  async function take(known) {
    try {
      const fresh = await phone.takeAlong().catch(() => null);
      if (!shape(fresh || known) || !isOpen()) { return null; }
      const mine = await ensure();
      if (fresh) {
        await mine.catchUp(test);
        if (phone.isAny(mine.row.fresh)) { mine.tell(); }
      }
      return mine;
    } catch { return null; }
  }
  /** In the shell, where the server cannot be asked. */
  async function begin() {
    if (!stored && !isOpen()) {
      test.standing === "sent" ? after() : reveal("shut");
    } else if (place) {
      await ensure();
      render();
    } else { await intro(); }
  }
  async function ensure() {
    if (!attempt) {
      const row = stored || Attempt.begin(mark, test, form);
      if (!stored) { await phone.putTest(row); }
      attempt = new Attempt(road, row, showSign);
    }
    return attempt;
  }
  /**
   * To the first open question behind question `after`, counted from 1, else to the look over.
   * @param {number} after
   */
  function toGap(after) {
    const at = questions.findIndex((it, n) => n >= after && chosen(it) === null);
    go(pathOf(at < 0 ? "all" : at + 1));
  }
  /** @param {Item} item */
  function chosen(item) { return attempt && attempt.chosen(item); }
  function inputs() {
    return /** @type {HTMLInputElement[]} */ (Array.from(main.querySelectorAll("fieldset input")));
  }
  /**
   * What is ticked on the screen: an option, or the lines in one order.
   * @param {Item} item
   * @returns {Chosen}
   */
  function picked(item) {
    const values = inputs().filter((it) => it.checked).map((it) => it.value).sort();
    return values.includes("unsure") ? "unsure" : item.has_lines ? values : values[0];
  }
  /**
   * @param {Item} item
   * @param {Chosen} value
   */
  function keep(item, value) {
    sign("");
    attempt.keep(item, value);
  }

  // Screens

  function render() {
    if (attempt) { attempt.look(null); }
    const [, , n] = ADDRESS.exec(location.pathname) || [];
    if (!n) { isShell ? intro() : location.reload(); return; }
    if (!attempt || attempt.row.state !== "draft") { after(); return; }
    Number(n) <= questions.length ? ask(Number(n)) : overview();
  }
  async function intro() {
    const screen = part("intro");
    const button = phone.one("button", screen);
    phone.one("li", screen).textContent = test.length || "";
    button.textContent = say(stored || attempt ? "continue" : "begin");
    button.addEventListener("click", () => { ensure().then(() => toGap(0), () => go("/road")); });
    const stop = road.stops.find((it) => !it.lesson && it.number === number);
    phone.one("h1", screen).textContent = stop ? stop.title : "";
    const steps = await phone.rowsOf("steps", mark); // before the second test, what would be skipped
    const left = road.stops.filter((it) => it.lesson && phone.stopAfter(it, steps).look !== "done").length;
    const strip = phone.one(".strip", screen);
    if (number === 2 && left) {
      const line = phone.one("span", strip);
      line.textContent = phone.fill(line.textContent, left);
    } else { strip.remove(); }
    show(screen);
  }
  /** @param {number} n */
  function ask(n) {
    const item = questions[n - 1];
    const isStatement = !item.options;
    const { length } = form.items;
    const [of, at] = isStatement ? [form.statements.length, n - length] : [length, n];
    const title = say(isStatement ? "place" : "where", at, of);
    const screen = part("question");
    drawProgress(phone.one(".road", screen), title, item);
    const field = phone.one("fieldset", screen);
    const head = phone.one("h1", screen);
    head.textContent = item.stem || item.text || "";
    if (form.language !== document.documentElement.lang) { (isStatement ? head : field).lang = form.language; }
    field.className = isStatement ? "scale" : item.has_lines ? "lines" : "";
    field.append(...(item.options ? item.options.map((option) => choice(item, option)) : part("scale").children));
    screen.addEventListener("change", ({ target }) => {
      const { value } = /** @type {HTMLInputElement} */ (target);
      for (const it of inputs()) { // who does not know marks no line
        if (it !== target && [it.value, value].includes("unsure")) { it.checked = false; }
      }
      keep(item, picked(item));
    });
    screen.addEventListener("submit", (event) => {
      event.preventDefault();
      const wasAtTheEnd = chosen(questions[questions.length - 1]) !== null; // then on from gap to gap
      wasAtTheEnd || n === questions.length ? toGap(n) : go(pathOf(n + 1));
    });
    show(screen, title, n > 1 ? pathOf(n - 1) : "/road");
    for (const it of inputs()) { it.checked = [chosen(item)].flat().includes(it.value); }
    attempt.look(item);
    showSign();
  }
  /**
   * @param {HTMLElement} bar
   * @param {string} label
   * @param {Item} now
   */
  function drawProgress(bar, label, now) {
    bar.setAttribute("aria-label", label);
    for (const item of now.options ? form.items : form.statements) {
      const piece = document.createElement("i");
      piece.className = item === now ? "now" : chosen(item) === null ? "" : "done"; // what is left open looks so
      bar.append(piece);
    }
  }
  /**
   * @param {Item} item
   * @param {{ id: string, text: string }} option
   */
  function choice(item, option) {
    const label = part("pick");
    const input = phone.one("input", label);
    if (item.has_lines) { input.type = "checkbox"; }
    input.value = option.id;
    phone.one("span", label).textContent = option.text;
    label.classList.toggle("unsure", option.id === "unsure");
    return label;
  }
  function showSign() {
    if (attempt.hasClosed && attempt.row.state === "draft") { // the server's page says so, and leads on
      phone.go("/t/" + number);
      return;
    }
    const end = root && /** @type {HTMLElement | null} */ (root.querySelector("[data-closing]"));
    if (end) { end.textContent = attempt.closing; }
    const line = root && /** @type {HTMLElement | null} */ (root.querySelector("[data-stored]"));
    if (line) { line.hidden = attempt.isLoose(); }
    sign(attempt.sign());
  }
  /** @param {string} name */
  function sign(name) {
    const line = root && root.querySelector("[data-sign]");
    if (!line) { return; }
    line.textContent = "";
    if (name) { line.append(part(name)); }
  }
  function overview() {
    const screen = part("overview");
    const blanks = form.items.map((_, n) => n + 1).filter((n) => chosen(form.items[n - 1]) === null);
    for (const it of screen.querySelectorAll("[data-open], [data-whole]")) {
      /** @type {HTMLElement} */ (it).hidden = it.hasAttribute("data-open") !== blanks.length > 0;
    }
    const { length } = form.items;
    screen.classList.toggle("many", blanks.length * 5 > length);
    const strip = phone.one(".strip span", screen);
    strip.textContent = phone.fill(strip.textContent, Math.ceil(length * 0.8), length);
    lead(/** @type {HTMLAnchorElement} */ (phone.one("a[data-many]", screen)), pathOf(blanks[0]));
    const line = phone.one("p[data-open]", screen);
    line.textContent = phone.fill(line.textContent, blanks.length);
    for (const n of blanks) {
      const entry = part("blank");
      const link = phone.one("a", entry);
      link.textContent = say("question", n);
      lead(link, pathOf(n));
      phone.one("ol", screen).append(entry);
    }
    lead(phone.one("a[data-back]", screen), pathOf(questions.length));
    for (const it of screen.querySelectorAll("button")) { it.addEventListener("click", finish, { once: true }); }
    show(screen, say("answered", length - blanks.length, length));
    showSign();
  }
  async function finish() {
    await attempt.finish();
    history.replaceState(1, "", "/t/" + number);
    after();
  }
  /** After sending: what is on this phone and what has arrived. */
  function after() {
    const row = attempt && attempt.row;
    if (row && row.state === "held") { deliver(); return; }
    const screen = part(row ? row.state : "arrived");
    if (row && row.state === "aside") { phone.one("[data-words]", screen).textContent = row.words || ""; }
    if (row && row.state === "waiting") {
      if (!phone.requestSync) { phone.one(".go", screen).remove(); } // no worker: nothing leads on until it is there
      phone.soon();
    }
    show(screen);
  }
  /** What the disk refused goes from this page; how it stands then the server's page says. */
  async function deliver() {
    clearTimeout(attempt.timer);
    const outcome = await phone.sendTest(attempt.row).catch(() => ({ isLeft: true }));
    if (!outcome.isLeft) { phone.go("/t/" + number); return; }
    show(part("held"));
    attempt.timer = setTimeout(deliver, LATER);
  }
  document.addEventListener("outbox", async () => {
    const before = attempt ? attempt.row : stored;
    if (!before || before.state !== "waiting") { return; }
    const row = (await phone.tests(mark)).find((it) => it.key === before.key);
    if (row && row.state === "waiting") { return; }
    const known = await phone.road(mark);
    // The server's page says that it arrived.
    if (!row && !(isShell && known)) { phone.go("/t/" + number); return; }
    stored = row;
    attempt = /** @type {any} */ (row && new Attempt(road, row, showSign));
    after();
  });
  document.addEventListener("visibilitychange", () => { if (attempt) { attempt.count(document.hidden); } });
  addEventListener("popstate", () => attempt ? render() : location.reload());

  if ("locked" in document.body.dataset) {
    document.addEventListener("shown", start, { once: true });
  } else { start(); }
})();
