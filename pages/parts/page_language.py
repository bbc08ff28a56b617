"""Tell the browser which language a page speaks: Streamlit says English of every page."""

from __future__ import annotations

import streamlit as st

from kpi.words import Words

# Screen readers choose their voice by it, browsers their offer to translate.
_tell = st.components.v2.component(
    "eslabon_language",
    html="<span></span>",
    js="export default ({ data }) => { document.documentElement.lang = data.tag; };",
)


def tell(say: Words) -> None:
    """Write the reader's language on the page itself."""
    _tell(key="language of the page", data={"tag": str(say.locale).replace("_", "-")})
