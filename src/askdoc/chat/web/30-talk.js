// The conversation: questions are queued here, and answers are appended.
askdoc.talk = (() => {
  const { $, server, threads, t } = askdoc;
  const queue = [];
  let running = false, questions = [];

  // HTML cannot contain NUL: the server sends a placeholder for it.
  const fill = (element) => element.querySelectorAll(".nul").forEach((nul) => { nul.textContent = "\0"; });
  const put = (element, html) => { element.innerHTML = html; fill(element); };
  const toCells = (element) => element.querySelectorAll("td.cell").forEach(askdoc.article.toCell);

  const turns = () => document.querySelectorAll("#turns .turn");
  const last = () => [...turns()].pop();

  // The last question scrolls to the top, so there must be space below it.
  const toTop = (element) => {
    const window_ = $("#conversation"), room = $("#room");
    const below = room.offsetTop - element.offsetTop;
    room.style.height = `${Math.max(0, window_.clientHeight - below)}px`;
    window_.scrollTop = element.offsetTop; // relative to the conversation, which is positioned
  };

  const remember = () => {
    const end = last(), own = end && end.dataset.own === "1";
    const waiting = queue.map(({ question }) => question);
    const id = threads.save([...questions, ...waiting], server.shown.own);
    threads.address(questions.length ? id : "", end && !own ? end.dataset.q : "");
    document.body.classList.toggle("talking", Boolean(end) || Boolean(queue.length));
  };

  // Whether a later state of the visit is already shown, because its reply overtook this one.
  let version = -1;
  const isOutdated = (found) => {
    if (found.version === undefined) return false;
    if (found.scope && found.scope.name !== server.shown.name) version = -1;
    const outdated = found.version < version;
    version = Math.max(version, found.version);
    return outdated;
  };

  // Show all parts of a reply.
  const show = (found) => {
    if (isOutdated(found)) found = { warned: found.warned };
    if (found.turns !== undefined) {
      put($("#turns"), found.turns);
      toCells($("#turns"));
      if (found.count <= turns().length) questions = [...turns()].map((turn) => $(".asked", turn).textContent);
    }
    if (found.count !== undefined) server.setShown({ turns: found.count });
    if (found.scope) {
      const { name, scope, own } = found.scope;
      server.setShown({ name, scope, own });
    }
    if (found.kept) noted(found.kept);
    if (found.turns !== undefined) remember();
    if (found.chips !== undefined) put($("#chips"), found.chips ?? "");
    if (found.chips === null && !running) follow(); // not generated yet
    if (found.pins !== undefined) pins(found.pins);
    askdoc.sources.show(found);
    if (found.pane !== undefined) askdoc.article.show(found, put);
    if (found.warned) askdoc.notice(found.warned);
  };

  const noted = (kept) => {
    server.setShown({ chosen: Boolean(kept.ticks) });
    threads.saveSnapshot(kept);
  };
  const pins = (count) => {
    server.setShown({ pins: count });
    $("#open-pinned").hidden = !count;
    $("#open-pinned b").textContent = String(count);
  };

  // --- asking

  const element = (name, words, role) => {
    const made = document.createElement(name);
    made.textContent = words;
    if (role) made.setAttribute("role", role);
    return made;
  };
  const button = (label, does) => {
    const made = element("button", label);
    made.type = "button";
    made.addEventListener("click", does);
    return made;
  };

  const ask = (question) => {
    if (!question.trim()) {
      askdoc.notice(t("The question is empty; ask something like: Who said what about whom?"));
      return;
    }
    askdoc.clearNotice();
    const one = { question, section: document.createElement("section") };
    one.section.className = "asking";
    queue.push(one);
    draw(one);
    $("#waiting").append(one.section);
    document.body.classList.add("talking");
    toTop(one.section);
    run();
  };

  const draw = (one, error) => {
    const first = queue[0] === one;
    const heading = element("h2", one.question);
    heading.className = "asked";
    const line = error ? element("p", `${error} `, "alert") : element("p", `${first ? t("Searching…") : t("Waiting…")} `);
    line.className = error ? "error" : first ? "wait soon" : "wait";
    if (error) line.append(button(t("Retry"), () => { one.section.remove(); ask(one.question); }), " ");
    if (error || !first) line.append(button(error ? t("Edit") : t("Do not ask"), () => withdraw(one, error)));
    one.section.replaceChildren(heading, line);
    one.section.classList.toggle("failed", Boolean(error));
  };

  const withdraw = (one) => {
    const place = queue.indexOf(one);
    if (place >= 0) queue.splice(place, 1);
    one.section.remove();
    back(one.question);
  };

  // Put a question that was not asked back into the box, unless it contains another.
  const back = (question) => {
    const box = $("#box");
    if (!box.value.trim()) box.value = question;
    box.dispatchEvent(new Event("input"));
    box.focus();
  };

  const run = async () => {
    if (running) return;
    running = true;
    while (queue.length) {
      const [one] = queue;
      draw(one);
      askdoc.say(t("Searching…"));
      const found = await server.call("ask", { question: one.question });
      queue.shift();
      if (found.turn) answered(one, found);
      else if (found.error) {
        draw(one, found.error);
        askdoc.say("");
      } else notAsked(one, found);
    }
    running = false;
    remember();
    if (turns().length) follow();
  };

  const answered = (one, found) => {
    one.section.remove();
    const made = document.createElement("div");
    put(made, found.turn);
    const turn = made.firstElementChild;
    $("#turns").append(...document.querySelectorAll("#waiting .failed"), turn); // in order
    toCells(turn);
    questions.push($(".asked", turn).textContent);
    put($("#chips"), "");
    show(found);
    remember();
    toTop(turn);
    askdoc.say("");
  };

  // The page was outdated, so nothing was asked: update it.
  const notAsked = (one, found) => {
    const all = [one, ...queue.splice(0)];
    all.forEach(({ section }) => section.remove());
    back(one.question);
    if (found.gone) askdoc.restore(found, one.question);
    else {
      show(found);
      const others = all.slice(1).map(({ question }) => `“${question}”`).join(", ");
      askdoc.notice(found.again + (others ? ` ${t("Not asked: {questions}", { questions: others })}` : ""));
    }
    askdoc.say("");
  };

  const follow = async () => {
    const count = turns().length, found = await server.call("follow");
    if (found.gone) askdoc.restore(found);
    else if (found.chips !== undefined && !queue.length && turns().length === count) {
      put($("#chips"), found.chips);
      if (last()) room();
    }
  };
  const room = () => {
    const element_ = last(), below = $("#room").offsetTop - element_.offsetTop;
    $("#room").style.height = `${Math.max(0, $("#conversation").clientHeight - below)}px`;
  };

  // Keep the scroll position when the window is turned: the turn at the top, and the offset in it.
  let reading = {};
  const scrolled = () => {
    const at = $("#conversation").scrollTop;
    const turn = [...turns()].filter((one) => one.offsetTop <= at + 1).pop();
    reading = turn ? { turn, share: (at - turn.offsetTop) / turn.offsetHeight } : {};
  };
  const turned = () => {
    const { turn, share } = reading;
    if (!turn?.isConnected) return;
    room();
    $("#conversation").scrollTop = turn.offsetTop + share * turn.offsetHeight;
  };
  const start = () => {
    $("#conversation").addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("resize", turned);
  };

  // --- actions on an answer

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // without HTTPS there is no clipboard API
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const cite = async (pressed, answer) => {
    const turn = $(`#turns [data-turn="${answer.dataset.turn}"]`);
    const { name, start, end } = answer.dataset, address = new URL(askdoc.address());
    Object.entries({ document: name, start, end }).forEach((pair) => address.searchParams.set(...pair));
    // others cannot open a visitor's own document
    const link = !turn || turn.dataset.own === "1" ? "" : ` ${address}`;
    await copy(`${answer.dataset.cite}${link}`);
    pressed.textContent = t("Copied");
    askdoc.say(t("The citation is copied."));
    setTimeout(() => { pressed.textContent = t("Copy citation"); }, 2000);
  };

  const press = (selector, place, is) =>
    document.querySelectorAll(`[data-turn="${place.turn}"][data-answer="${place.answer}"] ${selector}`)
      .forEach((one) => one.setAttribute("aria-pressed", String(is(one))));

  const act = (what, pressed, answer) => {
    const place = { turn: Number(answer.dataset.turn), answer: Number(answer.dataset.answer) };
    if (what === "cite") cite(pressed, answer);
    else if (what === "vote") {
      askdoc.run("vote", { ...place, vote: pressed.dataset.vote }, ({ voted }) =>
        press("[data-vote]", place, (one) => one.dataset.vote === voted));
    } else if (what === "pin") {
      const on = pressed.getAttribute("aria-pressed") !== "true";
      askdoc.run("pin", { ...place, on }, (found) => {
        press("[data-do=pin]", place, () => on);
        if (isOutdated(found)) return;
        pins(found.pins);
        noted(found.kept);
      });
    } else if (what === "show" || !what) askdoc.run("show", place, (found) => askdoc.article.open(found, put));
  };

  const clicked = (event) => {
    const pressed = event.target.closest("button, a"), answer = event.target.closest(".answer");
    if (pressed?.dataset.question) ask(pressed.dataset.question);
    if (!answer) return;
    const what = pressed?.dataset.do;
    if (what === "show") event.preventDefault();
    if (what || (event.target.closest("blockquote") && !String(window.getSelection()))) act(what, pressed, answer);
  };

  return { start, ask, show, clicked, put, questions: () => questions, busy: () => running };
})();
