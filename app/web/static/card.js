"use strict";
// What stands behind the # of a card's QR code is the code alone: it goes into its field, and out of the address.
(() => {
  const fillIn = () => {
    const code = location.hash.slice(1);
    if (!/^[A-Z2-9]{8}$/.test(code)) { return; }
    history.replaceState(null, "", location.pathname + location.search);
    /** @type {HTMLInputElement} */ (document.getElementById("code")).value = code.slice(0, 4) + " " + code.slice(4);
    /** @type {HTMLInputElement} */ (document.getElementById("pin")).focus();
  };
  addEventListener("hashchange", fillIn);
  fillIn();
})();
