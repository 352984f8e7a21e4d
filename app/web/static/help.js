"use strict";
// On the help that a phone took along: a helpline goes after its last good day, as the server leaves it out, and an
// emergency number never. What day it is, the phone's clock says, set right by how far it was from the server's when the phone was last on the road.
// And Back leads to where one was: the page was kept before that was known.
(function () {
  var before = document.referrer;
  if (before.indexOf(location.origin + "/") === 0 && before.indexOf(location.origin + "/help")) {
    document.querySelector(".go a").href = before;
  }
  function drop(road) {
    var day = new Date(Date.now() + (road ? road.ahead : 0)).toISOString().slice(0, 10);
    document.querySelectorAll("[data-until]").forEach(function (it) {
      if (it.getAttribute("data-until") >= day) { return; }
      it.remove();
      var gone = document.getElementById("gone");
      if (gone) { gone.hidden = false; }
    });
  }
  phone.ready.then(function (here) { return here && phone.road(here.mark); })
    .catch(function () { return null; }).then(drop);
}());
