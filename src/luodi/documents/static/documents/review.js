/* The review: twins find each other, keys, tabs on a narrow screen. Without it links and forms do the work. */
(function () {
  "use strict";
  var panes = document.getElementById("panes");
  if (!panes) return;
  var cards = document.getElementById("cards"), text = document.getElementById("text"), said = document.getElementById("said");
  var tabs = document.querySelector(".pane-tabs"), help = document.getElementById("keys"), box = document.getElementById("keys-on");
  var chosen = "", advance = false, places = { text: 0, findings: 0 };

  function card(key) { return document.getElementById("f-" + key); }
  function marks(key) { return text.querySelectorAll('mark[data-finding="' + key + '"]'); }
  function all() { return Array.prototype.slice.call(cards.querySelectorAll(".finding")); }
  function wide() { return window.matchMedia("(min-width: 1024px)").matches; }
  function still() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"; }
  function say(words) { said.textContent = ""; window.setTimeout(function () { said.textContent = words; }, 30); }

  // Below 1024 px one pane shows at a time, each where it was left.
  function shown() { return panes.classList.contains("show-text") ? "text" : "findings"; }
  function show(pane) {
    if (!wide()) places[shown()] = window.scrollY;
    panes.classList.toggle("show-text", pane === "text");
    panes.classList.toggle("show-findings", pane === "findings");
    tabs.querySelectorAll("button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.pane === pane));
    });
    if (!wide()) window.scrollTo(0, places[pane]);
  }
  tabs.hidden = false;
  show("findings");
  tabs.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button) show(button.dataset.pane);
  });

  function reveal(element, pane) {
    if (!element) return;
    var frame = wide() ? pane.getBoundingClientRect() : { top: 110, bottom: window.innerHeight };
    var place = element.getBoundingClientRect();
    if (place.top >= frame.top && place.bottom <= frame.bottom) return;
    var block = place.height > (frame.bottom - frame.top) * 0.9 ? "start" : "center";
    // Blocks far away are measured only when they come near: the second look corrects the first.
    element.scrollIntoView({ block: block });
    window.requestAnimationFrame(function () { element.scrollIntoView({ block: block, behavior: still() }); });
  }

  function mark_as_chosen(key) {
    document.querySelectorAll(".finding.chosen, mark.chosen").forEach(function (one) { one.classList.remove("chosen"); });
    chosen = key;
    if (card(key)) card(key).classList.add("chosen");
    marks(key).forEach(function (one) { one.classList.add("chosen"); });
    var here = new URL(window.location.href);
    here.searchParams.set("finding", key);
    here.hash = "";
    window.history.replaceState(null, "", here);
  }

  // Choose a finding and bring its twin into view; `to` is the pane that a narrow screen shows.
  function choose(key, to, focus) {
    if (!card(key)) {
      fetch_around(key, function () { if (card(key)) choose(key, to, focus); });
      return;
    }
    mark_as_chosen(key);
    if (!wide() && to) show(to);
    if (wide() || to !== "text") reveal(card(key), cards);
    if (wide() || to === "text") reveal(marks(key)[0], text);
    if (focus) card(key).focus({ preventScroll: true });
  }
  function fetch_around(key, then) {
    var address = panes.dataset.cards + "?" + panes.dataset.query + "&around=" + key;
    window.htmx.ajax("GET", address, { target: "#cards", swap: "innerHTML" }).then(then);
  }

  text.addEventListener("click", function (event) {
    var mark = event.target.closest("mark");
    if (!mark || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (String(window.getSelection())) return;
    choose(mark.dataset.finding, "findings", true);
  });
  cards.addEventListener("click", function (event) {
    var one = event.target.closest(".finding");
    if (!one || one.classList.contains("editing")) return;
    if (event.target.closest("[data-to-text]")) event.preventDefault();
    else if (event.target.closest("a, button, input, select, label")) return;
    if (String(window.getSelection())) return;
    choose(one.dataset.finding, wide() || event.target.closest("[data-to-text]") ? "text" : "");
  });

  // Rows of the form of a finding.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add-row]");
    if (!button) return;
    var rows = button.parentElement.querySelectorAll("[data-row]"), row = rows[rows.length - 1].cloneNode(true);
    row.querySelectorAll("input").forEach(function (input) { input.value = ""; });
    button.parentElement.insertBefore(row, button);
    row.querySelector("input").focus();
  });
  document.addEventListener("input", function (event) {
    var form = event.target.closest(".editing form");
    if (form) form.dataset.changed = "1";
  });
  document.addEventListener("submit", function (event) { delete event.target.dataset.changed; });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector(".editing form[data-changed]")) { event.preventDefault(); event.returnValue = ""; }
  });

  // After a part was replaced: buttons that need script appear, and the focus is not lost.
  document.addEventListener("htmx:load", function (event) {
    var part = event.detail.elt;
    if (!part.querySelectorAll) return;
    part.querySelectorAll("[data-add-row]").forEach(function (button) { button.hidden = false; });
    if (!part.classList.contains("finding")) return;
    if (part.dataset.finding === chosen) part.classList.add("chosen");
    if (part.classList.contains("editing")) {
      mark_as_chosen(part.dataset.finding);
      reveal(part, cards);
      var first = part.querySelector("[aria-invalid=true], [role=alert], form input:not([type=hidden]), form select, form textarea, form .cut");
      if (first && first.getAttribute("role") === "alert") first.tabIndex = -1;
      if (first) first.focus();
    } else if (document.activeElement === document.body) {
      part.focus({ preventScroll: true });
    }
  });
  document.body.addEventListener("luodi:decided", function (event) {
    var told = event.detail, found = told.findings || [];
    found.forEach(function (one) {
      var look = { accepted: " decided", rejected: " rejected" }[one[2]] || "";
      marks(one[0]).forEach(function (mark) { mark.className = "kind-" + one[1] + look + (one[0] === chosen ? " chosen" : ""); });
    });
    say(told.said);
    if (told.refresh && found.length) renew(found);
    else if (advance && found.length) next_open(found[0][0]);
    advance = false;
  });
  function renew(found) {
    var loaded = found.filter(function (one) { return card(one[0]); });
    loaded.forEach(function (one) {
      window.htmx.ajax("GET", "../../findings/" + one[0] + "/?" + panes.dataset.query, { target: "#f-" + one[0], swap: "outerHTML" });
    });
    choose(found[0][0], "findings", true);
  }
  function next_open(key) {
    var list = all(), place = list.indexOf(card(key));
    var next = list.slice(place + 1).filter(function (one) { return one.dataset.state === "proposed" && !one.classList.contains("editing"); })[0];
    if (next) choose(next.dataset.finding, "findings", true);
    else if (card(key)) card(key).focus({ preventScroll: true });
  }

  // Keys; they can be turned off, and rest while somebody writes.
  try { box.checked = window.localStorage.getItem("luodi-keys") !== "off"; } catch (error) { /* no storage, no memory */ }
  box.addEventListener("change", function () {
    try { window.localStorage.setItem("luodi-keys", box.checked ? "on" : "off"); } catch (error) { /* as above */ }
  });
  function step(by) {
    var list = all(), place = list.indexOf(card(chosen));
    var to = place < 0 ? 0 : place + by;
    if (list[to]) return choose(list[to].dataset.finding, "findings", true);
    var more = cards.querySelectorAll(".more-cards a"), link = more[by > 0 ? more.length - 1 : 0];
    if (link) link.click();
  }
  function press(move) {
    var one = card(chosen), thing = one && one.querySelector(".finding > .actions [data-move=" + move + "]");
    if (thing) thing.click();
    return Boolean(thing);
  }
  var keys = {
    j: function () { step(1); },
    k: function () { step(-1); },
    a: function () { advance = true; advance = press("accept"); },
    e: function () { press("edit"); },
    r: function () { press("reject"); },
    u: function () { var undo = document.querySelector("#review-bar .undo button"); if (undo && !undo.disabled) undo.click(); },
    p: function () { press("split"); },
    d: function () { document.querySelector("[data-order]").click(); },
    "?": function () { help.open = !help.open; }
  };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var form = event.target.closest && event.target.closest(".editing");
      if (form) form.querySelector("[data-cancel]").click();
      return;
    }
    var writing = event.target.closest && event.target.closest("input:not([type=checkbox]), select, textarea, .editing");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    var step_of = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (step_of) { event.preventDefault(); step_of(); }
  });

  if (panes.dataset.at) choose(panes.dataset.at, "findings", false);
})();
