"use strict";
// On the answer to a form: Back and Reload come to the page that the form stood on. Else the browser would ask in its
// own words whether to send again what was typed, or show a broken page.
history.replaceState(null, "", document.referrer.indexOf(location.origin + "/") ? location.href : document.referrer);
