"use strict";
// The cursor goes on by itself, and a full row is saved at once. Without script the button saves all rows.
(function () {
  var form = document.getElementById("sheets");
  if (!form || !window.fetch) { return; }

  function save(row) {
    var said = row.querySelector(".said");
    function say(text, isKept) { said.textContent = text; said.classList.toggle("bad", !isKept); }
    var body = new FormData();
    ["csrf_token", "wave", "sat_on"].forEach(function (name) { body.append(name, form.elements[name].value); });
    row.querySelectorAll(".cell").forEach(function (cell) { body.append(cell.name, cell.value); });
    say(form.getAttribute("data-saving"), true);
    fetch(form.action, { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error" })
      .then(function (answer) { if (!answer.ok) { throw new Error(); } return answer.json(); })
      .then(function (told) { var of = told[row.getAttribute("data-row")]; say(of.said, of.is_kept); })
      .catch(function () { say(form.getAttribute("data-lost"), false); });
  }

  form.addEventListener("input", function (event) {
    var cell = event.target;
    if (!cell.classList.contains("cell")) { return; }
    var row = cell.closest("tr");
    var marks = Array.prototype.slice.call(row.querySelectorAll(".cell"));
    var items = marks.filter(function (it) { return it.name.charAt(0) === "m"; });
    if (cell.value && marks.indexOf(cell) + 1 < marks.length) { marks[marks.indexOf(cell) + 1].focus(); marks[marks.indexOf(cell) + 1].select(); }
    if (items.every(function (it) { return it.value.trim(); })) {
      clearTimeout(row.waiting);
      row.waiting = setTimeout(function () { save(row); }, 700);
    }
  });
}());
