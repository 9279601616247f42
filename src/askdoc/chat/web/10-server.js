// Talking to the server. All HTML comes from it, escaped; nothing said by a person is made HTML here.
"use strict";
window.askdoc = {};
askdoc.$ = (query, within = document) => within.querySelector(query);
askdoc.secret = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// The address of the chat, without what it is to show.
askdoc.address = () => window.location.origin + window.location.pathname;

// What a tab, or this browser, remembers; a browser may forbid it.
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
  const { $, memory, secret } = askdoc;
  const PATIENCE = 90_000; // a connection that says nothing for so long is taken for lost
  const SLOWEST = 10_000; // between two tries
  let visit, lost = false, wake = () => {}, ready;
  const started = new Promise((on) => { ready = on; });

  // What this page shows, as it says with each call: an answer would else mislead.
  const shown = memory.ofTab("shown", { name: "", turns: 0, scope: "", own: [], pins: 0 });
  const believe = (news) => {
    Object.assign(shown, news);
    memory.keepInTab("shown", shown);
  };

  // A tab that was duplicated has the other's secret: it takes a new one.
  const claim = () => new Promise((done) => {
    visit = memory.ofTab("visit", "");
    const fresh = () => {
      visit = secret();
      memory.keepInTab("visit", visit);
      believe({ name: "", turns: 0, scope: "", own: [], pins: 0 });
      memory.keepInTab("thread", "");
    };
    if (!visit) fresh();
    const others = new BroadcastChannel("askdoc"), me = secret();
    let taken = false;
    others.onmessage = ({ data }) => {
      if (data.visit !== visit || data.from === me) return;
      if (data.taken) taken = true;
      else others.postMessage({ visit, from: me, taken: true });
    };
    others.postMessage({ visit, from: me });
    setTimeout(() => {
      if (taken) fresh();
      done();
    }, 120);
  });

  const message = (action, said) => ({ action, visit, seen: shown, ...said });
  const post = (action, said, options) => fetch("askdoc/call", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message(action, said)), ...options,
  });

  const REFUSED = {
    401: "You are signed out; reload the page to sign in.",
    413: "This is more than the server takes at once; send a part of it.",
    421: "The server is not known by this name; open the page by the address it was started with.",
  };
  const read = async (response) => {
    if (!response.ok) {
      const error = REFUSED[response.status] || `The server cannot do this now (error ${response.status}).`;
      return { error, retry: !REFUSED[response.status] };
    }
    try {
      return await response.json();
    } catch {
      return { error: "The server's answer cannot be read.", retry: true };
    }
  };

  const connection = (words) => {
    if (lost === Boolean(words)) return;
    lost = Boolean(words);
    const line = $("#connection");
    line.textContent = words || "Connected again.";
    if (words) {
      const now = document.createElement("button");
      now.textContent = "Try now";
      now.addEventListener("click", () => wake());
      line.append(" ", now);
    } else setTimeout(() => { if (!lost) line.textContent = ""; }, 4000);
  };

  // What the server says; goes on trying while there is no connection. The server does what has
  // the same id only once, so that nothing happens twice.
  const call = async (action, said = {}) => {
    if (action !== "start") await started; // until then it is not known what is asked
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
        connection("The connection to the server is lost. Trying again…");
        await new Promise((on) => { wake = on; setTimeout(on, pause); });
      }
    }
  };

  const leave = () => { post("leave", {}, { keepalive: true }).catch(() => {}); };
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", () => { if (lost) wake(); });

  return { call, ready: () => ready(), claim, believe, message, shown, isLost: () => lost };
})();

// One voice: what went wrong, or what was done, with what can be done about it.
askdoc.notice = (words, { kind = "alert", actions = [] } = {}) => {
  const place = askdoc.$("#notice");
  place.replaceChildren();
  if (!words) return;
  const line = document.createElement("p");
  line.setAttribute("role", kind);
  line.textContent = words;
  place.append(line);
  const dismiss = ["Dismiss", () => {}];
  [...actions, dismiss].forEach(([label, does]) => {
    const button = document.createElement("button");
    button.textContent = label;
    button.addEventListener("click", () => { askdoc.notice(""); does(); });
    line.append(" ", button);
  });
};
askdoc.say = (words) => { askdoc.$("#said").textContent = words; };
