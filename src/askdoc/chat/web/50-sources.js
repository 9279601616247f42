// The sources panel: uploads files one after the other, which the server then reads.
askdoc.sources = (() => {
  const { $, server, t, tn } = askdoc;
  const OFTEN = 400; // milliseconds between two requests for progress
  const files = new Map(); // uploaded files, by the number of the upload and by name
  const sending = [];
  let active, polling = false;
  let known; // the own documents from before these files

  // --- sending

  const megabytes = () => Number($("#app").dataset.megabytes);
  const bring = (list) => {
    if (!list.length) return;
    if (idle()) known = server.shown.own;
    reveal();
    for (const file of list) {
      const one = { file, row: document.createElement("li"), share: 0 };
      sending.push(one);
      $("#sending").append(one.row);
      draw(one);
    }
    next();
  };

  const draw = (one, error) => {
    const name = document.createElement(error ? "p" : "span"), stop = document.createElement("button");
    name.className = "name";
    name.textContent = error || one.file.name;
    if (error) name.setAttribute("role", "alert");
    stop.textContent = error ? t("Dismiss") : t("Cancel");
    stop.setAttribute("aria-label", t("{action}: {name}", { action: stop.textContent, name: one.file.name }));
    stop.addEventListener("click", () => cancel(one));
    one.row.classList.toggle("failed", Boolean(error));
    one.row.replaceChildren(name);
    if (error && one.retry) {
      const again = document.createElement("button");
      again.textContent = t("Retry");
      again.addEventListener("click", () => { cancel(one); bring([one.file]); });
      one.row.append(again);
    }
    if (!error) {
      const said = document.createElement("span");
      said.className = "said";
      said.textContent = one === active ? t("sending, {share} %", { share: Math.round(100 * one.share) }) : t("waiting");
      one.row.append(said);
    }
    one.row.append(stop);
    status();
  };

  const cancel = (one) => {
    const place = sending.indexOf(one);
    if (place >= 0) sending.splice(place, 1);
    one.row.remove();
    if (one === active) one.request.abort();
    status();
  };

  const failed = (one, error, retry) => {
    one.retry = retry;
    one.failed = true;
    draw(one, error);
    if (!isOpen()) askdoc.notice(error, { actions: [[t("Sources"), () => toggle(true)]] });
  };

  const next = async () => {
    if (active) return;
    active = sending.find((one) => !one.failed);
    if (!active) return;
    const one = active;
    if (one.file.size > megabytes() * 1e6) {
      const size = (one.file.size / 1e6).toFixed(1);
      failed(one, t("{name}: {size} MB is over the limit of {limit} MB per file; split it", { name: one.file.name, size, limit: megabytes() }));
    } else {
      draw(one);
      const found = await send(one);
      if (found.error) failed(one, `${one.file.name}: ${found.error}`, found.retry);
      else if (found.gone) {
        failed(one, t("{name}: not read", { name: one.file.name }), true);
        askdoc.restore(found);
      } else if (found.added) {
        files.set(found.added, one.file).set(one.file.name, one.file);
        cancel(one);
        askdoc.talk.show(found);
      }
    }
    active = undefined;
    next();
  };

  const send = (one) => new Promise((done) => {
    const request = new XMLHttpRequest(), said = server.message("bring", { name: one.file.name });
    one.request = request;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      one.share = loaded / Math.max(1, total);
      draw(one);
    });
    request.addEventListener("load", () => {
      try {
        done(JSON.parse(request.response));
      } catch {
        done({ error: t("the server rejects it (error {status})", { status: request.status }), retry: true });
      }
    });
    request.addEventListener("error", () => done({ error: t("the connection was lost while it was sent"), retry: true }));
    request.addEventListener("abort", () => done({}));
    request.open("POST", "askdoc/bring");
    request.setRequestHeader("X-Said", encodeURIComponent(JSON.stringify(said)));
    request.send(one.file);
  });

  // --- progress

  let reading = [];
  const status = () => {
    const now = active && !active.failed ? [t("Sending {name}…", { name: active.file.name })] : reading.slice(0, 1).map((name) => t("Reading {name}…", { name }));
    const others = sending.filter((one) => !one.failed).length + reading.length - now.length;
    if (now.length && others > 0) now.push(tn("{n} more waits.", "{n} more wait.", others));
    const words = now.join(" ");
    if ($("#status").textContent !== words) $("#status").textContent = words;
  };

  const show = (found) => {
    if (found.scope) {
      known ??= found.scope.own;
      $("#scope").innerHTML = found.scope.line;
      $("#asked").innerHTML = found.scope.masthead;
      document.title = `${$("#asked").textContent} – askdoc`;
      $("#box").placeholder = found.scope.placeholder;
      $("#count").textContent = `(${found.scope.count})`;
    }
    if (found.many !== undefined) $("#filter").hidden = !found.many && !$("#filter").value;
    if (found.sources !== undefined) list(found.sources);
    if (found.failed) failures(found.failed);
    if (found.reading) {
      reading = found.reading;
      status();
      if (reading.length) poll();
    }
  };

  // Show each error once, where it is visible.
  let told = [];
  const failures = (all) => {
    const news = all.filter((said) => !told.includes(said));
    told = all;
    if (news.length && !isOpen()) askdoc.notice(news.join("; "), { actions: [[t("Sources"), () => toggle(true)]] });
  };

  // The list is replaced, so restore the focus.
  const list = (html) => {
    const where = document.activeElement?.closest("#list li");
    const what = document.activeElement?.dataset?.do, { name } = where?.dataset || {};
    askdoc.talk.put($("#list"), html);
    document.querySelectorAll("#list [data-do=retry]").forEach((button) => {
      button.hidden = !files.has(Number(button.dataset.upload));
    });
    if (what && name !== undefined) $(`#list li[data-name="${CSS.escape(name)}"] [data-do=${what}]`)?.focus();
  };

  const poll = async () => {
    if (polling) return;
    polling = true;
    while (reading.length) {
      await new Promise((on) => setTimeout(on, OFTEN));
      const found = await server.call("here", { filter: $("#filter").value });
      if (found.gone) { reading = []; askdoc.restore(found); break; }
      if (found.error) { askdoc.notice(found.error); break; }
      askdoc.talk.show(found);
    }
    polling = false;
    const { own } = server.shown, fresh = own.filter((name) => !known.includes(name));
    if (!reading.length) known = own;
    const offers = $("#notice button + button"); // keep a notice with an action, such as Undo
    if (!reading.length && fresh.length && !offers) askdoc.notice(
      tn("{name} has been read and is now asked, too.", "{n} documents have been read and are now asked, too.", fresh.length, { name: fresh[0] }), { kind: "status" });
  };

  // --- the panel

  const WIDE = window.matchMedia("(min-width: 901px) and (min-height: 501px)");
  const apply = (open) => {
    $("#sources").hidden = !open;
    document.body.classList.toggle("sources", open);
    $("#open-sources").setAttribute("aria-expanded", String(open));
    window.dispatchEvent(new Event("resize"));
  };
  // On a small screen it is a sheet, which Back closes, too; `stay`: another sheet replaces it.
  const toggle = (open, stay = false) => {
    apply(open);
    if (WIDE.matches) return;
    if (open) askdoc.article.enter();
    else if (!stay && window.history.state?.sheet) window.history.back();
  };
  const isOpen = () => !$("#sources").hidden;
  const reveal = () => { if (WIDE.matches) toggle(true); };

  const clicked = (event) => {
    const button = event.target.closest("[data-do]"), row = event.target.closest("li");
    const { where, name } = row?.dataset || {}, what = button?.dataset.do;
    const filter = $("#filter").value, upload = Number(button?.dataset.upload);
    if (what === "tick") askdoc.run("tick", { where, name, on: button.checked, filter }, askdoc.talk.show);
    else if (what === "all" || what === "none") askdoc.run("tick", { on: what === "all", filter }, askdoc.talk.show);
    else if (what === "open") askdoc.run("show", { where, name }, (found) => {
      if (!WIDE.matches) toggle(false, true);
      askdoc.article.open(found, askdoc.talk.put);
    });
    else if (what === "remove" || what === "forget") askdoc.run("remove", { where, name }, askdoc.undoable);
    else if (what === "cancel") askdoc.run("cancel", { upload }, askdoc.talk.show);
    else if (what === "retry") {
      const file = files.get(upload);
      askdoc.run("cancel", { upload }, (found) => { askdoc.talk.show(found); bring([file]); });
    } else if (what === "close") { toggle(false); $("#open-sources").focus(); }
  };

  const text = (name, words) => {
    reveal();
    const file = new File([words], `${name || t("Pasted text")}.txt`);
    bring([file]);
  };

  // --- dropped and pasted files and texts

  const dropping = () => {
    let inside = 0;
    const over = (shown) => { $("#drop").hidden = !shown; };
    const has = (event) => ["Files", "text/plain"].some((type) => event.dataTransfer?.types.includes(type));
    document.addEventListener("dragenter", (event) => { if (has(event)) { inside += 1; over(true); } });
    document.addEventListener("dragleave", (event) => { if (has(event)) { inside -= 1; over(inside > 0); } });
    document.addEventListener("dragover", (event) => { if (has(event)) event.preventDefault(); });
    document.addEventListener("drop", (event) => {
      inside = 0;
      over(false);
      if (event.defaultPrevented) return; // a dialog has handled it
      const { files: dropped } = event.dataTransfer;
      const words = event.dataTransfer.getData("text/plain");
      if (dropped.length || !event.target.closest("input, textarea")) event.preventDefault();
      if (dropped.length) bring([...dropped]);
      else if (words && !event.target.closest("input, textarea")) askdoc.paste(words);
    });
  };

  const start = () => {
    $("#sources").addEventListener("click", clicked);
    $("#open-sources").addEventListener("click", () => {
      toggle(!isOpen());
      if (isOpen()) $("#sources button").focus();
    });
    let timer;
    $("#filter").addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => askdoc.run("here", { filter: $("#filter").value }, askdoc.talk.show), 200);
    });
    $("#files").addEventListener("change", (event) => { bring([...event.target.files]); event.target.value = ""; });
    window.addEventListener("popstate", () => { if (isOpen() && !WIDE.matches) apply(false); });
    dropping();
  };

  const has = (names) => names.every((name) => files.has(name));
  const again = (names) => bring(names.map((name) => files.get(name)));
  const idle = () => !active && !sending.some((one) => !one.failed) && !reading.length;

  return { start, show, bring, text, has, again, idle, toggle, isOpen };
})();
