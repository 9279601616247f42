// The page as a whole: its start, recovery after a restart, keys and buttons.
{
  const { $, server, talk, sources, article, threads, memory, t, tn } = askdoc;

  // Run an action and handle its reply; an error shows a notice with Retry.
  askdoc.run = async (action, said, then) => {
    const found = await server.call(action, said);
    if (found.gone) askdoc.restore(found);
    else if (found.error) {
      const actions = found.retry ? [[t("Retry"), () => askdoc.run(action, said, then)]] : [];
      askdoc.notice(found.error, { actions });
    } else then(found);
  };

  askdoc.undoable = (found) => {
    const questions = talk.questions().length;
    talk.show(found);
    const undo = () => askdoc.run("undo", {}, (back) => {
      if (found.began && back.undone) threads.undo();
      talk.show(back);
      $("#box").focus();
    });
    askdoc.notice(found.undo, { kind: "status", actions: [[t("Undo"), undo]] });
    if (questions && !talk.questions().length) $("#box").focus();
  };

  // --- recovery: name what was lost, and offer to restore it

  const settled = () => new Promise((on) => {
    const check = () => (sources.idle() ? on() : setTimeout(check, 200));
    check();
  });

  // Missing files: this page may still have them, otherwise the reader chooses them.
  const addFilesAction = (names, then) => {
    const go = async () => { await settled(); then(); };
    if (sources.has(names)) return [t("Add them all again"), () => { sources.again(names); go(); }];
    return [t("Choose the files again"), () => {
      $("#files").addEventListener("change", go, { once: true });
      $("#files").click();
    }];
  };

  // Ask the questions of a conversation again, one after the other, with the selection of then;
  // and look up pinned answers in the replies.
  const replay = async (thread, questions, kept = {}) => {
    const done = async (action, said) => {
      let shown;
      await askdoc.run(action, said, (found) => { talk.show(found); shown = found; });
      return shown;
    };
    offered = { gone: "", actions: [] };
    threads.lock(kept); // until all of it is restored
    const ticked = (await done("clear", {})) && (await done("restore", { ticks: kept.ticks }));
    if (ticked) {
      if (questions.length) threads.setCurrent(thread);
      questions.forEach(talk.ask);
      while (talk.busy()) await new Promise((on) => setTimeout(on, 200));
    }
    threads.lock(null);
    const pinned = ticked && (await done("restore", { pins: kept.pins }));
    if (pinned) askdoc.notice([ticked.warned, pinned.warned].filter(Boolean).join(" "));
  };

  const extras = ({ ticks, pins }) => {
    if (ticks) return `, ${pins.length ? t("with your selection and pins") : t("with your selection")}`;
    return pins.length ? `, ${t("with your pins")}` : "";
  };

  // What the notice about a loss offers. A second call may report the same loss when the first has
  // already cleared what was kept.
  let offered = { gone: "", actions: [] };

  askdoc.restore = (found) => {
    const own = server.shown.own.slice(), thread = threads.current();
    const questions = (threads.find(thread)?.questions || talk.questions()).slice();
    const kept = threads.snapshot();
    const again = () => replay(thread, questions, kept);
    const actions = own.length ? [addFilesAction(own, again)] : [];
    const label = tn("Ask the question again", "Ask the {n} questions again", questions.length) + extras(kept);
    if (questions.length && !(own.length && sources.has(own))) actions.push([label, again]);
    if (!actions.length && (kept.ticks || kept.pins.length)) actions.push([t("Restore it"), again]);
    if (!actions.length && found.gone === offered.gone) actions.push(...offered.actions);
    offered = { gone: found.gone, actions };
    threads.startNew(); // start a new conversation; the earlier one stays listed
    talk.show(found);
    askdoc.notice(`${found.gone} ${t("The line above the box shows which documents are asked now.")}`, { actions, stays: true });
  };

  const open = (thread) => {
    const missing = (thread.own || []).filter((name) => !server.shown.own.includes(name));
    const go = () => replay(thread.id, thread.questions, thread.kept);
    if (!missing.length) go();
    else askdoc.notice(
      t("This conversation also used documents that are no longer here: {names}.", { names: missing.join(", ") }),
      { actions: [addFilesAction(missing, () => open(thread)), [t("Ask without them"), go]] });
  };

  // --- start

  const first = async () => {
    await server.claim();
    const address = new URLSearchParams(window.location.search);
    const question = address.get("q") || "";
    const found = await server.call("start");
    if (found.error) {
      askdoc.notice(found.error, { actions: [[t("Retry"), first]] });
      return;
    }
    const thread = threads.find(address.get("t")), here = threads.current();
    if (found.gone) askdoc.restore(found);
    else talk.show(found);
    server.ready();
    if (address.get("document")) place(address);
    if (found.gone || (found.count && address.get("t") === here)) return;
    if (thread && thread.id !== here) open(thread);
    else if (question) talk.ask(question);
  };

  // A link to a place: the document opens there.
  const place = (address) => {
    const said = { where: "shared", name: address.get("document") };
    for (const [name, from] of [["at", "start"], ["end", "end"]]) said[name] = Number(address.get(from) || 0);
    askdoc.run("show", said, (found) => article.open(found, talk.put));
  };

  // After sleep, or back from the browser's history: check that the visit still exists.
  const checkVisit = () => {
    if (document.hidden || server.isLost() || talk.busy()) return;
    server.call("here", { filter: $("#filter").value }).then((found) => {
      if (found.gone) askdoc.restore(found);
      else if (!found.error) talk.show(found);
    });
  };
  const CHECK_EVERY = 20_000;

  // --- theme and keys

  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const theme = (chosen) => {
    const asked = new URLSearchParams(window.location.search).get("__theme");
    const wanted = chosen || memory.ofBrowser("theme", asked || "auto");
    document.body.classList.toggle("dark", wanted === "dark" || (wanted !== "light" && dark.matches));
    document.querySelectorAll("[data-theme]").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.theme === wanted)));
    if (chosen) memory.keepInBrowser("theme", chosen);
  };

  const keys = (event) => {
    if (event.key === "Escape") escaped(event);
    if (event.ctrlKey || event.metaKey || event.altKey || !$("#keys").checked) return;
    if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
    if (event.key === "n") article.step(1);
    else if (event.key === "p") article.step(-1);
    else if (event.key === "?") $("#help").showModal();
    else if (event.key === "/") { event.preventDefault(); $("#box").focus(); }
  };
  const escaped = (event) => {
    if ($("dialog[open]")) return;
    if ($("#menu").open) { $("#menu").open = false; $("#menu summary").focus(); }
    else if (article.isOpen()) article.back();
    else if (sources.isOpen() && event.target.closest("#sources")) { sources.toggle(false); $("#open-sources").focus(); }
    else if (event.target === $("#box")) ($("#article") || $("#conversation")).focus({ preventScroll: true });
  };

  // --- the box

  const LONG = 1000; // a longer text is pasted as a document rather than a question
  const box = () => {
    const area = $("#box");
    const grow = () => { area.style.height = "auto"; area.style.height = `${Math.min(area.scrollHeight, 120)}px`; };
    const submit = (event) => {
      event?.preventDefault();
      const question = area.value;
      if (question.trim()) area.value = "";
      grow();
      talk.ask(question);
    };
    area.addEventListener("input", grow);
    window.addEventListener("resize", grow);
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
      const asked = talk.questions();
      if (event.key === "ArrowUp" && !area.value && asked.length) {
        event.preventDefault();
        area.value = asked[asked.length - 1];
        grow();
      }
    });
    $("#question").addEventListener("submit", submit);
  };

  const pasted = (event) => {
    const { files } = event.clipboardData, words = event.clipboardData.getData("text/plain");
    if (event.target.closest?.("dialog")) return;
    if (files.length) { event.preventDefault(); sources.bring([...files]); }
    else if (words.length > LONG || (words && !event.target.closest?.("input, textarea"))) {
      event.preventDefault();
      askdoc.paste(words, event.target === $("#box"));
    }
  };
  askdoc.paste = (words = "", fromBox = false) => {
    const dialog = $("#paste"), form = $("form", dialog);
    form.elements.text.value = words;
    form.elements.name.value = "";
    $("[data-do=into-box]", dialog).hidden = !fromBox;
    dialog.showModal();
  };

  // --- buttons

  askdoc.save = ({ text, base64, type, ending }) => {
    const content = base64 ? Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) : text;
    const link = document.createElement("a"), day = new Date().toISOString().slice(0, 10);
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = `askdoc-${day}.${ending}`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  const does = {
    files: () => $("#files").click(),
    paste: () => askdoc.paste(),
    "into-box": () => {
      $("#box").value = $("#paste form").elements.text.value;
      $("#paste").close();
      $("#box").focus();
    },
    clear: () => askdoc.run("clear", {}, (found) => {
      threads.startNew();
      askdoc.undoable({ ...found, began: true });
      $("#box").focus();
    }),
    threads: () => threads.show(open),
    help: () => $("#help").showModal(),
    dismiss: (button) => button.closest("dialog").close(),
    back: () => article.back(),
    export: ({ dataset }) => askdoc.run("export", { format: dataset.format, what: dataset.what, address: askdoc.address() }, askdoc.save),
    ...askdoc.tools.does,
  };

  const clicked = (event) => {
    const button = event.target.closest("[data-do]");
    if ($("#menu").open && !event.target.closest("summary")) $("#menu").open = Boolean(event.target.closest(".themes"));
    if (button?.dataset.theme || event.target.dataset.theme) theme(event.target.dataset.theme);
    if (button && does[button.dataset.do] && !button.closest("#list")) does[button.dataset.do](button);
  };

  const wire = (element) => {
    element.addEventListener("click", clicked);
    for (const place of ["#conversation", "#pinned"]) $(place).addEventListener("click", talk.clicked);
    document.addEventListener("keydown", keys);
    document.addEventListener("paste", pasted);
    document.addEventListener("visibilitychange", checkVisit);
    window.addEventListener("pageshow", (event) => { if (event.persisted) checkVisit(); });
    window.addEventListener("online", checkVisit);
    dark.addEventListener("change", () => theme());
    $("#open-pinned").addEventListener("click", () => askdoc.run("pinned", {}, ({ html }) => {
      talk.put($("#pinned .body"), html);
      $("#pinned").showModal();
    }));
    $("#paste form").addEventListener("submit", (event) => {
      const { name, text } = event.target.elements;
      if (text.value.trim()) sources.text(name.value.trim(), text.value);
    });
    $("#keys").checked = memory.ofBrowser("keys", true);
    $("#keys").addEventListener("change", () => memory.keepInBrowser("keys", $("#keys").checked));
  };

  askdoc.start = (element) => {
    element.innerHTML = window.askdocPage.shell;
    wire(element);
    theme();
    box();
    talk.start();
    article.start();
    askdoc.pages.start();
    sources.start();
    askdoc.tools.start();
    first();
    setInterval(checkVisit, CHECK_EVERY);
  };
}
