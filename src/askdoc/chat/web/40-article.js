// The article: scrolls to a place, steps through places, and is a sheet on a small screen.
askdoc.article = (() => {
  const { $ } = askdoc;
  const SMALL = window.matchMedia("(max-width: 900px), (max-height: 500px)");
  let at = -1, asked = () => {};

  const number = (value) => (value === undefined ? undefined : Number(value));

  const article = () => $("#article");
  const stops = () => (article()?.dataset.stops || "").split(" ").filter(Boolean).map(Number);

  const within = (element) => {
    // subtle: offsets are relative to the page's layout, so both are measured on the screen
    const box = article().getBoundingClientRect();
    return element.getBoundingClientRect().top - box.top + article().scrollTop;
  };

  // A wide table scrolls to the cell that answers.
  const toCell = (cell) => {
    const table = cell.closest(".table");
    table.scrollLeft = cell.offsetLeft - (table.clientWidth - cell.offsetWidth) / 2;
  };

  const scrollTo = (element) => {
    article().scrollTop = Math.max(0, within(element) - article().clientHeight / 3);
    const cell = $("td.cell", element.closest("tr") || element);
    if (cell) toCell(cell);
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
    else asked({ at: all[next] });
  };

  // The window on the map: the visible part of the article.
  const spot = () => {
    const text = article(), view = $("#pane .map em");
    if (!text || !view) return;
    const { start, end, length } = text.dataset;
    const share = (end - start) / Math.max(1, length);
    page(text);
    view.style.top = `${100 * (start / Math.max(1, length) + (share * text.scrollTop) / text.scrollHeight)}%`;
    view.style.height = `${100 * share * Math.min(1, text.clientHeight / text.scrollHeight)}%`;
  };

  // The bar shows the number of the visible page.
  const page = (text) => {
    const on = $("#pane .on"), third = text.getBoundingClientRect().top + text.clientHeight / 3;
    if (!on) return;
    const begun = [...text.querySelectorAll("[data-page]")]
      .filter((line) => line.getBoundingClientRect().top <= third).pop();
    if (begun) on.textContent = `, ${begun.dataset.page}`;
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

  const clicked = (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.step) step(Number(button.dataset.step));
    else if (button?.dataset.answer) asked({ answer: Number(button.dataset.answer) });
    else if (button?.dataset.at) asked({ at: Number(button.dataset.at) });
    else if (event.target.closest(".map")) {
      const map = event.target.closest(".map").getBoundingClientRect();
      go((event.clientY - map.top) / map.height);
    }
  };

  const go = (share) => {
    const text = article(), { start, end, length } = text.dataset;
    const wanted = Math.round(share * length);
    if (wanted < start || wanted > end) asked({ at: wanted });
    else {
      const inside = (wanted - start) / Math.max(1, end - start);
      text.scrollTop = inside * text.scrollHeight - text.clientHeight / 2;
    }
  };

  let put;
  const show = ({ pane, shown }, put_) => {
    put = put_;
    put($("#pane"), pane);
    document.querySelectorAll("#turns .answer").forEach((answer) => {
      const { turn, answer: rank } = answer.dataset;
      const here = shown && shown.turn === Number(turn) && shown.answer === Number(rank);
      answer.classList.toggle("shown", Boolean(here));
      $(".place a", answer).toggleAttribute("aria-current", Boolean(here));
    });
    arrived();
    askdoc.pages.arrived();
  };

  // --- the sheet on a small screen: it slides over the answers, and Back closes it

  const isOpen = () => document.body.classList.contains("reading");
  let from;
  const enter = () => { if (!window.history.state?.sheet) window.history.pushState({ sheet: true }, ""); };
  const open = (found, put_) => {
    from = document.activeElement;
    if (SMALL.matches && !isOpen()) {
      document.body.classList.add("reading");
      enter();
    }
    show(found, put_);
    $("#article")?.focus({ preventScroll: true });
    askdoc.say(askdoc.t("The article is at this place."));
  };
  const close = () => {
    if (!isOpen()) return;
    document.body.classList.remove("reading");
    if (from?.isConnected) from.focus({ preventScroll: true });
  };
  // remove the entry of the sheet from the history, if any
  const back = () => (window.history.state?.sheet ? window.history.back() : close());
  window.addEventListener("popstate", close);

  // Copy the text itself, with the characters that a heading, list or table hides.
  const copied = (event) => {
    const chosen = window.getSelection(), body = $("#article .body");
    if (!chosen.rangeCount || !body?.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
    const text = chosen.getRangeAt(0).cloneContents().textContent;
    if (!text) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };

  const start = () => {
    asked = (place) => askdoc.run("show", place, (found) => { if (found.pane) show(found, put); });
    $("#pane").addEventListener("click", clicked);
    $("#pane").addEventListener("copy", copied);
    window.addEventListener("resize", spot);
  };

  return { start, show, open, enter, back, isOpen, step, toCell };
})();
