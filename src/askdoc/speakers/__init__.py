"""Find the speaker of each sentence: in "he said", "he" is Kerry, named one sentence earlier."""

from askdoc.speakers.article import speakers, with_speakers
from askdoc.speakers.question import asked_speaker

__all__ = ["asked_speaker", "speakers", "with_speakers"]
