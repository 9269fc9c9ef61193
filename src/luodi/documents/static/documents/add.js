/* Files that are dropped or chosen show their names and sizes before they are sent. */
(function () {
  "use strict";
  var zone = document.querySelector(".dropzone"), list = document.querySelector(".chosen-files");
  if (!zone || !list) return;
  var input = zone.querySelector("input[type=file]"), limit = Number(zone.dataset.limit) * 1024 * 1024;

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }
  function show() {
    list.textContent = "";
    Array.prototype.forEach.call(input.files, function (file) {
      var line = document.createElement("li"), name = document.createElement("span"), weight = document.createElement("span");
      name.textContent = file.name;
      weight.textContent = size(file.size) + (file.size > limit ? " · " + list.dataset.tooLarge : "");
      weight.className = file.size > limit ? "size too-large" : "size";
      line.append(name, weight);
      list.append(line);
    });
  }
  zone.classList.add("scripted");
  input.addEventListener("change", show);
  // A file may be chosen before this script is there, or still be from before a step back.
  show();
  ["dragenter", "dragover"].forEach(function (name) {
    zone.addEventListener(name, function (event) { event.preventDefault(); zone.classList.add("over"); });
  });
  ["dragleave", "drop"].forEach(function (name) {
    zone.addEventListener(name, function () { zone.classList.remove("over"); });
  });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
  });
})();
