"""Templates and the data dictionary, to download in the reader's language."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.intake import FIELDS, KINDS, template
from kpi.words import Words
from pages.parts import load_report
from pages.parts.fold import fold


def show(say: Words) -> None:
    """Offer a template of each kind of file, and what each column means."""
    title = say("What a file may hold: columns, their meaning, and an empty file")
    fold(title, lambda: _dictionary(say), key="data dictionary")


def _dictionary(say: Words) -> None:
    st.caption(say("Headers in Spanish or English are recognised, in any order."))
    kind = st.segmented_control(
        say("Kind of file"),
        KINDS,
        default=next(iter(KINDS)),
        required=True,
        format_func=lambda code: say(load_report.KINDS[code]).capitalize(),
        key="template kind",
        label_visibility="collapsed",
    )
    columns = pd.DataFrame(
        {
            say("Column"): [known.header_in(say.language) for known in FIELDS[kind]],
            say("Meaning"): [
                say(known.meaning) + (" *" if known.required else "") for known in FIELDS[kind]
            ],
        }
    )
    st.dataframe(columns, hide_index=True, key="dictionary")
    st.caption("\\" + say("* must be filled"))
    st.download_button(
        say("Download an empty file of this kind"),
        template(kind, say.language).encode("utf-8-sig"),
        file_name=f"{kind}.csv",
        mime="text/csv",
        on_click="ignore",
    )
