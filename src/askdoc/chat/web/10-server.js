// Calls to the server, which escapes all HTML. No user input becomes HTML in the scripts.
"use strict";
window.askdoc = { messages: window.askdocPage.messages };
askdoc.$ = (query, within = document) => within.querySelector(query);

// A message in the reader's language, its {names} filled. Each is a literal in double quotation marks,
// so that `make messages` and the server find it; `tn` is for those that depend on a number.
askdoc.fill = (message, values = {}) =>
  message.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
askdoc.t = (message, values) => askdoc.fill(askdoc.messages[message] || message, values);
askdoc.tn = (one, several, n, values) => {
  const forms = askdoc.messages[one] || [one, several];
  const plural = new Intl.PluralRules(document.documentElement.lang || "en").select(n) !== "one";
  return askdoc.fill(forms[Number(plural)], { n, ...values });
};

askdoc.secret = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// The address of the chat, without query and fragment.
askdoc.address = () => window.location.origin + window.location.pathname;

// The storage of a tab, or of this browser; a browser may forbid it.
askdoc.memory = (() => {
  const read = (store, key, otherwise) => {
    try {
      return JSON.parse(store().getItem(`askdoc.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const write = (store, key, value) => {
    try {
      store().setItem(`askdoc.${key}`, JSON.stringify(value));
    } catch { /* it is only not remembered */ }
  };
  const tab = () => window.sessionStorage, browser = () => window.localStorage;
  return {
    ofTab: (key, otherwise) => read(tab, key, otherwise),
    keepInTab: (key, value) => write(tab, key, value),
    ofBrowser: (key, otherwise) => read(browser, key, otherwise),
    keepInBrowser: (key, value) => write(browser, key, value),
  };
})();

askdoc.server = (() => {
  const { $, memory, secret, t } = askdoc;
  const PATIENCE = 90_000; // after this silence, a connection counts as lost
  const SLOWEST = 10_000; // between two attempts
  let visit, lost = false, wake = () => {}, ready;
  const started = new Promise((on) => { ready = on; });

  // What this page shows, sent with each call, so that the server notices an outdated page.
  const shown = memory.ofTab("shown", { name: "", turns: 0, scope: "", own: [], pins: 0, chosen: false });
  const setShown = (news) => {
    Object.assign(shown, news);
    memory.keepInTab("shown", shown);
  };

  // Whether no other page has the secret of this one. A page holds the lock of its secret while it
  // is open; when it is reloaded, that takes a moment to be released.
  const isAlone = () => new Promise((done) => {
    const waiting = { signal: AbortSignal.timeout(1000) };
    const held = () => { done(true); return new Promise(() => {}); };
    navigator.locks.request(`askdoc.${visit}`, waiting, held).catch(() => done(false));
  });

  // The same where a browser has no locks: at an http address of another machine.
  const seemsAlone = () => new Promise((done) => {
    const others = new BroadcastChannel("askdoc"), me = secret();
    others.onmessage = ({ data }) => {
      if (data.visit !== visit || data.from === me) return;
      if (data.taken) done(false);
      else others.postMessage({ visit, from: me, taken: true });
    };
    others.postMessage({ visit, from: me });
    setTimeout(() => done(true), 120);
  });

  // A duplicated tab has the secret of the other one, so it takes a new one.
  const claim = async () => {
    const alone = navigator.locks ? isAlone : seemsAlone;
    visit = memory.ofTab("visit", "");
    if (visit && await alone()) return;
    visit = secret();
    memory.keepInTab("visit", visit);
    setShown({ name: "", turns: 0, scope: "", own: [], pins: 0, chosen: false });
    memory.keepInTab("thread", "");
    memory.keepInTab("kept", null);
    alone();
  };

  const message = (action, said) => ({ action, visit, seen: shown, ...said });
  const post = (action, said, options) => fetch("askdoc/call", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message(action, said)), ...options,
  });

  const REFUSED = {
    401: t("You are signed out; reload the page to sign in."),
    413: t("This is more than the server accepts at once; send a part of it."),
    421: t("The server does not accept this host name; open the page with the address that the server was started with."),
  };
  const read = async (response) => {
    if (!response.ok) {
      const error = REFUSED[response.status] || t("The server cannot do this now (error {status}).", { status: response.status });
      return { error, retry: !REFUSED[response.status] };
    }
    try {
      return await response.json();
    } catch {
      return { error: t("The server's answer cannot be read."), retry: true };
    }
  };

  const connection = (words) => {
    if (lost === Boolean(words)) return;
    lost = Boolean(words);
    const line = $("#connection");
    line.textContent = words || t("Connected again.");
    if (words) {
      const now = document.createElement("button");
      now.textContent = t("Try now");
      now.addEventListener("click", () => wake());
      line.append(" ", now);
    } else setTimeout(() => { if (!lost) line.textContent = ""; }, 4000);
  };

  // The reply of the server. Retries while there is no connection. The server runs a call with
  // the same id only once.
  const call = async (action, said = {}) => {
    if (action !== "start") await started; // until then the selection is unknown
    const id = secret();
    for (let pause = 500; ; pause = Math.min(2 * pause, SLOWEST)) {
      const giveUp = new AbortController(), timer = setTimeout(() => giveUp.abort(), PATIENCE);
      wake = () => giveUp.abort();
      try {
        const found = await read(await post(action, { id, ...said }, { signal: giveUp.signal }));
        clearTimeout(timer);
        connection("");
        return found;
      } catch {
        clearTimeout(timer);
        connection(t("The connection to the server is lost. Trying again…"));
        await new Promise((on) => { wake = on; setTimeout(on, pause); });
      }
    }
  };

  const leave = () => { post("leave", {}, { keepalive: true }).catch(() => {}); };
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", () => { if (lost) wake(); });

  return { call, ready: () => ready(), claim, setShown, message, shown, isLost: () => lost };
})();

// The notice: what went wrong or was done, with buttons to retry or undo. The next question clears
// it, unless it stays until the reader answers it.
askdoc.notice = (words, { kind = "alert", actions = [], stays = false } = {}) => {
  const place = askdoc.$("#notice");
  place.replaceChildren();
  place.toggleAttribute("data-stays", stays);
  if (!words) return;
  const line = document.createElement("p");
  line.setAttribute("role", kind);
  const said = document.createElement("span");
  said.className = "words";
  said.textContent = words;
  line.append(said);
  place.append(line);
  const dismiss = [askdoc.t("Dismiss"), () => {}];
  [...actions, dismiss].forEach(([label, does]) => {
    const button = document.createElement("button");
    button.textContent = label;
    button.addEventListener("click", () => { askdoc.notice(""); does(); });
    line.append(" ", button);
  });
};
askdoc.clearNotice = () => { if (!askdoc.$("#notice[data-stays]")) askdoc.notice(""); };
askdoc.say = (words) => { askdoc.$("#said").textContent = words; };
