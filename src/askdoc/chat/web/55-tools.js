// The tools: check the quotations of a text, and ask every document the same questions.
askdoc.tools = (() => {
  const { $, server, t, tn } = askdoc;
  let run = 0, csv = "";

  // Show errors in the dialog, which would hide a notice.
  const call = async (dialog, action, said) => {
    const found = await server.call(action, said);
    if (found.gone) { dialog.close(); askdoc.restore(found); return null; }
    if (!found.error) return found;
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = found.error;
    $(".result", dialog).replaceChildren(line);
    return null;
  };
  const busy = (dialog, on) => { $("[type=submit]", dialog).disabled = on; };

  const check = async (event) => {
    event.preventDefault();
    const dialog = $("#check");
    busy(dialog, true);
    $(".result", dialog).textContent = t("Checking…");
    const found = await call(dialog, "check", { text: event.target.elements.text.value });
    busy(dialog, false);
    if (!found) return;
    $(".result", dialog).innerHTML = found.html;
    askdoc.say(found.said);
  };

  // One document after the other, so that finished rows are visible and it can be stopped.
  const sheet = async (event) => {
    event.preventDefault();
    const dialog = $("#sheet"), mine = (run += 1), result = $(".result", dialog);
    const questions = event.target.elements.questions.value.split("\n");
    busy(dialog, true);
    const begun = await call(dialog, "sheet", { questions });
    if (begun) {
      result.innerHTML = `<p class="hint"></p><div class="scroll" tabindex="0" role="region" aria-label="${t("The table")}"><table><thead>${begun.head}</thead><tbody></tbody></table></div>`;
      csv = begun.csv;
      await rows(dialog, begun, mine);
    }
    busy(dialog, false);
  };
  const rows = async (dialog, { documents, questions }, mine) => {
    const said = $(".hint", dialog), { length } = documents;
    $("[data-do=stop]", dialog).hidden = false;
    let done = 0;
    for (const one of documents) {
      said.textContent = t("{n} of {total} documents asked…", { n: done, total: length });
      const found = await server.call("cells", { questions, ...one });
      if (found.gone) { dialog.close(); askdoc.restore(found); return; }
      if (mine !== run) break;
      const cell = `<tr><th scope="row"></th><td colspan="${questions.length}" role="alert"></td></tr>`;
      $("tbody", dialog).insertAdjacentHTML("beforeend", found.row || cell);
      if (found.error) {
        const [name, words] = $("tbody tr:last-child", dialog).children;
        name.textContent = one.name;
        words.textContent = found.error;
      }
      csv += found.csv || "";
      done += 1;
    }
    said.textContent = done < length ? t("Stopped: {n} of {total} documents asked.", { n: done, total: length })
      : tn("{n} document asked.", "{n} documents asked.", length);
    askdoc.say(said.textContent);
    $("[data-do=stop]", dialog).hidden = true;
    $("[data-do=save-sheet]", dialog).hidden = !done;
  };

  const place = ({ dataset: { where, name, at, end } }) => {
    const dialog = $("dialog[open]");
    askdoc.run("show", { where, name, at: Number(at), end: Number(end) }, (found) => {
      dialog?.close();
      askdoc.article.open(found, askdoc.talk.put);
    });
  };

  const dropped = async (event) => {
    const [file] = event.dataTransfer.files, { text } = $("#check form").elements;
    if (!file) return; // the browser pastes text into the box
    event.preventDefault();
    const words = await file.text();
    if (words.includes("\0") || words.includes("\uFFFD")) $("#check .result").textContent = t("{name} is not plain text; paste its text.", { name: file.name });
    else text.value = words;
  };

  const does = {
    check: () => $("#check").showModal(),
    sheet: () => {
      const { questions } = $("#sheet form").elements;
      if (!questions.value.trim()) questions.value = askdoc.talk.questions().join("\n");
      $("#sheet").showModal();
    },
    stop: () => { run += 1; },
    "save-sheet": () => askdoc.save({ text: csv, type: "text/csv", ending: "csv" }),
    place,
  };
  const start = () => {
    $("#check form").addEventListener("submit", check);
    $("#check form").addEventListener("drop", dropped);
    $("#sheet form").addEventListener("submit", sheet);
    $("#sheet").addEventListener("close", () => { run += 1; });
  };

  return { start, does };
})();
