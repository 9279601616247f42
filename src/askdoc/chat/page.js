// The page's own script: it scrolls the article, steps through places, copies and saves.
// All text comes from the server, escaped; nothing here makes HTML of it.
"use strict";
window.askdoc = (() => {
  const $ = (query) => document.querySelector(query);
  let sayPane, at = -1;

  // HTML has no NUL: where the document has one, the server leaves a place for it.
  const fill = (element) =>
    element.querySelectorAll(".nul").forEach((nul) => {
      if (nul.textContent !== "\0") nul.textContent = "\0";
    });

  // Calls `changed` now and whenever the element gets new content.
  const watch = (element, changed) => {
    const look = () => { fill(element); changed?.(); };
    new MutationObserver(look).observe(element, { childList: true, subtree: true, attributes: true });
    look();
  };

  const number = (value) => (value === undefined ? undefined : Number(value));

  // --- the reading pane

  const article = () => $("#article");
  const stops = () => (article()?.dataset.stops || "").split(" ").filter(Boolean).map(Number);

  const within = (element) => {
    // subtle: offsets are relative to the page's layout, so both are measured on the screen
    const box = article().getBoundingClientRect();
    return element.getBoundingClientRect().top - box.top + article().scrollTop;
  };

  const scrollTo = (element) => {
    article().scrollTop = Math.max(0, within(element) - article().clientHeight / 3);
    spot();
  };

  const mark = (stop) => {
    at = stop;
    document.querySelectorAll("#article .current").forEach((e) => e.classList.remove("current"));
    const place = $(`#article [data-stop="${stop}"]`);
    place?.classList.add("current");
    const shown = $("#pane output b");
    if (shown) shown.textContent = String(stops().indexOf(stop) + 1 || "–");
    return place;
  };

  const step = (by) => {
    const all = stops();
    if (!all.length) return;
    const now = all.indexOf(at);
    const next = now < 0 ? 0 : (now + by + all.length) % all.length;
    const place = mark(all[next]);
    if (place) scrollTo(place);
    else sayPane("select", { at: all[next] });
  };

  // The window on the map: which part of the article is on the screen.
  const spot = () => {
    const text = article(), view = $("#pane .map em");
    if (!text || !view) return;
    const { start, end, length } = text.dataset;
    const share = (end - start) / Math.max(1, length);
    view.style.top = `${100 * (start / Math.max(1, length) + (share * text.scrollTop) / text.scrollHeight)}%`;
    view.style.height = `${100 * share * Math.min(1, text.clientHeight / text.scrollHeight)}%`;
  };

  let rendered;
  const arrived = () => {
    const text = article();
    if (!text || text.dataset.render === rendered) return;
    rendered = text.dataset.render;
    text.addEventListener("scroll", spot, { passive: true });
    const wanted = number(text.dataset.at);
    const place = mark(wanted);
    if (place) scrollTo(place);
    else {
      const { start, end } = text.dataset;
      const share = (wanted - start) / Math.max(1, end - start);
      text.scrollTop = share * text.scrollHeight - (share ? text.clientHeight / 3 : 0);
      spot();
    }
  };

  const pane = (element, trigger) => {
    sayPane = trigger;
    watch(element, arrived);
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button?.dataset.step) step(Number(button.dataset.step));
      else if (button?.dataset.answer) trigger("select", { answer: Number(button.dataset.answer) });
      else if (button?.dataset.at) trigger("select", { at: Number(button.dataset.at) });
      else if (event.target.closest(".map")) {
        const map = event.target.closest(".map").getBoundingClientRect();
        go((event.clientY - map.top) / map.height);
      }
    });
    window.addEventListener("resize", spot);
  };

  const go = (share) => {
    const text = article(), { start, end, length } = text.dataset;
    const wanted = Math.round(share * length);
    if (wanted < start || wanted > end) sayPane("select", { at: wanted });
    else {
      const inside = (wanted - start) / Math.max(1, end - start);
      text.scrollTop = inside * text.scrollHeight - text.clientHeight / 2;
    }
  };

  // --- the conversation

  // Room below the last answer, so that its question can be at the top.
  const makeRoom = (last) => {
    const style = $("#conversation .tools").style;
    const room = `${Math.max(0, $("#conversation").clientHeight - last.offsetHeight)}px`;
    if (style.minHeight !== room && getComputedStyle($("#conversation")).overflowY !== "visible") style.minHeight = room;
  };

  let turns;
  const talked = () => {
    const all = document.querySelectorAll("#conversation .turn");
    const last = all[all.length - 1];
    document.body.classList.toggle("talking", all.length > 0);
    if (last) makeRoom(last);
    if (last && last.dataset.turn !== turns) {
      turns = last.dataset.turn;
      const room = $("#conversation");
      room.scrollTop += last.getBoundingClientRect().top - room.getBoundingClientRect().top;
      if (getComputedStyle(room).overflowY === "visible") last.scrollIntoView();
      const address = new URL(window.location);
      if (last.dataset.own === "1") address.searchParams.delete("q");
      else address.searchParams.set("q", last.dataset.q);
      window.history.replaceState(null, "", address);
    }
    if (!last && turns !== -1) {
      if (turns !== undefined) { // started again: a reload does not ask the old question
        const address = new URL(window.location);
        address.searchParams.delete("q");
        window.history.replaceState(null, "", address);
      }
      turns = -1;
    }
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard without https: the old way
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const cite = async (button, answer) => {
    const address = new URL(window.location);
    address.hash = "";
    const turn = answer.closest(".turn");
    address.searchParams.set("q", turn.dataset.q);
    const link = turn.dataset.own === "1" ? "" : ` ${address}#${answer.dataset.fragment}`;
    await copy(`${answer.dataset.cite}${link}`);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
  };

  const conversation = (element, trigger) => {
    element.setAttribute("role", "log");
    element.setAttribute("aria-label", "Conversation");
    watch(element, talked);
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button, a"), answer = event.target.closest(".answer");
      const place = answer && { turn: Number(answer.dataset.turn), answer: Number(answer.dataset.answer) };
      const what = button?.dataset.do;
      if (what === "cite") cite(button, answer);
      else if (what === "vote") trigger("like", { ...place, vote: button.dataset.vote });
      else if (what === "clear" || what === "download") trigger(what, {});
      else if (place && (what === "show" || event.target.closest("blockquote"))) {
        event.preventDefault();
        if (what || !String(window.getSelection())) trigger("select", place);
      }
    });
  };

  // What this page shows, as it says with each question: an answer would else mislead.
  const seen = () => {
    const all = document.querySelectorAll("#conversation .turn");
    const shown = { ...($("#scope [data-scope]")?.dataset || {}) };
    return JSON.stringify({
      turns: all.length ? Number(all[all.length - 1].dataset.turn) + 1 : 0,
      scope: shown.scope || "", own: JSON.parse(shown.own || "[]"),
    });
  };

  const chips = (element, trigger) => {
    watch(element);
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-question]");
      if (button) trigger("submit", { question: button.dataset.question, seen: seen() });
    });
  };

  const save = (text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    link.download = "askdoc.md";
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // n and p step through the places, / goes to the question.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") { event.preventDefault(); $("#question textarea")?.focus(); }
  });

  return { pane, conversation, chips, save, seen };
})();
