/* A finding that is left out is struck through. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    if (event.target.name === "leave") event.target.closest("tr").classList.toggle("left-out", event.target.checked);
  });
})();
