"""The words that Streamlit's uploader has in English only, in the reader's language."""

from __future__ import annotations

import json

import streamlit as st

from kpi.words import Words


def speak(say: Words, *, many: bool) -> None:
    """Replace the words of every uploader on the page; ``many`` where it takes several files.

    That of a mapping takes one, wherever it stands.
    """
    rules = _rules("", say, many=many)
    if many:
        rules += _rules('[class*="st-key-mapping-"] ', say, many=False)
    # Nothing but rules would go to a place of its own, with each run anew.
    st.html(f'<i class="rules"></i><style>{rules}</style>')


def _rules(within: str, say: Words, *, many: bool) -> str:
    words = {
        '[data-testid="stFileUploaderDropzone"] button p': (
            say("Choose files") if many else say("Choose a file")
        ),
        '[data-testid="stFileUploaderDropzoneInstructions"] span': say("or drop them here")
        if many
        else say("or drop it here"),
    }
    return "".join(
        f"{within}{place}{{font-size:0}}"
        f"{within}{place}::after{{content:{_css_text(text)};font-size:.95rem}}"
        for place, text in words.items()
    )


def _css_text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
