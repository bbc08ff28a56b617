"""The words that Streamlit's uploader has in English only, in the reader's language."""

from __future__ import annotations

import json

import streamlit as st

from kpi.words import Words


def speak(say: Words, *, many: bool) -> None:
    """Replace the words of every uploader on the page; ``many`` where it takes several files."""
    words = {
        '[data-testid="stFileUploaderDropzone"] button p': (
            say("Choose files") if many else say("Choose a file")
        ),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': say("or drop them here")
        if many
        else say("or drop it here"),
    }
    rules = "".join(
        f"{place}{{font-size:0}}{place}::after{{content:{_css_text(text)};font-size:.95rem}}"
        for place, text in words.items()
    )
    # Nothing but rules would go to a place of its own, with each run anew.
    st.html(f'<i class="rules"></i><style>{rules}</style>')


def _css_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
