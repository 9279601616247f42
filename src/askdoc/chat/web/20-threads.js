// Conversations of this browser: their questions are kept here and nowhere else.
askdoc.threads = (() => {
  const { $, memory } = askdoc;
  const MOST = 50;
  let before = "";

  const all = () => memory.ofBrowser("threads", []);
  const current = () => memory.ofTab("thread", "");
  const find = (id) => all().find((thread) => thread.id === id);

  const keep = (questions, own) => {
    let id = current();
    const others = all().filter((thread) => thread.id !== id);
    if (questions.length) {
      id = id || askdoc.secret().slice(0, 12);
      memory.keepInTab("thread", id);
      const thread = { id, questions, own, when: Date.now() };
      memory.keepInBrowser("threads", [thread, ...others].slice(0, MOST));
    }
    return id;
  };

  // The address asks the last question for anybody, and opens the conversation in this browser.
  const address = (id, last) => {
    const url = new URL(window.location);
    url.hash = "";
    for (const [name, value] of [["q", last], ["t", id]]) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    window.history.replaceState(window.history.state, "", url);
  };

  const anew = () => {
    before = current();
    memory.keepInTab("thread", "");
    address("", "");
  };
  const undo = () => { memory.keepInTab("thread", before); };
  const begin = (id) => memory.keepInTab("thread", id);

  const erase = (id) => {
    memory.keepInBrowser("threads", id ? all().filter((thread) => thread.id !== id) : []);
    if (!id || id === current()) anew();
  };

  const button = (label, does, name) => {
    const made = document.createElement("button");
    made.textContent = label;
    if (name) made.setAttribute("aria-label", `${label}: ${name}`);
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
      const own = thread.own?.length ? ` · with ${thread.own.join(", ")}` : "";
      about.textContent = `${count} question${count > 1 ? "s" : ""} · ${new Date(thread.when).toLocaleString()}${own}`;
      const words = document.createElement("div");
      words.append(title, about);
      row.append(words, button("Erase", () => { erase(thread.id); show(open); }, first));
      list.append(row);
    }
    place.replaceChildren(found.length ? list : "None yet.");
    if (found.length > 1) place.append(button("Erase all", () => { erase(); show(open); }));
    if (!$("#threads").open) $("#threads").showModal();
  };

  return { all, find, current, keep, address, anew, undo, begin, show };
})();
