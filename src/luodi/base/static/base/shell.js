/* Small comforts; every page works without them. */
(function () {
  "use strict";
  var root = document.documentElement;

  // Open panels close on Escape (focus goes back to what opened them) and on a click elsewhere.
  function panels() { return document.querySelectorAll("details.drop[open], details.confirm[open]"); }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    panels().forEach(function (panel) {
      panel.open = false;
      if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    var cancel = event.target.closest("[data-close]");
    panels().forEach(function (panel) {
      if (!panel.contains(event.target) || (cancel && panel.contains(cancel))) panel.open = false;
    });
  });

  // The theme changes at once, without losing what stands in a form.
  function show(theme) {
    root.dataset.theme = theme;
    document.getElementById("dark-theme").media =
      theme === "dark" ? "screen" : theme === "light" ? "not all" : "screen and (prefers-color-scheme: dark)";
    document.querySelectorAll("[data-theme-choice] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.matches("[data-theme-choice]") && event.submitter) {
      event.preventDefault();
      var body = new FormData(form);
      body.set("theme", event.submitter.value);
      fetch(form.action, { method: "POST", body: body, headers: { "X-Quiet": "1" } });
      show(event.submitter.value);
    } else if (form.hasAttribute("data-once")) {
      // A second click on a slow line must not send the form twice.
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "1";
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
  document.addEventListener("change", function (event) {
    if (event.target.form && event.target.form.hasAttribute("data-auto")) event.target.form.requestSubmit();
  });

  // Copies a sentence; plain http has no clipboard of its own, so the words are selected first.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    var words = button && document.getElementById(button.dataset.copy);
    if (!words) return;
    var range = document.createRange(), chosen = window.getSelection();
    range.selectNodeContents(words);
    chosen.removeAllRanges();
    chosen.addRange(range);
    if (document.execCommand("copy")) button.textContent = button.dataset.copied;
  });

  // A refused or lost request of a part of the page says so in words.
  function say(id) {
    var words = document.getElementById(id), place = document.getElementById("messages");
    if (words && place) { place.textContent = ""; place.appendChild(words.content.cloneNode(true)); }
  }
  document.addEventListener("htmx:sendError", function () { say("say-offline"); });
  document.addEventListener("htmx:responseError", function () { say("say-refused"); });

  // After a failed form the first wrong field has the focus.
  document.addEventListener("DOMContentLoaded", function () {
    var wrong = document.querySelector("form [aria-invalid=true]");
    if (wrong) wrong.focus();
  });
})();
