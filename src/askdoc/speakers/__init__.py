"""Who is speaking in a sentence: "he said" is Kerry, because the sentence before says so."""

from askdoc.speakers.article import speakers, with_speakers

__all__ = ["speakers", "with_speakers"]
