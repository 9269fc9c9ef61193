/* The picture of the page that one reads, above the text of a recognised document. Without script
   the link beside each finding leads to the page and its picture. */
(function () {
  "use strict";
  var text = document.getElementById("text"), beside = document.getElementById("beside");
  var button = document.getElementById("beside-on");
  if (!text || !beside || !button) return;
  var picture = beside.querySelector("img"), link = beside.querySelector("a"), address = link.href;
  var lines = text.querySelectorAll(".line");
  var pages = beside.dataset.pages.trim().split(" ").map(function (told) {
    var parts = told.split(":");
    return { number: Number(parts[0]), start: Number(parts[1]), source: parts[2] || "" };
  });

  // The character at the head of what is seen of the text.
  function seen() {
    var own = window.getComputedStyle(text).overflowY === "auto";
    var top = own ? text.getBoundingClientRect().top : 0;
    for (var low = 0, high = lines.length - 1; low < high;) {
      var middle = (low + high) >> 1;
      if (lines[middle].getBoundingClientRect().bottom > top) high = middle; else low = middle + 1;
    }
    return lines.length ? Number(lines[low].dataset.start) : 0;
  }

  function show() {
    var at = seen(), place = 0;
    while (place + 1 < pages.length && pages[place + 1].start <= at) place += 1;
    var page = pages[place], next = pages[place + 1];
    var end = next ? next.start : Number(text.dataset.length);
    button.textContent = button.dataset.one + " " + page.number + " / " + pages.length;
    link.href = address + "?page=" + page.number;
    if (beside.hidden) return;
    picture.hidden = !page.source;
    if (page.source && picture.getAttribute("src") !== page.source) picture.src = page.source;
    var share = end > page.start ? Math.max(0, at - page.start) / (end - page.start) : 0;
    beside.scrollTop = share * Math.max(0, beside.scrollHeight - beside.clientHeight / 2);
  }

  var wait = 0;
  function later() {
    window.cancelAnimationFrame(wait);
    wait = window.requestAnimationFrame(show);
  }
  text.addEventListener("scroll", later);
  window.addEventListener("scroll", later);
  picture.addEventListener("load", show);
  button.addEventListener("click", function () {
    beside.hidden = !beside.hidden;
    button.setAttribute("aria-pressed", String(!beside.hidden));
    show();
    if (!beside.hidden && window.getComputedStyle(text).overflowY !== "auto") beside.scrollIntoView({ block: "center" });
  });
  button.hidden = false;
  show();
})();
