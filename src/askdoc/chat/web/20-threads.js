// The conversations of this browser. Their questions are stored only here.
askdoc.threads = (() => {
  const { $, memory, t, tn } = askdoc;
  const MAX = 50;
  let before = "";

  const all = () => memory.ofBrowser("threads", []);
  const current = () => memory.ofTab("thread", "");
  const find = (id) => all().find((thread) => thread.id === id);

  const save = (questions, own) => {
    if (!questions.length) return current();
    const id = current() || askdoc.secret().slice(0, 12);
    const content = JSON.stringify([id, questions, own]);
    // Erased in another tab: it stays so until something is asked.
    if (content === memory.ofTab("saved", "") && !find(id)) return id;
    memory.keepInTab("thread", id);
    memory.keepInTab("saved", content);
    const thread = { id, questions, own, kept: snapshot(), when: Date.now() };
    const others = all().filter((thread) => thread.id !== id);
    memory.keepInBrowser("threads", [thread, ...others].slice(0, MAX));
    return id;
  };

  // The selection and pins: names, checksums and places, which the server checks after a restart.
  let locked = null;
  const lock = (record) => { locked = record; };
  const snapshot = () => locked || memory.ofTab("kept", { ticks: null, pins: [] });
  const saveSnapshot = (record) => {
    if (locked || JSON.stringify(record) === JSON.stringify(snapshot())) return;
    memory.keepInTab("kept", record);
    const noted = all().map((thread) => (thread.id === current() ? { ...thread, kept: record } : thread));
    memory.keepInBrowser("threads", noted);
  };

  // The address asks the last question; in this browser it opens the conversation.
  const address = (id, last) => {
    const url = new URL(window.location);
    url.hash = "";
    for (const [name, value] of [["q", last], ["t", id]]) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    window.history.replaceState(window.history.state, "", url);
  };

  const startNew = () => {
    before = current();
    memory.keepInTab("thread", "");
    address("", "");
  };
  const undo = () => { memory.keepInTab("thread", before); };
  const setCurrent = (id) => memory.keepInTab("thread", id);

  const erase = (id) => {
    memory.keepInBrowser("threads", id ? all().filter((thread) => thread.id !== id) : []);
    if (!id || id === current()) startNew();
  };

  const button = (label, does, name) => {
    const made = document.createElement("button");
    made.textContent = label;
    if (name) made.setAttribute("aria-label", t("{action}: {name}", { action: label, name }));
    made.addEventListener("click", does);
    return made;
  };

  const show = (open) => {
    const place = $("#threads .body"), list = document.createElement("ul"), found = all();
    for (const thread of found) {
      const row = document.createElement("li"), [first] = thread.questions;
      const title = button(first, () => { $("#threads").close(); open(thread); });
      title.className = "title";
      const about = document.createElement("p");
      about.className = "meta";
      const count = thread.questions.length;
      const when = new Date(thread.when).toLocaleString(document.documentElement.lang);
      const own = thread.own?.length ? [t("with {names}", { names: thread.own.join(", ") })] : [];
      about.textContent = [tn("{n} question", "{n} questions", count), when, ...own].join(" · ");
      const words = document.createElement("div");
      words.append(title, about);
      row.append(words, button(t("Erase"), () => { erase(thread.id); show(open); }, first));
      list.append(row);
    }
    place.replaceChildren(found.length ? list : t("None yet."));
    if (found.length > 1) place.append(button(t("Erase all"), () => { erase(); show(open); }));
    if (!$("#threads").open) $("#threads").showModal();
  };

  return { all, find, current, save, snapshot, saveSnapshot, lock, address, startNew, undo, setCurrent, show };
})();
