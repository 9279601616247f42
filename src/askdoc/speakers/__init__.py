"""Find the speaker of each sentence: in "he said", "he" is Kerry, named one sentence earlier."""

from askdoc.speakers.article import speakers, with_speakers
from askdoc.speakers.names import is_person_noun
from askdoc.speakers.question import asked_speaker, asked_subject

__all__ = ["asked_speaker", "asked_subject", "is_person_noun", "speakers", "with_speakers"]
