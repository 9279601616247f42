// The pages of a PDF as pictures: each is fetched when it comes into view, with its marks on it.
askdoc.pages = (() => {
  const { $, t, thumbs } = askdoc;
  const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
  let view = "text", zoom = 2, watcher, ratio = 1.414;

  const bar = () => $("#pane .views");
  const host = () => $("#pages");
  const dots = () => {
    const wide = (host().clientWidth - 32) * ZOOMS[zoom] * Math.min(2, window.devicePixelRatio || 1);
    return Math.max(200, Math.min(1800, Math.round(wide / 100) * 100));
  };

  const draw = (sheet, found, words = t("page {number}", { number: found.page })) => {
    ratio = found.height / found.width;
    sheet.style.aspectRatio = `${found.width} / ${found.height}`;
    const picture = new Image();
    picture.src = found.picture;
    picture.alt = words;
    sheet.replaceChildren(picture, ...found.boxes.map((box) => {
      const mark = document.createElement("i");
      mark.className = box.kind;
      mark.style.left = `${(100 * box.x0) / found.width}%`;
      mark.style.top = `${(100 * box.y0) / found.height}%`;
      mark.style.width = `${(100 * (box.x1 - box.x0)) / found.width}%`;
      mark.style.height = `${(100 * (box.y1 - box.y0)) / found.height}%`;
      return mark;
    }));
    sheet.dataset.drawn = "1";
  };

  const fetchPage = (sheet, after) => {
    if (sheet.dataset.drawn) return;
    sheet.dataset.drawn = "0";
    const page = Number(sheet.dataset.page);
    askdoc.run("page", { page, width: dots() }, (found) => {
      if (!sheet.isConnected) return;
      if (found.picture) draw(sheet, found);
      else { sheet.textContent = found.error || t("This page cannot be shown."); }
      after?.(sheet);
    });
  };

  const label = (page) => {
    const shown = $("#pane .at");
    if (shown) shown.textContent = t("page {number} of {total}", { number: page, total: bar().dataset.pages });
    thumbs.mark(page);
  };

  const toSheet = (page) => {
    const sheet = host().querySelector(`[data-page="${page}"]`);
    if (!sheet) return;
    const place = () => {
      const mark = sheet.querySelector("i.sentence.here") || sheet;
      const top = mark.getBoundingClientRect().top - host().getBoundingClientRect().top;
      host().scrollTop += top - (mark === sheet ? 8 : host().clientHeight / 3);
      label(page);
    };
    sheet.dataset.drawn === "1" ? place() : fetchPage(sheet, place);
  };

  const toPage = (page) => {
    const sheet = host().querySelector(`[data-page="${page}"]`);
    host().scrollTop += sheet.getBoundingClientRect().top - host().getBoundingClientRect().top - 8;
    label(page);
  };

  const build = () => {
    const pages = Number(bar().dataset.pages);
    const sheets = Array.from({ length: pages }, (_, i) => {
      const sheet = document.createElement("div");
      sheet.className = "page";
      sheet.dataset.page = i + 1;
      sheet.style.aspectRatio = `1 / ${ratio}`;
      return sheet;
    });
    host().replaceChildren(...sheets);
    host().style.setProperty("--zoom", ZOOMS[zoom]);
    watcher?.disconnect();
    watcher = new IntersectionObserver((seen) => {
      for (const one of seen) if (one.isIntersecting) fetchPage(one.target);
    }, { root: host(), rootMargin: "200px" });
    for (const sheet of sheets) watcher.observe(sheet);
    toSheet(Number(bar().dataset.page));
  };

  const scrolled = () => {
    const middle = host().getBoundingClientRect().top + host().clientHeight / 2;
    const sheets = [...host().children];
    const here = sheets.find((sheet) => sheet.getBoundingClientRect().bottom >= middle);
    if (here) label(here.dataset.page);
  };

  const render = () => {
    const paged = view === "page" && bar();
    $("#pane .sheet").hidden = Boolean(paged);
    $("#pane .paged")?.remove();
    for (const button of document.querySelectorAll("#pane .views button"))
      button.setAttribute("aria-pressed", String(button.dataset.view === (paged ? "page" : "text")));
    if (!paged) return;
    const frame = document.createElement("div");
    frame.className = "paged";
    frame.innerHTML = `<p class="tools"><button data-fold aria-controls="thumbs">${t("Thumbnails")}</button>` +
      '<output class="at" aria-live="polite"></output>' +
      `<button data-zoom="-1" aria-label="${t("Smaller")}">−</button><button data-zoom="1" aria-label="${t("Larger")}">+</button></p>` +
      `<div class="leaves"><nav id="thumbs" aria-label="${t("Thumbnails")}"></nav>` +
      `<div id="pages" tabindex="0" role="region" aria-label="${t("The pages")}"></div></div>`;
    $("#pane .sheet").after(frame);
    host().addEventListener("scroll", scrolled, { passive: true });
    thumbs.build(frame, Number(bar().dataset.pages), ratio, toPage);
    build();
  };

  const clicked = (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.view) { view = button.dataset.view; render(); }
    else if (button?.dataset.zoom) {
      zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + Number(button.dataset.zoom)));
      build();
    }
  };

  const arrived = () => { if (bar()) render(); };
  const start = () => $("#pane").addEventListener("click", clicked);

  return { start, arrived, draw };
})();
