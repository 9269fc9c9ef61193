/* Selected words of the text become a finding or its span. Offsets count characters of the stored
   text from what lines and marks bear (data-start); one beyond the BMP is one character, as on the
   server, which compares the words. Without script the pages behind the buttons do the work. */
(function () {
  "use strict";
  var text = document.getElementById("text"), bar = document.getElementById("span-bar");
  if (!text || !bar) return;
  var cards = document.getElementById("cards"), box = document.getElementById("keys-on");
  var words = bar.querySelector(".span-words"), lines = text.querySelectorAll(".line");
  function act(name) { return bar.querySelector("[data-act=" + name + "]"); }
  function count(part) { return Array.from(part).length; }

  // Where a place of the page stands in the text; between two lines that is where the second begins.
  function offset(node, at) {
    var holder = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
    var range = document.createRange();
    if (holder && text.contains(holder)) {
      range.setStart(holder, 0);
      range.setEnd(node, at);
      return Number(holder.dataset.start) + count(range.toString());
    }
    range.setStart(node, at);
    for (var low = 0, high = lines.length; low < high;) {
      var middle = (low + high) >> 1;
      if (range.comparePoint(lines[middle], 0) > 0) high = middle; else low = middle + 1;
    }
    return low < lines.length ? Number(lines[low].dataset.start) : Number(text.dataset.length);
  }

  // The place of the page where a character of the text stands.
  function place(at) {
    for (var low = 0, high = lines.length - 1; low < high;) {
      var middle = (low + high + 1) >> 1;
      if (Number(lines[middle].dataset.start) <= at) low = middle; else high = middle - 1;
    }
    var left = at - Number(lines[low].dataset.start), node, last = lines[low];
    var walk = document.createTreeWalker(lines[low], NodeFilter.SHOW_TEXT);
    while ((node = walk.nextNode())) {
      var signs = Array.from(node.data);
      if (left <= signs.length) return [node, signs.slice(0, left).join("").length];
      left -= signs.length;
      last = node;
    }
    return [last, last.data ? last.data.length : 0];
  }

  function selection() {
    var chosen = window.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    var range = chosen.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    var start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    return start < end ? { start: start, end: end, words: range.toString(), range: range } : null;
  }
  function card() { return cards.querySelector(".finding.chosen"); }
  function touched(range) {
    var keys = [];
    text.querySelectorAll("mark:not(.rejected)").forEach(function (mark) {
      if (range.intersectsNode(mark) && keys.indexOf(mark.dataset.finding) < 0) keys.push(mark.dataset.finding);
    });
    return keys;
  }

  // With the revision that its card shows, so that what somebody else changed meanwhile is not merged.
  function asShown(key) {
    var revision = cards.querySelector("#f-" + key + " form.actions [name=revision]");
    return revision ? key + ":" + revision.value : key;
  }

  function show() {
    var found = selection();
    if (!found) {
      if (!bar.contains(document.activeElement)) bar.hidden = true;
      return;
    }
    var one = card(), several = touched(found.range);
    ["start", "end", "words"].forEach(function (name) { bar.elements[name].value = found[name]; });
    words.textContent = found.words.length > 48 ? found.words.slice(0, 30) + " … " + found.words.slice(-14) : found.words;
    act("change").hidden = !(one && one.querySelector("[data-move=span]"));
    act("merge").hidden = several.length < 2;
    act("merge").querySelector("b").textContent = several.length;
    bar.elements.findings.value = several.map(asShown).join(" ");
    bar.hidden = false;
  }
  var wait = 0;
  document.addEventListener("selectionchange", function () {
    window.clearTimeout(wait);
    wait = window.setTimeout(show, 120);
  });

  // The same form goes to three addresses; the button says to which.
  bar.addEventListener("click", function (event) {
    var button = event.target.closest("[data-act]"), one = card();
    if (!button) return;
    if (selection()) show();
    if (button === act("close")) { window.getSelection().removeAllRanges(); bar.hidden = true; text.focus(); }
    if (button === act("merge")) button.formAction = bar.dataset.merge;
    if (button === act("change")) {
      button.formAction = one.querySelector("[data-move=span]").href;
      bar.elements.revision.value = one.querySelector("form.actions [name=revision]").value;
    }
  });

  function select(one) {
    var from = place(Number(one.dataset.from)), to = place(Number(one.dataset.to));
    if (one.querySelector("[data-to-text]")) one.querySelector("[data-to-text]").click();
    window.getSelection().setBaseAndExtent(from[0], from[1], to[0], to[1]);
    text.focus({ preventScroll: true });
    show();
  }
  function turn() {
    var chosen = window.getSelection();
    chosen.setBaseAndExtent(chosen.focusNode, chosen.focusOffset, chosen.anchorNode, chosen.anchorOffset);
  }

  cards.addEventListener("click", function (event) {
    var plain = event.target.closest("[data-plain]");
    if (!plain) return;
    // A merge changes cards and text: the page is made anew.
    event.preventDefault();
    event.stopPropagation();
    var form = plain.form;
    form.action = plain.formAction;
    form.submit();
  }, true);

  function merge() {
    var one = card(), button = !bar.hidden && !act("merge").hidden ? act("merge") : one && one.querySelector("[data-move=merge]");
    if (button) button.click();
  }
  var keys = {
    s: function () { if (card() && card().dataset.from) select(card()); },
    o: function () { if (!bar.hidden) turn(); },
    n: function () { if (!bar.hidden) act("add").click(); },
    m: merge,
    Enter: function () { if (!act("change").hidden) act("change").click(); }
  };
  document.addEventListener("keydown", function (event) {
    var at = event.target, key = event.key;
    if (key === "Escape" && !bar.hidden && !at.closest(".editing")) return act("close").click();
    if (at.closest("input:not([type=checkbox]), select, textarea, .editing") || event.ctrlKey || event.metaKey || event.altKey || !box.checked) return;
    if (event.shiftKey && (key === "ArrowLeft" || key === "ArrowRight") && !bar.hidden) {
      event.preventDefault();
      window.getSelection().modify("extend", key === "ArrowLeft" ? "backward" : "forward", "character");
      return;
    }
    if (key === "Enter" && at.closest("a, button, summary")) return;
    var step = keys[key.length === 1 ? key.toLowerCase() : key];
    if (step && !(key === "Enter" && bar.hidden)) { event.preventDefault(); step(); }
  });
})();
