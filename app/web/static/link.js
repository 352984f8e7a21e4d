"use strict";
// What stands behind the # of a one-time link is a secret: it goes on in a form, and out of the address.
(() => {
  const field = /** @type {HTMLInputElement} */ (document.getElementById("token"));
  const goOn = () => {
    const token = location.hash.slice(1);
    if (!token) return;
    history.replaceState(null, "", location.pathname + location.search);
    field.value = token;
    /** @type {HTMLFormElement} */ (field.form).submit();
  };
  addEventListener("hashchange", goOn);
  goOn();
})();
