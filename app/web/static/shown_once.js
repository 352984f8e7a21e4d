"use strict";
// What is shown once is asked about on leaving, until it was sent to a printer.
(() => {
  let isPrinted = false;
  addEventListener("afterprint", () => { isPrinted = true; });
  addEventListener("beforeunload", (event) => {
    if (isPrinted) { return; }
    event.preventDefault();
    event.returnValue = ""; // Chrome before 119 asks only where this is set, whatever it is set to
  });
})();
