"use strict";
// On the answer to a form: Back and Reload come to the page that the form stood on. Else the browser would ask in its
// own words whether to send again what was typed, or show a page of its own that looks broken.
(function () {
  var before = document.referrer;
  var isOurs = before.indexOf(location.origin + "/") === 0;
  history.replaceState(null, "", isOurs ? before : location.href);
}());
