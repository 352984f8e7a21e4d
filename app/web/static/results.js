"use strict";
// Paper shows what is closed on the screen, also where a browser's style cannot open it.
(function () {
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = [].slice.call(document.querySelectorAll("details.fold:not([open])"));
    opened.forEach(function (it) { it.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (it) { it.open = false; });
    opened = [];
  });
}());
