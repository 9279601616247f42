// Thumbnails beside the pages: each is fetched when it comes into view, one at a time.
askdoc.thumbs = (() => {
  const { $, memory, server, t } = askdoc;
  const SMALL = window.matchMedia("(max-width: 900px), (max-height: 500px)");
  const WIDTH = 120; // pixels
  let watcher, wanted = new Set(), busy = false;

  const strip = () => $("#thumbs");
  const buttons = () => [...strip().querySelectorAll("button")];
  const isOpen = () => !SMALL.matches && memory.ofBrowser("thumbs", true);

  const fetchNext = async () => {
    const [button] = wanted;
    if (busy || !button) return;
    busy = true;
    wanted.delete(button);
    watcher.unobserve(button);
    const found = await server.call("page", { page: Number(button.dataset.thumb), width: WIDTH });
    busy = false;
    // the page itself shows the error
    if (button.isConnected && found.picture) askdoc.pages.draw($(".page", button), found, "");
    fetchNext();
  };

  const seen = (entries) => {
    for (const { isIntersecting, target } of entries) wanted[isIntersecting ? "add" : "delete"](target);
    fetchNext();
  };

  // Adds the strip and the button that folds it to `frame`; `go` shows a page.
  const build = (frame, pages, ratio, go) => {
    wanted = new Set();
    watcher?.disconnect();
    const list = document.createElement("ol");
    for (let page = 1; page <= pages; page += 1) {
      const row = document.createElement("li"), button = document.createElement("button");
      button.dataset.thumb = page;
      button.tabIndex = -1;
      button.setAttribute("aria-label", t("page {number}", { number: page }));
      button.innerHTML = '<span class="page"></span><span aria-hidden="true"></span>';
      button.firstChild.style.aspectRatio = `1 / ${ratio}`;
      button.lastChild.textContent = page;
      row.append(button);
      list.append(row);
    }
    strip().replaceChildren(list);
    strip().addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) go(Number(button.dataset.thumb));
    });
    strip().addEventListener("keydown", moved);
    watcher = new IntersectionObserver(seen, { root: strip(), rootMargin: "100px" });
    for (const button of buttons()) watcher.observe(button);
    const fold = $("[data-fold]", frame);
    const show = (open) => { strip().hidden = !open; fold.setAttribute("aria-expanded", String(open)); };
    fold.addEventListener("click", () => {
      show(strip().hidden);
      if (!SMALL.matches) memory.keepInBrowser("thumbs", !strip().hidden);
    });
    show(isOpen());
  };

  // Tab focuses one of them, arrow keys the others.
  const STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  const moved = (event) => {
    const by = STEPS[event.key], all = buttons(), at = all.indexOf(document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, at + by))].focus();
  };

  // Mark the current page, and scroll it into view.
  const mark = (page) => {
    for (const button of buttons()) {
      const here = button.dataset.thumb === String(page);
      button.tabIndex = here ? 0 : -1;
      if (here) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
      if (!here || strip().hidden) continue;
      const one = button.getBoundingClientRect(), all = strip().getBoundingClientRect();
      strip().scrollTop += Math.max(0, one.bottom - all.bottom + 8) || Math.min(0, one.top - all.top - 8);
      strip().scrollLeft += Math.max(0, one.right - all.right + 8) || Math.min(0, one.left - all.left - 8);
    }
  };

  return { build, mark };
})();
