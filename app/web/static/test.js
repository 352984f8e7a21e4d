"use strict";
// A test on the phone: every tap is on disk before the sign says so, and on the server as soon as there is a connection.
// Where the disk refuses in mid-test, what was tapped lives in this page until the server has it, and the sign says so.
// Without this script, or without a database, the forms of the pages do the same online.
(function () {
  var place = /^\/t\/(\d+)(?:\/(\d+|all))?$/.exec(location.pathname);
  var moulds = document.getElementById("test");
  var main = document.querySelector("main");
  var corner = document.querySelector(".top > span");
  if (!place || !moulds) { return; }
  var UNSAID = "unsaid";
  var KINDS = ["answers", "statements"];
  var number = Number(place[1]);
  var isShell = document.body.hasAttribute("data-shared");
  var me = null;      // the mark of whoever is here
  var test = null;    // how the server told this test last
  var questions = []; // items, then statements
  var form = null;
  var way = null;     // the road that this test stands on
  var row = null;     // the attempt as it is on disk, and what is loose; in `fresh` what the server has not echoed yet
  var loose = { answers: {}, statements: {} }; // what was tapped here and is not on disk
  var root = null;
  var since = null;   // when the question that is shown was shown, by a clock that nobody can set
  var shown = null;
  var sending = null;
  var again = null;
  var LATER = 5000; // milliseconds until the server is asked once more

  function say(name, n, of) { return moulds.getAttribute("data-" + name).replace("{n}", n).replace("{of}", of); }
  function part(name) {
    return document.importNode(moulds.content.querySelector("[data-part=" + name + "]"), true);
  }
  function show(screen, cornerText, back) {
    if (!root) {
      root = document.createElement("div");
      main.textContent = "";
      main.appendChild(root);
      document.body.setAttribute("data-says", "");
    }
    root.textContent = "";
    root.appendChild(screen);
    corner.textContent = "";
    if (cornerText) {
      var top = part("corner");
      top.querySelector("b").textContent = cornerText;
      var link = top.querySelector("a");
      if (back) { lead(link, back); } else { link.remove(); }
      corner.appendChild(top);
    }
    window.scrollTo(0, 0);
    var head = root.querySelector("h1:not([hidden])");
    if (head && history.state) { head.focus({ preventScroll: true }); }
  }
  function lead(link, path) {
    link.href = path;
    link.addEventListener("click", function (event) { event.preventDefault(); go(path); });
  }
  function go(path) {
    if (path.indexOf("/t/") !== 0) { location.assign(path); return; }
    history.pushState({ here: true }, "", path);
    render();
  }
  function question(n) { return "/t/" + number + "/" + n; }

  // Finding the test: what is on this phone, else what the server tells

  function start() {
    phone.ready.then(function (here) {
      if (!here) { return reveal("nobody"); }
      me = here.mark;
      return Promise.all([phone.road(me), phone.tests(me)]).then(function (found) {
        row = pick(found[1]);
        if (row && !row.fresh) { row = Object.assign({}, row, copy(row), { fresh: copy(row) }); } // of an earlier version
        if (row && row.state !== "draft") { return shape(found[0]) && after(); }
        if (isShell) { return shape(found[0]) ? begin() : reveal("shut"); }
        return online(found[0]);
      });
    }).catch(function () { if (isShell) { reveal("shut"); } });
  }
  function reveal(id) { var it = document.getElementById(id); if (it) { it.hidden = false; } }
  function pick(rows) {
    var own = rows.filter(function (it) { return it.number === number; });
    return own.find(function (it) { return it.state === "waiting"; }) ||
      own.find(function (it) { return it.state === "draft"; }) ||
      (isShell || !main.querySelector("form") ? own[0] : null);
  }
  function shape(road) {
    if (!road) { return false; }
    way = road;
    test = road.tests.find(function (it) { return it.number === number; });
    form = test && road.questions[test.wave];
    if (!form) { return false; }
    questions = form.items.concat(form.statements);
    return true;
  }
  // On a page of the server's: its forms are there, and the test is taken over when it can be kept here.
  function online(known) {
    var forms = main.querySelector("form[method=post]");
    if (!forms) { return null; }
    if (!place[2]) {
      forms.addEventListener("submit", function (event) {
        event.preventDefault();
        take(known).then(function (is) { if (is) { toGap(0); } else { forms.submit(); } });
      });
      return null;
    }
    return take(known).then(function (is) {
      if (!is) { return; }
      var tapped = main.querySelector("fieldset input:checked"); // while the page still came
      var item = questions[place[2] - 1];
      if (tapped && item && tapped.value !== chosen(item)) { keep(item, tapped.value); }
      history.replaceState({ here: true }, "", location.pathname);
      render();
    });
  }
  function take(known) {
    return phone.takeAlong().catch(function () { return null; }).then(function (fresh) {
      if (!shape(fresh || known) || !isOpen(fresh || known)) { return false; }
      return ensure().then(function () { return fresh && hear(copy({}), test); }).then(function () {
        if (fresh && phone.isAny(row.fresh)) { tell(); }
        return true;
      });
    }).catch(function () { return false; });
  }
  function isOpen(road) {
    var now = Date.now() + road.ahead;
    if (test.closed_at && Date.parse(test.closed_at) <= now) { return false; }
    return test.standing === "open" || test.standing === "begun" ||
      (test.standing === "waiting" && !!test.opened_at && Date.parse(test.opened_at) <= now);
  }
  // In the shell, where the server cannot be asked.
  function begin() {
    if (!isOpen(way) && !row) { return test.standing === "sent" ? after() : reveal("shut"); }
    return place[2] ? ensure().then(render) : intro();
  }
  function ensure() {
    if (row) { return Promise.resolve(); }
    var begun = {
      key: test.key || phone.newKey(), mark: me, wave: test.wave, number: number, ticket: test.ticket, form: form.form,
      instrument: form.structure_digest, language: form.language, answers: {}, seconds: {},
      statements: Object.assign({}, test.statements), fresh: { answers: {}, statements: {} },
      started_at: new Date().toISOString(), finished_at: null, state: "draft"
    };
    form.items.forEach(function (item) { begun.answers[item.id] = test.answers[item.id] || null; });
    return phone.putTest(begun).then(function () { row = begun; });
  }
  function answered() { return form.items.filter(function (item) { return row.answers[item.id] !== null; }).length; }
  function toGap(after) { // the first behind question `after`, counted from 1, else the look over
    var at = questions.findIndex(function (it, at) { return at >= after && chosen(it) === null; });
    go(question(at < 0 ? "all" : at + 1));
  }

  // Screens

  function render() {
    count();
    shown = null;
    var now = /^\/t\/\d+(?:\/(\d+|all))?$/.exec(location.pathname);
    if (!now || !now[1]) { if (isShell) { intro(); } else { location.reload(); } return; }
    if (!row || row.state !== "draft") { after(); return; }
    if (now[1] === "all" || Number(now[1]) > questions.length) { overview(); } else { ask(Number(now[1])); }
  }
  function intro() {
    var screen = part("intro");
    var button = screen.querySelector("button");
    screen.querySelectorAll("li").forEach(function (it) { it.textContent = it.textContent.replace("{of}", form.items.length); });
    button.textContent = say(row ? "continue" : "begin");
    button.addEventListener("click", function () { ensure().then(function () { toGap(0); }, function () { go("/road"); }); });
    screen.querySelector("h1").textContent = way.stops.find(function (it) { return !it.lesson && it.number === number; }).title;
    phone.rowsOf("steps", me).then(function (steps) { // before the second test, what would be skipped
      var left = way.stops.filter(function (it) {
        return it.lesson && it.look !== "done" && !steps.some(function (row) { return row.lesson === it.lesson && row.done; });
      }).length;
      var strip = screen.querySelector(".strip");
      if (number === 2 && left) { strip.lastChild.textContent = strip.textContent.replace("{n}", left); } else { strip.remove(); }
      show(screen);
    });
  }
  function ask(n) {
    var item = questions[n - 1];
    var isStatement = !item.options;
    var of = isStatement ? form.statements.length : form.items.length;
    var at = isStatement ? n - form.items.length : n;
    var where = say(isStatement ? "place" : "where", at, of);
    var screen = part("question");
    var road = screen.querySelector(".road");
    road.setAttribute("aria-label", where);
    for (var i = 1; i <= of; i += 1) {
      road.appendChild(document.createElement("i")).className = i < at ? "done" : i === at ? "now" : "";
    }
    var field = screen.querySelector("fieldset");
    var head = screen.querySelector("h1");
    head.textContent = item.stem || item.text;
    if (form.language !== document.documentElement.lang) { (isStatement ? head : field).lang = form.language; }
    if (isStatement) {
      field.className = "scale";
      screen.querySelector("legend").appendChild(part("lead"));
    }
    (isStatement ? scale() : item.options).forEach(function (option) {
      var label = part("pick");
      var input = label.querySelector("input");
      input.value = option.id;
      input.checked = chosen(item) === option.id;
      label.querySelector("span").textContent = option.text;
      if (option.id === "unsure" || option.id === UNSAID) { label.classList.add("unsure"); }
      field.appendChild(label);
    });
    screen.querySelector("form").addEventListener("change", function (event) { keep(item, event.target.value); });
    screen.querySelector("form").addEventListener("submit", function (event) {
      event.preventDefault();
      var wasAtTheEnd = chosen(questions[questions.length - 1]) !== null; // then on from gap to gap
      if (wasAtTheEnd || n === questions.length) { toGap(n); } else { go(question(n + 1)); }
    });
    show(screen, where, n > 1 ? question(n - 1) : "/road");
    shown = item;
    since = performance.now();
    mark();
  }
  // The five points and "rather not say"; null where nothing was said yet.
  function scale() {
    return Array.from(part("scale").children).map(function (it, n, words) {
      return { id: n + 1 < words.length ? String(n + 1) : UNSAID, text: it.textContent };
    });
  }
  function kindOf(item) { return item.options ? "answers" : "statements"; }
  function chosen(item) {
    var value = row[kindOf(item)][item.id];
    if (item.options || value === undefined) { return value || null; }
    return value === null ? UNSAID : String(value);
  }
  // Where the answer of the question that is shown is now; on the look over, whether one is nowhere but in this page.
  function mark() {
    var kind = shown && kindOf(shown);
    var all = root && root.querySelector("[data-stored]");
    if (all) { all.hidden = isLoose(); }
    if (!shown) { sign(isLoose() ? "unkept" : ""); return; }
    sign(chosen(shown) === null ? "" : !(shown.id in row.fresh[kind]) ? "there" : shown.id in loose[kind] ? "unkept" : "on-phone");
  }
  function isLoose() {
    return KINDS.some(function (kind) { return Object.keys(loose[kind]).some(function (id) { return id in row.fresh[kind]; }); });
  }
  function sign(name) {
    var line = root && root.querySelector("[data-sign]");
    if (!line) { return; }
    line.textContent = "";
    if (name) { line.appendChild(part(name)); }
  }
  function overview() {
    var screen = part("overview");
    var blanks = form.items.map(function (item, n) { return row.answers[item.id] === null ? n + 1 : 0; }).filter(Boolean);
    screen.querySelectorAll("[data-open]").forEach(function (it) { it.hidden = !blanks.length; });
    screen.querySelectorAll("[data-whole]").forEach(function (it) { it.hidden = !!blanks.length; });
    screen.querySelector("[data-many]").hidden = blanks.length * 5 <= form.items.length;
    var line = screen.querySelector("p[data-open]");
    line.textContent = line.textContent.replace("{n}", blanks.length);
    blanks.forEach(function (n) {
      var link = document.createElement("a");
      link.className = "step";
      link.textContent = say("question", n);
      lead(link, question(n));
      screen.querySelector("ol").appendChild(document.createElement("li")).appendChild(link);
    });
    lead(screen.querySelector("[data-back]"), question(questions.length));
    screen.querySelector(".go button").addEventListener("click", finish, { once: true });
    show(screen, say("answered", answered(), form.items.length));
    mark();
  }
  // After sending: what is on this phone and what has arrived.
  function after() {
    if (row && row.state === "held") { deliver(); return; }
    if (row && row.state === "waiting") {
      show(part("waiting"));
      if (!phone.later) { root.querySelector(".go").remove(); } // no worker: nothing leads on until it is there
      phone.soon();
      return;
    }
    if (row && row.state === "aside") {
      show(part("aside"));
      root.querySelector("[data-words]").textContent = row.words;
      return;
    }
    show(part("arrived"));
  }

  // Keeping

  function count() { // adds the time that the question was looked at
    if (!shown || !row || since === null) { return; }
    var total = (spent[shown.id] || 0) + (document.hidden ? 0 : performance.now() - since) / 1000;
    spent[shown.id] = total;
    since = performance.now();
  }
  var spent = {};
  function timed(now) {
    var whole = {};
    Object.keys(spent).forEach(function (id) {
      whole[id] = Math.floor(spent[id]);
      if (whole[id] < 1 || !(id in now.answers)) { whole[id] = 0; return; }
      now.seconds[id] = Math.min((now.seconds[id] || 0) + whole[id], 1000000);
      spent[id] -= whole[id];
    });
    return whole;
  }
  function keep(item, value) {
    count();
    sign("");
    loose[kindOf(item)][item.id] = item.options ? value : value === UNSAID ? null : Number(value);
    pour(loose, row);
    save().catch(function () { /* the sign says so */ }).then(function () { mark(); tell(); });
  }
  function pour(from, into) {
    KINDS.forEach(function (kind) {
      Object.assign(into[kind], from[kind]);
      Object.assign(into.fresh[kind], from[kind]);
    });
  }
  function copy(of) { return { answers: Object.assign({}, of.answers), statements: Object.assign({}, of.statements) }; }
  // Takes out of `of` what stands there as it stood in `done`.
  function drop(done, of) {
    KINDS.forEach(function (kind) {
      Object.keys(done[kind]).forEach(function (id) { if (of[kind][id] === done[kind][id]) { delete of[kind][id]; } });
    });
  }
  // What is loose goes to the disk, with whatever `change` makes of the row; rejects where the disk refuses.
  function save(change) {
    var mine = copy(loose);
    var whole = {};
    return phone.changeTest(row, function (now) {
      if (now.state !== "draft") { return false; }
      now.fresh = now.fresh || row.fresh;
      now.statements = now.statements || {};
      pour(mine, now);
      whole = timed(now);
      if (change) { change(now); }
      return true;
    }).then(function (now) {
      if (!now) { return missing(change); }
      drop(mine, loose);
      row = now;
      pour(loose, row);
      return null;
    }, function (fault) {
      Object.keys(whole).forEach(function (id) { spent[id] += whole[id]; });
      throw fault;
    });
  }
  // Another tab has sent it, or the whole database is gone: then it begins anew with what this page knows.
  function missing(change) {
    return phone.here().then(function (someone) {
      if (someone) { location.reload(); return new Promise(function () {}); }
      return phone.arrive(me).then(function () { return phone.keepRoad(way); })
        .then(function () { return phone.putTest(row); }).then(function () { return save(change); });
    });
  }
  // The server's copy, for the board and for a second phone: only what was tapped here and is not there yet.
  function tell() {
    if (sending) { sending.isOld = true; return sending.done; }
    var said = copy(row.fresh);
    var mine = { isOld: false };
    sending = mine;
    said.key = row.key;
    mine.done = phone.askAs(me, "PUT", "/api/v1/drafts/" + row.wave, said).then(function (answer) {
      return answer && answer.status === 200 ? hear(said, answer.body) : null;
    }).catch(function () { /* the sign says where it is */ }).then(function () {
      sending = null;
      mark();
      clearTimeout(again);
      if (row.state !== "draft") { return null; }
      if (mine.isOld) { return tell(); }
      if (isLoose()) { again = setTimeout(tell, LATER); }
      return null;
    });
    return mine.done;
  }
  // The server has what was said, and tells what it holds from every phone; what was tapped here since stands above it.
  function hear(said, told) {
    function catchUp(it) {
      drop(said, it.fresh);
      KINDS.forEach(function (kind) { Object.assign(it[kind], told[kind], it.fresh[kind]); });
      it.key = told.key || it.key;
    }
    catchUp(row);
    return save(catchUp).catch(function () { /* a full phone: this page knows it */ });
  }
  function finish() {
    function end(it, state) {
      it.finished_at = new Date().toISOString();
      it.state = state;
    }
    Promise.resolve(sending && sending.done).then(function () {
      return save(function (now) { end(now, "waiting"); });
    }).catch(function () {
      timed(row);
      end(row, "held");
    }).then(function () {
      history.replaceState({ here: true }, "", "/t/" + number);
      after();
    });
  }
  // What the disk refused goes from this page; how it stands then the server's page says.
  function deliver() {
    clearTimeout(again);
    phone.sendTest(row).catch(function () { return { isLeft: true }; }).then(function (told) {
      if (!told.isLeft) { location.replace("/t/" + number); return; }
      show(part("held"));
      again = setTimeout(deliver, LATER);
    });
  }
  document.addEventListener("outbox", function () {
    if (!row || row.state !== "waiting") { return; }
    phone.tests(me).then(function (rows) {
      var now = rows.find(function (it) { return it.key === row.key; });
      if (now && now.state === "waiting") { return; }
      phone.road(me).then(function (known) {
        if (!now && !(isShell && known)) { location.replace("/t/" + number); return; } // the server's page shows the score
        row = now;
        after();
      });
    });
  });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && shown && row && since !== null) {
      spent[shown.id] = (spent[shown.id] || 0) + (performance.now() - since) / 1000;
    }
    since = performance.now();
  });
  window.addEventListener("popstate", function () { if (row) { render(); } else { location.reload(); } });

  if (document.body.hasAttribute("data-locked")) {
    document.addEventListener("shown", start, { once: true });
  } else { start(); }
}());
