from .article import speakers, with_speakers
from .names import is_person_noun
from .question import asked_speaker, asked_subject

__all__ = ["asked_speaker", "asked_subject", "is_person_noun", "speakers", "with_speakers"]
