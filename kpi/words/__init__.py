"""Spanish and English: phrases, plural forms, numbers, dates and weeks."""

from kpi.words.message import (
    N_,
    Hours,
    InBothLanguages,
    Message,
    Number,
    PartyName,
    Share,
    UserError,
)
from kpi.words.speak import DEFAULT_LANGUAGE, LANGUAGES, Words, terminal_language, words_for

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "Hours",
    "InBothLanguages",
    "Message",
    "Number",
    "PartyName",
    "Share",
    "UserError",
    "Words",
    "terminal_language",
    "words_for",
]
