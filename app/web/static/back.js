"use strict";
// On the answer to a form: Back and Reload come to the page that the form stood on. Else the browser would ask in its
// own words whether to send again what was typed, or show a page of its own that looks broken.
(() => {
  const before = document.referrer;
  const isOurs = before.startsWith(location.origin + "/");
  history.replaceState(null, "", isOurs ? before : location.href);
})();
