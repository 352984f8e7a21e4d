"use strict";
// What a learner ticks or writes in lessons. It stays on this phone, under the learner's mark, and is never sent.
(function () {
  // Whose page this is, whoever has come in on another tab since. Who hurried on here was not written down yet on the
  // page before: then the server says it.
  function whose() {
    return phone.ready.then(function (now) {
      return now || phone.token().then(function (mine) { return mine && phone.arrive(mine.mark); });
    });
  }
  phone.whose = whose;
  // Resolves when it is on disk; where nobody is here it is not kept, and that is told by false.
  phone.keep = function (name, value) {
    return whose().then(function (now) {
      if (!now) { return false; }
      return phone.writing("kept", function (it) { return it.put({ mark: now.mark, name: name, value: value }); })
        .then(function () { return true; });
    });
  };
  // What was kept under this name by whoever is here; undefined where there is nothing.
  phone.kept = function (name) {
    return whose().then(function (now) {
      if (!now) { return undefined; }
      return phone.reading("kept", function (it) { return it.get([now.mark, name]); })
        .then(function (row) { return row && row.value; });
    });
  };
}());
