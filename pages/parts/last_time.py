"""What was said of a file with the same header last time; and mappings that travel as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from kpi.intake import (
    Examination,
    RefusedError,
    Remembered,
    forget_mapping,
    mapping_of_toml,
    mapping_toml,
    remembered_mapping,
)
from kpi.words import Words
from pages.parts import session
from pages.parts.questions import merged
from pages.parts.uploaded import Request


def last_time(request: Request) -> Remembered | None:
    """Return what is remembered for the file's header."""
    return session.remembered(
        "last time",
        lambda: remembered_mapping(session.store(), request.path, name=request.name),
        request.path,
    )


def show_last_time(
    found: Remembered, request: Request, say: Words, *, key: str, told: bool
) -> None:
    """Say that the file is read as last time, unless its problem does, and offer to forget that."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if told:
            st.caption(say.render(found.told()), width="stretch")
        if st.button(say("Forget it"), key=f"forget {key}", type="tertiary"):
            forget_mapping(session.store(), request.path, name=request.name)
            st.rerun()


def uploaded_mapping(say: Words, *, key: str) -> dict[str, Any]:
    """Offer to bring a mapping as a TOML file; return what it says."""
    file = st.file_uploader(say("Bring a mapping (TOML)"), type="toml", key=f"mapping {key}")
    if file is None:
        return {}
    try:
        return mapping_of_toml(file.getvalue(), name=file.name).said()
    except RefusedError as fault:
        st.error(say.render(fault.message))
        return {}


def offer_mapping(request: Request, seen: Examination, say: Words, *, key: str) -> None:
    """Offer how the file is read as a mapping, for other files and other people."""
    pairs = {seen.mapping[name]: clock for name, clock in seen.times_of_day.items()}
    told = {"kind": seen.kind, "columns": dict(seen.mapping), "times_of_day": pairs}
    whole = merged(told, request.said)
    st.download_button(
        say("Download this reading as a mapping (TOML)"),
        mapping_toml(whole).encode("utf-8"),
        file_name=f"{Path(request.name).stem}.toml",
        mime="application/toml",
        key=f"offer mapping {key}",
        on_click="ignore",
    )
