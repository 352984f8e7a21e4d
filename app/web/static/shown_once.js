"use strict";
// What is shown once is asked about on leaving, until it was sent to a printer.
(() => {
  let isPrinted = false;
  addEventListener("afterprint", () => { isPrinted = true; });
  addEventListener("beforeunload", (event) => {
    if (isPrinted) { return; }
    event.preventDefault();
    event.returnValue = "";
  });
})();
