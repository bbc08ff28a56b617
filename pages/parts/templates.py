"""Templates and the data dictionary, to download in the reader's language."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kpi.intake import FIELDS, KINDS, template
from kpi.words import Words
from pages.parts import load_report
from pages.parts.markup import heading
from pages.parts.panel import panel


def show(say: Words) -> None:
    """Offer a template of each kind of file, and what each column means."""
    note = say("headers in Spanish or English are recognised, in any order")
    panel(heading(say("What a file may hold"), note), key="templates")
    kind = st.selectbox(
        say("Kind of file"),
        KINDS,
        format_func=lambda code: say(load_report.KINDS[code]).capitalize(),
        key="template kind",
    )
    columns = pd.DataFrame(
        {
            say("Column"): [known.name for known in FIELDS[kind]],
            say("Meaning"): [
                say(known.meaning) + (" *" if known.required else "") for known in FIELDS[kind]
            ],
        }
    )
    st.dataframe(columns, hide_index=True, key="dictionary", height=260)
    st.caption("\\" + say("* must be filled"))
    st.download_button(
        say("Download an empty file of this kind"),
        template(kind, say.language).encode("utf-8-sig"),
        file_name=f"{kind}.csv",
        mime="text/csv",
        on_click="ignore",
    )
