from .article import speakers, with_speakers
from .question import asked_speaker

__all__ = ["asked_speaker", "speakers", "with_speakers"]
