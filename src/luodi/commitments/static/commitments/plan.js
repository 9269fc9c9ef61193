// Rows of a plan by keyboard: j and k choose, m joins, s splits at the chosen finding, e edits.
"use strict";
(function () {
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr.plan-row"));
  var at = -1;

  function choose(next) {
    if (next < 0 || next >= rows.length) return;
    if (at >= 0) rows[at].classList.remove("chosen");
    at = next;
    rows[at].classList.add("chosen");
    var link = rows[at].querySelector("[data-open]");
    if (link) link.focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  }

  function submit(key) {
    var form = rows[at] && rows[at].querySelector('form[data-key="' + key + '"]');
    if (!form) return;
    var here = document.activeElement && document.activeElement.getAttribute("data-finding");
    var select = form.querySelector('select[name="from"]');
    if (select && here) {
      var known = Array.prototype.some.call(select.options, function (o) { return o.value === here; });
      if (known) select.value = here;
    }
    form.submit();
  }

  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") choose(at + 1);
    else if (event.key === "k") choose(at - 1);
    else if (event.key === "m" || event.key === "s") submit(event.key);
    else if (event.key === "e" && rows[at]) {
      var link = rows[at].querySelector('a[data-key="e"]');
      if (link) location.href = link.href;
    } else return;
    event.preventDefault();
  });

  rows.forEach(function (row, place) {
    row.addEventListener("focusin", function () {
      if (at !== place) {
        if (at >= 0) rows[at].classList.remove("chosen");
        at = place;
        row.classList.add("chosen");
      }
    });
  });

  var named = /^#r-/.test(location.hash) && document.getElementById(location.hash.slice(1));
  if (named) choose(rows.indexOf(named));
})();
