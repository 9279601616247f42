"""Follow-ups: the question and the history become the question to search."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askdoc.followup import complete, completions, depends_on_history

ASSAD = "What did Kerry say about Assad?"
WHERE = "Where will Kerry go on Sunday?"
MERKEL = "Who is Angela Merkel?"
MARIGOLD = "Who built the Marigold?"

# --- after ASSAD

AFTER_ASSAD = [
    # another topic
    ("And about Russia?", "What did Kerry say about Russia?"),
    ("And Russia?", "What did Kerry say about Russia?"),
    ("and russia", "What did Kerry say about russia"),
    ("And, Russia?", "What did Kerry say about Russia?"),
    ("But Russia?", "What did Kerry say about Russia?"),
    ("Or Iran?", "What did Kerry say about Iran?"),
    ("Also Iran?", "What did Kerry say about Iran?"),
    ("Then Berlin?", "What did Kerry say about Berlin?"),
    ("And Britain?", "What did Kerry say about Britain?"),
    ("What about Russia?", "What did Kerry say about Russia?"),
    ("How about the UN?", "What did Kerry say about the UN?"),
    ("And what about Russia?", "What did Kerry say about Russia?"),
    ("But what about the migrants?", "What did Kerry say about the migrants?"),
    ("about the migrants", "What did Kerry say about the migrants"),
    ("  What   about Russia?  ", "What did Kerry say about Russia?"),
    ("And about the migrant crisis?", "What did Kerry say about the migrant crisis?"),
    ("And IS?", "What did Kerry say about IS?"),
    ("And the talks about Iran?", "What did Kerry say about the talks about Iran?"),
    ("What about the Russians' focus?", "What did Kerry say about the Russians' focus?"),
    # a place or time is added
    ("And in London?", "What did Kerry say about Assad in London?"),
    ("And before the talks?", "What did Kerry say about Assad before the talks?"),
    # nothing but a question word
    ("When?", f"When? {ASSAD}"),
    ("Why?", f"Why? {ASSAD}"),
    ("why not?", f"Why not? {ASSAD}"),
    ("And when?", f"And when? {ASSAD}"),
    ("But why?", f"But why? {ASSAD}"),
    ("And?", f"And? {ASSAD}"),
    ("So what?", f"So what? {ASSAD}"),
    ("Where is it?", f"Where is it? {ASSAD}"),
    # he, she, his, her
    ("What did he say about refugees?", "What did Kerry say about refugees?"),
    ("When will he leave?", "When will Kerry leave?"),
    ("Is he in London?", "Is Kerry in London?"),
    ("He said what?", "Kerry said what?"),
    ("What is his job?", "What is Kerry's job?"),
    ("And what's his view?", "What's Kerry's view?"),
    ("What about when he leaves?", "When Kerry leaves?"),
    ("And why did he say so?", "Why did Kerry say so?"),
    ("What happened to him?", "What happened to Kerry?"),
    ("Who supports him?", "Who supports Kerry?"),
    ("Did he meet Hammond?", "Did Kerry meet Hammond?"),
    ("What about him?", f"What about him? {ASSAD}"),
    # it, they
    ("Is it true?", f"Is it true? {ASSAD}"),
    ("Where did they meet?", f"Where did they meet? {ASSAD}"),
    ("What are its consequences?", f"What are its consequences? {ASSAD}"),
]


@pytest.mark.parametrize(("question", "searched"), AFTER_ASSAD)
def test_follow_up(question: str, searched: str) -> None:
    assert complete(question, [ASSAD]) == searched
    assert complete(question, ["What is IS?", ASSAD]) == searched
    assert complete(question, [ASSAD, "", " \n"]) == searched


# --- after other questions

HISTORIES = [
    # without "about" there is no topic to put another one in the place of
    ([WHERE], "And Hammond?", f"Hammond? {WHERE}"),
    ([WHERE], "And when?", f"And when? {WHERE}"),
    (["How did Kerry feel about Assad before the talks?"], "And Russia?",
     "How did Kerry feel about Russia?"),
    (["What did Kerry say ABOUT Assad"], "And Russia?", "What did Kerry say ABOUT Russia?"),
    # whom a question is about
    (["What did John Kerry say?"], "What is his age?", "What is John Kerry's age?"),
    (["What's Kerry's plan?"], "When does he leave?", "When does Kerry leave?"),
    (["Who's Kerry?"], "When does he leave?", "When does Kerry leave?"),
    (["In Syria, what did Kerry want?"], "What did he say?", "What did Kerry say?"),
    (["Tell me what Kerry said."], "When did he leave?", "When did Kerry leave?"),
    (["What is known about Kerry?"], "When did he leave?", "When did Kerry leave?"),
    (["What about Kerry?"], "What did he say?", "What did Kerry say?"),
    (["Where will Secretary of State John Kerry go?"], "What did he say?",
     "What did Secretary of State John Kerry say?"),
    (["Who is Jean-Claude O’Neill?"], "When did he leave?", "When did Jean-Claude O’Neill leave?"),
    (["Who is J. R. Smith?"], "When did he leave?", "When did J. R. Smith leave?"),
    ([MERKEL], "What did her husband say?", "What did Angela Merkel's husband say?"),
    ([MERKEL], "Was her visit long?", "Was Angela Merkel's visit long?"),
    ([MERKEL], "Is she in London?", "Is Angela Merkel in London?"),
    ([MERKEL], "Who told her?", "Who told Angela Merkel?"),
    ([MERKEL], "Who told her about it?", "Who told Angela Merkel about it?"),
    (["what did the minister say"], "When will he leave?",
     "When will he leave? what did the minister say"),
    (["Who met in London?"], "When did they meet?", "When did they meet? Who met in London?"),
    (["Was sagte Kerry über Assad?"], "When did he leave?", "When did Kerry leave?"),
    # chains
    ([ASSAD, "And about Russia?"], "And Iran?", "What did Kerry say about Iran?"),
    ([ASSAD, "And about Russia?"], "When?", "When? What did Kerry say about Russia?"),
    ([ASSAD, "What did he say about refugees?"], "And Britain?",
     "What did Kerry say about Britain?"),
    ([ASSAD, "What did he say about refugees?"], "Why did he say so?", "Why did Kerry say so?"),
    ([ASSAD, "Where will Hammond go?"], "What will he say?", "What will Hammond say?"),
    ([ASSAD, "When?", "Where?"], "Why?", f"Why? {ASSAD}"),  # bare words do not pile up
    ([ASSAD, "And about Russia?", "And Iran?", "And the UN?"], "What is his view?",
     "What is Kerry's view?"),
    # nothing to complete from
    ([], "And Russia?", "And Russia?"),
    ([], "When?", "When?"),
    ([], "", ""),
    (["", "  ", "\n"], "When?", "When?"),
    ([""], "What did he say?", "What did he say?"),
]  # fmt: skip


@pytest.mark.parametrize(("history", "question", "searched"), HISTORIES)
def test_history(history: list[str], question: str, searched: str) -> None:
    assert complete(question, history) == searched


# --- complete questions stay as they are, whatever was asked before

COMPLETE = """\
Who is Kerry?
Which countries took part in the talks?
How long does the visit to Britain take?
What is the root cause of the migrant crisis?
According to Hammond, what makes the situation complicated?
Did Hammond meet him in London?
Why did the minister change his mind?
When will John Kerry leave for Berlin, and what will he do there?
Summarise the position of the British government.
airstrikes vote parliament
migration
KERRY ON ASSAD
"root cause" -Berlin
Is there a vote in parliament?
Are there any conditions for airstrikes?
What does this article say about Britain?
Who is this article about?
Why is it that Britain waits?
Is it true that Britain will vote?
How long does it take to reach London?
What role does Russia play in its neighbourhood?
What does the BBC say about their talks?
Who said that Assad must go?
Android sales in 2015?
Butter prices?
Organs of the UN
Then-president Obama said what?
And who won the election in Greece?
But why did Britain change its mind?
About how many people fled?
IS militants?
Whose fighters came to the region?
Tell me about the talks in London.
Was bedeutet das für Syrien?
Où est Kerry ?
ロシアについては？
Что сказал Керри?
Which of the ministers wanted airstrikes
The history of Syria: when did the war start?
What share of the budget, roughly, goes to defence?
How many of the 28 states voted, and which ones did not?""".splitlines()
QUESTIONS = [*COMPLETE, *(asked for asked, _ in AFTER_ASSAD), WHERE, MERKEL, ASSAD, ""]


@pytest.mark.parametrize("question", COMPLETE)
def test_complete_question_stays(question: str) -> None:
    draw = random.Random(question)  # the same histories in every run
    for length in (0, 1, 1, 2, 5, 20):
        assert complete(question, draw.choices(QUESTIONS, k=length)) == question


# --- any history


def test_history_in_another_language() -> None:
    assert complete("Почему?", ["Что сказал Керри?"]) == "Почему?"
    assert complete("When?", ["Что сказал Керри?"]) == "When? Что сказал Керри?"
    assert complete("And Russia?", ["克里说了什么？"]) == "Russia? 克里说了什么？"


def test_long_history_ends_in_one_short_question() -> None:
    assert complete("Why?", [ASSAD, *["When?", "Where?", "Why?"] * 300]) == f"Why? {ASSAD}"
    topics = [f"And about topic{i}?" for i in range(1000)]
    assert complete("When?", [ASSAD, *topics]) == "When? What did Kerry say about topic999?"
    pronouns = ["What did he say?", "Is his job easy?"] * 300
    assert complete("When did he leave?", [ASSAD, *pronouns]) == "When did Kerry leave?"


def test_long_questions() -> None:
    long = "What did Kerry say, " + "and so on, " * 2000 + "about Assad?"
    assert complete("And Russia?", [long]) == long.replace("Assad", "Russia")
    assert complete("And " + "Russia " * 5000 + "?", [ASSAD]).startswith("What did Kerry say about")
    assert complete("he " * 5000, [ASSAD])


def test_history_is_left_as_it_is() -> None:
    history = [ASSAD, "And about Russia?"]
    complete("When?", history)
    assert history == [ASSAD, "And about Russia?"]


LIKELY = st.one_of(st.text(), st.sampled_from(QUESTIONS), st.lists(
    st.sampled_from("And about he her it they Kerry Assad When ? . , ' -x what 5 é IS".split())
).map(" ".join))  # fmt: skip


@given(LIKELY, st.lists(LIKELY, max_size=5))
def test_any_question_and_history_give_a_question(question: str, history: list[str]) -> None:
    assert isinstance(complete(question, history), str)


@given(st.text())
def test_without_history_every_question_stays(question: str) -> None:
    assert complete(question, []) == complete(question, ["", "\t"]) == question


@given(
    st.sampled_from(["Did", "When will", "Why does", "How much did", "Whom did"]),
    st.sampled_from(["Hammond", "Angela Merkel", "Russia", "the minister Łukasz"]),
    st.sampled_from(["bomb", "negotiate with", "thank"]),
    st.sampled_from(["him", "her", "it", "them", "his allies", "their allies there", "that"]),
    st.lists(LIKELY, max_size=3),
)
def test_question_that_names_somebody_before_its_pronoun_stays(
    asks: str, name: str, does: str, whom: str, history: list[str]
) -> None:
    question = f"{asks} {name} {does} {whom}?"
    assert complete(question, history) == question


@pytest.mark.parametrize(
    ("question", "before", "searched"),
    [
        ("Where did he go?", "Kerry said what?", "Where did Kerry go?"),
        ("Where did he go?", " Kerry was where? ", "Where did Kerry go?"),
        ("Where did he go?", "Was it cold?", "Where did he go? Was it cold?"),
        ("And if it rains?", "Who goes out?", "If it rains? Who goes out?"),
        ("How much at most?", "Who pays?", "How much at most? Who pays?"),
        ("Who elects them?", "Was it cold?", "Who elects them? Was it cold?"),
        ("How much is the fee at most?", "Who pays?", ""),
        # no verb, and a word for something before
        ("A larger one?", "Was it cold?", "A larger one? Was it cold?"),
        ("And anything else?", "Was it cold?", "Anything else? Was it cold?"),
        ("A larger one than in Turku?", "Was it cold?", "A larger one than in Turku? Was it cold?"),
        ("Name one mill?", "Was it cold?", ""),
        ("Did another one burn in Turku?", "Was it cold?", ""),
        # two words of its own, and three
        ("Why did it sink suddenly?", MARIGOLD, f"Why did it sink suddenly? {MARIGOLD}"),
        ("Why did it sink there yesterday at dawn?", MARIGOLD, ""),
        ("Et que fait Hammond ?", "Que dit Kerry sur Assad ?", ""),
        # without question marks
        ("why", "who built it", "Why? who built it"),
        ("since when", "Who pays?", "Since when? Who pays?"),
        ("starting when?", "Who pays?", "Starting when? Who pays?"),
        ("what does that mean", "Who pays?", "What does that mean? Who pays?"),
        ("give me an example", "Who pays?", "Give me an example? Who pays?"),
        ("what happened next?", "Who paid?", "What happened next? Who paid?"),
        ("Where is the second one?", "Who pays?", "Where is the second one? Who pays?"),
        ("Where is the second mill?", "Who pays?", ""),
        ("What does that bell mean?", "Who pays?", ""),
        # only the question with words to search is kept
        (
            "Why did it sink?",
            "Where? And when? Who built the Marigold?",
            f"Why did it sink? {MARIGOLD}",
        ),
        # corrections
        ("no, I meant Hammond", ASSAD, "What did Kerry say about Hammond"),
        ("I was asking about Russia", ASSAD, "What did Kerry say about Russia"),
        ("sorry, I mean when did the mill burn?", ASSAD, "when did the mill burn?"),
        ("ok and Hammond?", ASSAD, "What did Kerry say about Hammond?"),
        ("No mill burned?", ASSAD, ""),
        # the first word of a second question is no name
        ("Is he old?", "Where? Was Kerry there?", "Is Kerry old?"),
    ],
)
def test_what_a_question_is_completed_with(question: str, before: str, searched: str) -> None:
    assert complete(question, [before]) == (searched or question)


# --- other languages


@pytest.mark.parametrize(
    ("before", "question", "searched"),
    [
        ("Was sagte Kerry über Assad?", "Und über Russland?", "Was sagte Kerry über Russland?"),
        ("Was sagte Kerry über Assad?", "Und Hammond?", "Was sagte Kerry über Hammond?"),
        ("Wann brannte die Mühle?", "Und warum?", "Und warum? Wann brannte die Mühle?"),
        ("Wer leitet die Klinik?", "Seit wann?", "Seit wann? Wer leitet die Klinik?"),
        ("Wo tagte der Rat?", "Und in Celle?", "Wo tagte der Rat in Celle?"),
        (
            "Wer leitet die Klinik?",
            "Was ist sein Beruf?",
            "Was ist sein Beruf? Wer leitet die Klinik?",
        ),
        ("Qu'a dit Kerry sur Assad ?", "Et sur la Russie ?", "Qu'a dit Kerry sur la Russie?"),
        ("Que s'est-il passé à Lyon ?", "Et à Paris ?", "Que s'est-il passé à Paris?"),
        ("Quand a-t-il brûlé ?", "Pourquoi ?", "Pourquoi ? Quand a-t-il brûlé ?"),
        ("¿Qué pasó en Sevilla?", "¿Y en Madrid?", "¿Qué pasó en Madrid?"),
        ("¿Qué dijo Kerry sobre Assad?", "¿Y sobre Rusia?", "¿Qué dijo Kerry sobre Rusia?"),
        (
            "¿Quién dirige la clínica?",
            "¿Desde cuándo?",
            "¿Desde cuándo? ¿Quién dirige la clínica?",
        ),
        (
            "O que disse Moreira sobre o moinho?",
            "E sobre o dique?",
            "O que disse Moreira sobre o dique?",
        ),
        ("Wat zei Bakker over de molen?", "En over de dijk?", "Wat zei Bakker over de dijk?"),
    ],
)
def test_in_other_languages(before: str, question: str, searched: str) -> None:
    assert complete(question, [before]).replace("??", "?") == searched
    assert depends_on_history(question, [before])


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("Was sagte Kerry über Assad?", "Wie viele Menschen kamen am Sonntag nach Celle?"),
        ("Qu'a dit Kerry sur Assad ?", "Combien de personnes sont venues à Lyon dimanche ?"),
        ("¿Qué dijo Kerry sobre Assad?", "¿Cuántas personas llegaron a Sevilla el domingo?"),
        ("Wer leitet die Klinik?", "Wann wurde die Mühle in Celle gebaut?"),
    ],
)
def test_a_question_in_another_language_that_stands_alone(before: str, question: str) -> None:
    assert complete(question, [before]) == question


# --- tried


@pytest.mark.parametrize(
    ("question", "before", "tried"),
    [
        ("what happens to them if I leave", "How many free tickets do I get?", "free tickets"),
        ("Can I send them back?", "do you sell lamps", "lamps"),
    ],
)
def test_things_asked_about_before_are_tried(question: str, before: str, tried: str) -> None:
    assert depends_on_history(question, [before])
    resolved = question.replace("them", tried)
    assert resolved.casefold() in map(str.casefold, completions(question, [before], "", None))


def test_days_of_a_kind_are_no_time() -> None:
    tried = completions("And sick days?", ["How many vacation days do I get?"], "", None)
    assert tried == ["How many sick days do I get?"]
    tried = completions("And the previous season?", ["Who won in the 2004 season?"], "", None)
    assert tried == ["Who won the previous season?"]
