"use strict";
// A passphrase is typed once; whoever wants to see it may.
(function () {
  var field = document.getElementById("passphrase");
  var label = document.createElement("label");
  var box = document.createElement("input");
  box.type = "checkbox";
  label.className = "pick";
  label.appendChild(box);
  label.appendChild(document.createElement("span")).textContent = field.dataset.show;
  field.insertAdjacentElement("afterend", label);
  box.addEventListener("change", function () { field.type = box.checked ? "text" : "password"; });
}());
