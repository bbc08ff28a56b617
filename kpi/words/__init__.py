"""Spanish and English: phrases, plural forms, numbers, dates and weeks."""

from kpi.words.languages import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    OUR_LOCALES,
    language_name,
    spoken,
    terminal_language,
)
from kpi.words.message import (
    N_,
    Hours,
    InBothLanguages,
    Listed,
    Message,
    Number,
    PartyName,
    Share,
    UserError,
)
from kpi.words.speak import Words, words_for
from kpi.words.system_faults import told_fault

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "OUR_LOCALES",
    "Hours",
    "InBothLanguages",
    "Listed",
    "Message",
    "Number",
    "PartyName",
    "Share",
    "UserError",
    "Words",
    "language_name",
    "spoken",
    "terminal_language",
    "told_fault",
    "words_for",
]
