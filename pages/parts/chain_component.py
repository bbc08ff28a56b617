"""The drawn chain on a page: click, hover and keyboard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from kpi.figures import ChainPicture

NARROWEST = 760  # pixels; below that the picture scrolls sideways within its frame
SMALLEST_TEXT = 11.0  # pixels: no name is scaled down further than this

_HERE = Path(__file__)
# Picked in the one, what is chosen changes; picked in the other, its page is opened.
_chain, _small_chain = (
    st.components.v2.component(
        name,
        html='<div class="chain-view"><div class="scroller"></div>'
        '<div class="tip" aria-hidden="true" hidden></div></div>',
        css=_HERE.with_suffix(".css").read_text(encoding="utf-8"),
        js=_HERE.with_suffix(".js").read_text(encoding="utf-8"),
    )
    for name in ("eslabon_chain", "eslabon_small_chain")
)


def chain_of_ways(picture: ChainPicture, ways: Mapping[str, str], *, key: str) -> None:
    """Show a live picture of the chain whose parties and links lead to pages of the dashboard.

    Parameters
    ----------
    picture : ChainPicture
        Drawn with ``live=True``.
    ways : mapping
        The relative address of each ``party:…`` and ``link:…``.
    key : str
        Names the picture on its page.
    """
    with st.container(key=f"figure {key}"):
        _small_chain(key=key, data={**_data(picture), "ways": dict(ways)})


def chain_view(picture: ChainPicture, *, key: str, selected: str | None = None) -> str | None:
    """Show a live picture of the chain and return what was just picked in it.

    Parameters
    ----------
    picture : ChainPicture
        Drawn with ``live=True``. The same picture again keeps the keyboard's place.
    key : str
        Names the picture on its page.
    selected : str, optional
        The ``party:…`` or ``link:…`` to show as chosen; the page decides, not the picture.

    Returns
    -------
    str or None
        The id picked just now; empty where the choice was given up (Escape, or a click on the
        ground while something is selected); None if nothing happened.
    """
    with st.container(key=f"figure {key}"):
        data = {**_data(picture), "selected": selected}
        shown = _chain(key=key, data=data, on_picked_change=lambda: None)
    picked = shown.picked
    return None if picked is None else str(picked)


def _data(picture: ChainPicture) -> dict[str, object]:
    scale = SMALLEST_TEXT / picture.font_size
    return {
        "svg": picture.svg,
        "order": list(picture.order),
        "min_width": round(max(min(NARROWEST, picture.width), scale * picture.width)),
    }
