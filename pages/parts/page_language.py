"""Have the whole page speak the reader's language: Streamlit says English of every page.

Its script mends the browser's history too: it is the one that is on every page.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kpi.words import Words
from pages.parts.streamlits_words import OTHERWISE, PHRASES

# Screen readers choose their voice by the page's language, browsers their offer to translate.
_tell = st.components.v2.component(
    "eslabon_language",
    html="<span></span>",
    js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
)


def tell(say: Words) -> None:
    """Write the reader's language on the page itself, and Streamlit's own words in it."""
    data = {"tag": str(say.locale).replace("_", "-"), "words": _said(say)}
    _tell(key="language of the page", data=data)


def _said(say: Words) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each place with its phrases, as Streamlit says them and as the reader does."""
    kept = {name: f"{{{name}}}" for name in ("name", "n", "minutes")}
    return [
        (place, [(one, say(OTHERWISE.get(one, one), **kept)) for one in phrases])
        for place, phrases in PHRASES.items()
    ]
