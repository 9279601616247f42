"""Who is speaking in a sentence: "he said" is Kerry, because the sentence before says so."""

from askdoc.speakers.article import speakers, with_speakers
from askdoc.speakers.asked import asked_speaker

__all__ = ["asked_speaker", "speakers", "with_speakers"]
