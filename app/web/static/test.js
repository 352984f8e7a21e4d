"use strict";
// A test on the phone: every tap is on disk before the sign says so, and on the server as soon as there is a connection.
// Without this script, or without a database, the forms of the pages do the same online.
(function () {
  var place = /^\/t\/(\d+)(?:\/(\d+|all))?$/.exec(location.pathname);
  var moulds = document.getElementById("test");
  var main = document.querySelector("main");
  var corner = document.querySelector(".top > span");
  if (!place || !moulds) { return; }
  var UNSAID = "unsaid";
  var number = Number(place[1]);
  var isShell = document.body.hasAttribute("data-shared");
  var me = null;      // the mark of whoever is here
  var test = null;    // how the server told this test last
  var questions = []; // items, then statements
  var form = null;
  var row = null;     // the attempt as it is on disk
  var root = null;
  var since = null;   // when the question that is shown was shown, by a clock that nobody can set
  var shown = null;
  var sending = null;

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
  function all() { return "/t/" + number + "/all"; }

  // Finding the test: what is on this phone, else what the server tells

  function start() {
    phone.ready.then(function (here) {
      if (!here) { return reveal("nobody"); }
      me = here.mark;
      return Promise.all([phone.road(me), phone.tests(me)]).then(function (found) {
        row = pick(found[1]);
        if (row && row.state !== "draft") { return shape(found[0]) && after(); }
        if (isShell) { return shape(found[0]) ? begin() : reveal("shut"); }
        return online(found[0]);
      });
    }).catch(function () { if (isShell) { reveal("nobody"); } });
  }
  function reveal(id) { var it = document.getElementById(id); if (it) { it.hidden = false; } }
  function pick(rows) {
    var own = rows.filter(function (it) { return it.number === number; });
    return own.filter(function (it) { return it.state === "waiting"; })[0] ||
      own.filter(function (it) { return it.state === "draft"; })[0] ||
      (isShell || !main.querySelector("form") ? own[0] : null) || null;
  }
  function shape(road) {
    if (!road) { return false; }
    test = road.tests.filter(function (it) { return it.number === number; })[0];
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
        take(known).then(function (is) { if (is) { first(); } else { forms.submit(); } });
      });
      return null;
    }
    return take(known).then(function (is) { if (is) { history.replaceState({ here: true }, "", location.pathname); render(); } });
  }
  function take(known) {
    return phone.takeAlong().catch(function () { return null; }).then(function (fresh) {
      if (!shape(fresh || known) || !isOpen(fresh || known)) { return false; }
      return ensure().then(function () { return true; });
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
    return phone.road(me).then(function (road) {
      if (!isOpen(road) && !row) { return reveal("shut"); }
      if (place[2]) { return ensure().then(render); }
      intro();
      return null;
    });
  }
  function ensure() {
    if (row) { return Promise.resolve(); }
    row = {
      key: test.key || phone.newKey(), mark: me, wave: test.wave, number: number, ticket: test.ticket, form: form.form,
      instrument: form.structure_digest, language: form.language, answers: {}, seconds: {},
      started_at: new Date().toISOString(), finished_at: null, state: "draft"
    };
    form.items.forEach(function (item) { row.answers[item.id] = test.answers[item.id] || null; });
    if (form.statements.length) { row.statements = Object.assign({}, test.statements); }
    return phone.putTest(row);
  }
  function answered() { return form.items.filter(function (item) { return row.answers[item.id] !== null; }).length; }
  function first() { // where it stopped
    var n = questions.findIndex(function (it) {
      return it.options ? row.answers[it.id] === null : !(it.id in row.statements);
    });
    go(n < 0 ? all() : question(n + 1));
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
    button.addEventListener("click", function () { ensure().then(first); });
    show(screen);
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
    var mine = isStatement ? stated(row, item) : row.answers[item.id];
    (isStatement ? scale() : item.options).forEach(function (option) {
      var label = part("pick");
      var input = label.querySelector("input");
      input.value = option.id;
      input.checked = mine === option.id;
      label.querySelector("span").textContent = option.text;
      if (option.id === "unsure" || option.id === UNSAID) { label.classList.add("unsure"); }
      field.appendChild(label);
    });
    screen.querySelector("form").addEventListener("change", function (event) { keep(item, event.target.value, isStatement); });
    screen.querySelector("form").addEventListener("submit", function (event) {
      event.preventDefault();
      go(n < questions.length ? question(n + 1) : all());
    });
    show(screen, where, n > 1 ? question(n - 1) : "/road");
    shown = item;
    since = performance.now();
    sign(mine === null ? "" : hasArrived(item) ? "there" : "on-phone");
  }
  // The five points and "rather not say"; null where nothing was said yet.
  function scale() {
    return Array.from(part("scale").children).map(function (it, n, words) {
      return { id: n + 1 < words.length ? String(n + 1) : UNSAID, text: it.textContent };
    });
  }
  function stated(it, item) {
    if (!(item.id in it.statements)) { return null; }
    return it.statements[item.id] === null ? UNSAID : String(it.statements[item.id]);
  }
  function hasArrived(item) {
    return item.options ? row.answers[item.id] !== null && row.answers[item.id] === test.answers[item.id]
      : stated(row, item) !== null && stated(row, item) === stated(test, item);
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
  }
  // After sending: what is on this phone and what has arrived.
  function after() {
    if (row && row.state === "waiting") { show(part("waiting")); phone.soon(); return; }
    if (row && row.state === "aside") {
      var screen = part("aside");
      screen.querySelector("[data-words]").textContent = row.words;
      show(screen);
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
    Object.keys(spent).forEach(function (id) {
      var whole = Math.floor(spent[id]);
      if (!whole || !(id in now.answers)) { return; }
      now.seconds[id] = Math.min((now.seconds[id] || 0) + whole, 1000000);
      spent[id] -= whole;
    });
  }
  function keep(item, value, isStatement) {
    count();
    sign("");
    phone.changeTest(row.key, function (now) {
      if (now.state !== "draft") { return false; }
      if (isStatement) { now.statements[item.id] = value === UNSAID ? null : Number(value); } else { now.answers[item.id] = value; }
      timed(now);
      return true;
    }).then(function (now) {
      if (!now) { location.reload(); return; } // another tab has sent it
      row = now;
      if (shown === item) { sign("on-phone"); }
      tell();
    }, function () { sign("unkept"); tell(); });
  }
  // The server's copy, for the board and for a second phone. What counts is what is sent at the end.
  function tell() {
    if (sending) { sending.isOld = true; return sending.done; }
    var mine = { isOld: false };
    sending = mine;
    mine.done = phone.askAs(me, "PUT", "/api/v1/drafts/" + row.wave, {
      key: row.key, answers: row.answers, statements: row.statements || {}
    })
      .then(function (answer) {
        if (!answer || answer.status !== 200) { return null; }
        test.answers = answer.body.answers;
        test.statements = answer.body.statements;
        if (shown && hasArrived(shown)) { sign("there"); }
        if (answer.body.key === row.key) { return null; }
        return phone.renameTest(row.key, answer.body.key).then(function (now) { row = now || row; });
      }).catch(function () { /* it stays on this phone, as the sign says */ }).then(function () {
        sending = null;
        if (mine.isOld && row.state === "draft") { return tell(); }
        return null;
      });
    return mine.done;
  }
  function finish() {
    Promise.resolve(sending && sending.done).then(function () {
      return phone.changeTest(row.key, function (now) {
        if (now.state !== "draft") { return false; }
        timed(now);
        now.finished_at = new Date().toISOString();
        now.state = "waiting";
        return true;
      });
    }).then(function (now) {
      if (!now) { location.reload(); return; }
      row = now;
      history.replaceState({ here: true }, "", "/t/" + number);
      after();
    });
  }
  document.addEventListener("outbox", function () {
    if (!row || row.state !== "waiting") { return; }
    phone.tests(me).then(function (rows) {
      var now = rows.filter(function (it) { return it.key === row.key; })[0];
      if (now && now.state === "waiting") { return; }
      if (!now && !isShell) { location.replace("/t/" + number); return; } // the server's page shows the score
      row = now || null;
      after();
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
