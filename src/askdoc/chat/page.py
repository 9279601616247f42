"""The page as Gradio Blocks: the conversation, the reading pane, and what happens on each click."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from askdoc import show, unanswered
from askdoc.chat import door, endpoints, feedback, pane, scope, starters, turns, uploads
from askdoc.chat.visits import Limits, Visit, Visits
from askdoc.errors import AskdocError, IndexUnavailable, QuestionError
from askdoc.library import Library
from askdoc.types import Document, Reply

_HERE = Path(__file__).parent
_CSS = (_HERE / "page.css").read_text(encoding="utf-8")
_JS = (_HERE / "page.js").read_text(encoding="utf-8")

_WELCOME = """<div class="welcome"><p>Ask a question. The passages that answer it come back word for
word, and their place in the article is marked. If it does not say, you are told so.</p></div>"""
_Q = "() => [new URLSearchParams(window.location.search).get('q') || '']"
_SEEN = "box => [box, askdoc.seen()]"
_SAVE = "text => { askdoc.save(text); return [] }"

# As many questions at once as the processor has cores: more would only wait for each other.
_AT_ONCE = max(2, os.cpu_count() or 2)

# A conversation this long is no person's any more.
_MOST_ASKED = 500


class _Page:
    """What the page's events do. Each returns HTML, made on the server and safe."""

    def __init__(
        self, library: Library, limits: Limits, golden: Path | None, refused: Path | None
    ) -> None:
        self.library = library
        self.visits = Visits(library, limits)
        self.golden = golden
        self.refused = refused
        self.renders = itertools.count()
        self.shown = documents = library.documents
        self.starters = starters.starters(documents, lambda q: library.ask(q, 1))
        alone = len(documents) == 1
        self.of_shared = {documents[0].name: self.starters} if alone else {}

    # --- asking; all give (box, conversation, pane, notice, scope)

    def typed(self, question: str, seen: str, request: gr.Request) -> tuple[Any, ...]:
        return self._ask(question, request, scope.read(seen))

    def clicked(self, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        said = _said(event)
        seen = scope.read(str(said.get("seen", "")))
        return self._ask(str(said.get("question", "")), request, seen)

    def opened(self, request: gr.Request) -> tuple[Any, Any, Any]:
        """What the library holds now: -> (masthead, choice, scope)"""
        if self.visits.shared() == self.shown:
            return gr.skip(), gr.skip(), gr.skip()
        visit = self.visits.of(request.session_hash)
        choice, _ = uploads.choosing(self, visit)
        return _masthead(self.visits.shared()), choice, self.scope(visit)

    def arrived(self, question: str, request: gr.Request) -> tuple[Any, ...]:
        """The question of the address, `?q=`, is asked at once."""
        if not question:
            return (gr.skip(),) * 5
        return self._ask(question, request)

    def _ask(
        self, question: str, request: gr.Request, seen: scope.Seen | None = None
    ) -> tuple[Any, ...]:
        """Nothing is answered to a page that shows another conversation or other documents."""
        visit = self.visits.of(request.session_hash)
        asked = self.visits.asked(visit)
        if seen and (differs := seen.differs(len(visit.replies), asked)):
            shown = self.conversation(visit), self.pane(visit)
            return gr.skip(), *shown, notice(differs), self.scope(visit)
        try:
            if len(visit.replies) >= _MOST_ASKED:
                raise QuestionError("the conversation is very long; save it and start again")
            reply = self.visits.ask(visit, question)
        except AskdocError as error:
            return *(gr.skip(),) * 3, notice(str(error)), gr.skip()
        said = ""
        if self.refused and not visit.own:  # of a visitor's own documents nothing is kept
            try:
                unanswered.write(self.refused, reply)
            except AskdocError as error:
                said = notice(str(error))
        visit.replies.append(reply)
        visit.refusals.append(scope.refusal(asked, len(self.visits.documents(visit))))
        turn = len(visit.replies) - 1
        own = visit.own.documents if visit.own else ()
        if any(answer.document in own for answer in reply):
            visit.mine.add(turn)
        visit.shown = (turn, 0) if reply.answers else visit.shown
        return "", self.conversation(visit), self.pane(visit), said, gr.skip()

    def follow(self, request: gr.Request) -> str:
        """Questions to go on with, after the answer is there."""
        visit = self.visits.of(request.session_hash)
        if not visit.replies:
            return self.begin(visit)
        found: list[str] = []
        with suppress(IndexUnavailable):  # it is said when somebody asks
            found = starters.follow_ups(
                visit.replies,
                lambda question: self.visits.ask(visit, question, 1),
                self.offered(visit, visit.replies[-1]),
            )
        return starters.as_html(found, began=True)

    def begin(self, visit: Visit) -> str:
        """Questions to begin with."""
        documents = list(self.visits.asked(visit).values())
        found = self.starters
        if documents != list(self.visits.shared()):
            with suppress(IndexUnavailable):
                found = starters.starters(documents, lambda q: self.visits.ask(visit, q, 1))
        return starters.as_html(found, began=False)

    def offered(self, visit: Visit, reply: Reply) -> list[str]:
        """Starters of the document that answers best, made when it does so first."""
        if not reply.answers:
            return self.starters
        document, library, made = reply[0].document, self.library, self.of_shared
        if visit.own and document in visit.own.documents:
            library, made = visit.own, visit.offered
        if document.name not in made:
            within = [document.name]
            made[document.name] = starters.starters(
                [document], lambda q: library.ask(q, 1, documents=within)
            )
        return made[document.name]

    # --- reading

    def moved(self, event: gr.EventData, request: gr.Request) -> Any:
        """The pane goes to an answer, or to a character of the article it shows."""
        visit = self.visits.of(request.session_hash)
        said = _said(event)
        turn, answer, at = (_number(said.get(name)) for name in ("turn", "answer", "at"))
        if at is None:
            turn = visit.shown[0] if turn is None and visit.shown else turn
            if turn is None or answer is None or turn >= len(visit.replies):
                return gr.skip()
            if answer >= len(visit.replies[turn]):
                return gr.skip()
            visit.shown = (turn, answer)
        return self.pane(visit, at)

    def pane(self, visit: Visit, at: int | None = None) -> str:
        """The article, at the answer that is shown unless another place is wanted."""
        if visit.shown:
            reply = visit.replies[visit.shown[0]]
            answer = reply[visit.shown[1]]
            view = pane.View(answer.document, answer.sentence.start, reply, visit.shown[1])
        else:
            asked = self.visits.asked(visit)
            if not asked:
                return ""
            first = next(iter(asked))
            view = pane.View(asked[visit.opened if visit.opened in asked else first])
        if at is not None:
            place = min(at, len(view.document.text))
            view = pane.View(view.document, place, view.reply, view.answer)
        return pane.as_html(view, next(self.renders))

    def conversation(self, visit: Visit) -> str:
        voting = self.golden is not None
        several = self.visits.several(visit)
        return (
            turns.as_html(visit.replies, visit.votes, visit.mine, voting, several, visit.refusals)
            or _WELCOME
        )

    # --- the rest of a visit

    def voted(self, event: gr.EventData, request: gr.Request) -> Any:
        """A thumb: a golden row is written, once for each passage."""
        visit = self.visits.of(request.session_hash)
        said = _said(event)
        turn, answer = _number(said.get("turn")), _number(said.get("answer"))
        vote = said.get("vote")
        if self.golden is None or turn is None or answer is None or turn >= len(visit.replies):
            return gr.skip()
        reply = visit.replies[turn]
        place = turn, answer
        if answer >= len(reply) or turn in visit.mine or place in visit.votes:
            return gr.skip()
        if vote in ("up", "down"):
            visit.votes[place] = vote
            feedback.write(self.golden, reply, answer, vote)
        return self.conversation(visit)

    def cleared(self, request: gr.Request) -> tuple[Any, ...]:
        """A new conversation; with the same documents. -> (conversation, pane, chips, notice)"""
        visit = self.visits.of(request.session_hash)
        visit.replies, visit.mine, visit.votes, visit.shown = [], set(), {}, None
        visit.refusals = []
        return self.conversation(visit), self.pane(visit), self.begin(visit), ""

    def markdown(self, request: gr.Request) -> str:
        visit = self.visits.of(request.session_hash)
        return turns.as_markdown(visit.replies, visit.refusals)

    def left(self, request: gr.Request) -> None:
        """Nothing is heard of the page any more; its visit ends if that stays so."""
        self.visits.leave(request.session_hash)

    def scope(self, visit: Visit) -> str:
        """What is asked, as the page shows it and tells it with each question."""
        return scope.as_html(self.visits.asked(visit))


def build(
    library: Library,
    *,
    limits: Limits | None = None,
    golden: Path | None = None,
    unanswered: Path | None = None,
) -> gr.Blocks:
    """The chat about a library, as Gradio Blocks, not yet launched.

    limits: what a visitor may bring
    golden: where thumbs are written as golden questions; None offers no thumbs
    unanswered: where refused questions about the library are added; None keeps none
    """
    page = _Page(library, limits or Limits(), golden, unanswered)
    nobody = Visit()
    private: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    questions: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": _AT_ONCE}
    with gr.Blocks(title="askdoc", analytics_enabled=False, delete_cache=(600, 3600)) as demo:
        masthead = gr.HTML(_masthead(page.shown), elem_id="masthead", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = _html("conversation", _WELCOME)
                chips = _html("chips", page.begin(nobody))
                said = gr.HTML(elem_id="notice", apply_default_css=False)
                scoped = gr.HTML(page.scope(nobody), elem_id="scope", apply_default_css=False)
                box = gr.Textbox(
                    label="Your question",
                    placeholder="Ask a question…",
                    elem_id="question",
                    submit_btn="Ask",
                    autofocus=True,
                )
                own = uploads.section(page.visits.limits, page.shown)
            with gr.Column(elem_id="reading"):
                reading = _html("pane", page.pane(nobody))
        text = gr.Textbox(visible="hidden", label="Markdown")
        seen = gr.Textbox(visible="hidden", label="What the page shows")

        # Gradio's own sign of waiting, in the notice; page.css gives it words
        asking = {"show_progress": "minimal", "show_progress_on": said}
        answers = [box, conversation, reading, said, scoped]
        for event, does, given, js in (
            (box.submit, page.typed, [box, seen], _SEEN),
            (chips.submit, page.clicked, None, None),
        ):
            event(does, given, answers, js=js, **{**private, **asking}, **questions).then(
                page.follow, None, chips, **private, concurrency_limit=1
            )
        demo.load(
            page.opened, None, [masthead, own.chosen, scoped], **private, concurrency_limit=None
        )
        demo.load(page.arrived, [box], answers, js=_Q, **{**private, **asking}, **questions).then(
            page.follow, None, chips, **private, concurrency_limit=1
        )
        for event in conversation.select, reading.select:
            event(page.moved, None, reading, **private, concurrency_limit=None)
        conversation.like(page.voted, None, conversation, **private)
        conversation.clear(page.cleared, None, [conversation, reading, chips, said], **private)
        conversation.download(page.markdown, None, text, **private).then(
            None, text, None, js=_SAVE, api_visibility="private"
        )
        own.wire(page, [conversation, reading, chips, said, scoped], private)
        demo.unload(page.left)
        endpoints.add(library, **questions)
    demo.visits = page.visits
    return demo  # type: ignore[no-any-return]


def launch(
    library: Library,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = False,
    limits: Limits | None = None,
    golden: Path | None = None,
    unanswered: Path | None = None,
    allow_hosts: Sequence[str] = (),
    **options: Any,
) -> Any:
    """Build the chat and serve it; `options` go to Gradio's `launch`.

    allow_hosts: further names under which the server is reached, "*" for any
    """
    limits = limits or Limits()
    hosts = door.known_hosts(host, allow_hosts, bool(options.get("share")))
    inside = [Middleware(door.Door, hosts=hosts)]
    font = ["Charter", "Iowan Old Style", "Georgia", "Noto Serif", "serif"]
    return build(library, limits=limits, golden=golden, unanswered=unanswered).launch(
        server_name=host,
        server_port=port,
        inbrowser=open_browser,
        theme=gr.themes.Base(font=font, font_mono=["monospace"]),
        css=_CSS,
        head=f"<script>{_JS}</script>",
        footer_links=[],
        app_kwargs={"middleware": inside},
        max_file_size=f"{limits.megabytes}mb",
        **options,
    )


def notice(message: str) -> str:
    """What went wrong, said in the page."""
    return f'<p role="alert">{show.in_page(message)}</p>'


def _html(name: str, value: str) -> gr.HTML:
    start = f"askdoc.{name}(element, trigger)"
    return gr.HTML(value, elem_id=name, js_on_load=start, apply_default_css=False)


def _masthead(documents: Sequence[Document]) -> str:
    about = f"{len(documents)} documents" if len(documents) != 1 else documents[0].title
    return f"<header><h1>askdoc</h1><p><bdi>{show.in_page(about)}</bdi></p></header>"


def _said(event: gr.EventData) -> dict[str, Any]:
    """What the page says with an event; anybody can say anything."""
    said = getattr(event, "_data", None)
    return said if isinstance(said, dict) else {}


def _number(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None
