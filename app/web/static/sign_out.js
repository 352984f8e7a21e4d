"use strict";
// Signing out: what waits stays on this phone, everything else of this learner goes, and both are said before.
(function () {
  var main = document.querySelector("main");

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || !/\/(out|next)$/.test(form.getAttribute("action") || "")) { return; }
    event.preventDefault();
    phone.ready.then(function (here) {
      if (!here) { return [[], []]; }
      return phone.tests(here.mark).then(tellDrafts).then(function () {
        return Promise.all([phone.tests(here.mark), phone.rowsOf("kept", here.mark)]);
      });
    }).then(function (found) {
      var waits = phone.answersIn(found[0].filter(function (row) { return row.state === "waiting"; }));
      var begun = phone.answersIn(found[0].filter(isLeft).map(function (row) { return row.fresh || row; }));
      var written = found[1].filter(function (row) { // not where one stopped, nor what was tapped until there
        return !/ at( \d+)?$/.test(row.name) && row.value.length;
      }).length;
      if (!waits && !begun && !written) { return signOut(form); }
      ask(form, { waits: waits, begun: begun, kept: written });
    }).catch(function () { form.submit(); });
  });
  function isLeft(row) { return row.state === "draft" && phone.isAny(row.fresh); }
  // A test that was begun goes on on any phone, with what the server has of it.
  function tellDrafts(rows) {
    return Promise.all(rows.filter(isLeft).map(function (row) {
      var said = { key: row.key, answers: (row.fresh || row).answers, statements: (row.fresh || row).statements || {} };
      return phone.askAs(row.mark, "PUT", "/api/v1/drafts/" + row.wave, said).then(function (answer) {
        if (!answer || answer.status !== 200) { return null; }
        return phone.changeTest(row, function (now) { now.fresh = { answers: {}, statements: {} }; });
      }).catch(function () { /* no connection: then they stay here */ });
    }));
  }
  function ask(form, counts) {
    var page = document.importNode(document.getElementById("sign-out").content.firstElementChild, true);
    Object.keys(counts).forEach(function (name) {
      var line = page.querySelector("[data-" + name + "]");
      line.hidden = !counts[name];
      line.textContent = line.textContent.replace("{n}", counts[name]);
    });
    page.querySelector("[data-yes]").addEventListener("click", function () { signOut(form); });
    page.querySelector("[data-no]").addEventListener("click", function () { location.reload(); });
    main.textContent = "";
    main.appendChild(page);
    page.querySelector("h1").focus();
  }
  // On a hub no worker has a page that names nobody: this one becomes it.
  function stay() {
    var page = document.importNode(document.getElementById("sign-out").content.lastElementChild, true);
    document.body.removeAttribute("data-mark");
    document.querySelector(".top > span").textContent = "";
    main.textContent = "";
    main.appendChild(page);
    page.querySelector("h1").focus();
  }
  function signOut(form) {
    var body = new FormData(form);
    phone.token().then(function (mine) {
      if (mine) { body.set("csrf_token", mine.csrf); } // a page that names nobody has none
    }, function () {}).then(function () { return phone.goAway(true); }).then(function () {
      ["seen", "locked"].forEach(function (name) { phone.flag(name, null); });
      return fetch(form.action, { method: "POST", body: body, credentials: "same-origin" });
    }).then(function (answer) {
      location.replace(answer.url);
    }, function () { // no connection: the server hears of it at the next one
      phone.flag("left", "1");
      if (self.isSecureContext) { location.replace("/road"); } else { stay(); }
    });
  }
}());
