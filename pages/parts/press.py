"""Buttons that act on what was written beside them."""

from __future__ import annotations

from typing import Any

import streamlit as st


def press(label: str, lacking: str, **how: Any) -> bool:
    """Show a button that can always be pressed, and tell whether it was and may act.

    Pressed too early it says what is lacking. One that is disabled until a field is filled takes
    no click of somebody who comes straight from that field: the browser tells the server what was
    written only as the click lands.

    Parameters
    ----------
    lacking : str
        What the reader still has to write; empty where nothing is.
    **how
        Further parameters of `st.button`.
    """
    pressed = st.button(label, **how)
    if pressed and lacking:
        st.warning(lacking)
    return pressed and not lacking
