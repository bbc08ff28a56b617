"""Stretches of a page that are only looked at: the messages they send are made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.cursor import Cursor
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from pages.parts import session

# What may be sent again to anybody: what neither listens nor keeps a file for a session.
ELEMENTS = frozenset({"alert", "heading", "html", "markdown", "plotly_chart"})
BLOCKS = frozenset({"column", "expandable", "flex_container", "popover"})
# Components of ours that tell the server nothing.
SILENT = frozenset(
    {"eslabon_language", "eslabon_panel", "eslabon_small_chain", "eslabon_take_away"}
)


class Sent(NamedTuple):
    """A message of a stretch.

    Parameters
    ----------
    path : tuple of int
        Where it is drawn, seen from where the stretch begins.
    message : bytes
        What is drawn there, as it goes to the browser.
    """

    path: tuple[int, ...]
    message: bytes


def ready(key: str, show: Callable[[], None], *of: object) -> None:
    """Show a stretch of a page; for all who look at the same it is made once and sent again.

    Building, checking and writing an element takes Streamlit five to a hundred times as long as
    sending it. A stretch with an element that listens is shown each time.

    Parameters
    ----------
    key : str
        Names the stretch on its page.
    show : callable
        Draws it, and does nothing else; what it draws is not asked for its value.
    *of : object
        What it depends on, beside all that `session.drawn` knows of.
    """
    context, place = get_script_run_ctx(suppress_warning=True), st._main._active_dg._cursor
    if context is None or place is None or place.is_locked:
        show()
        return
    shown: list[str] = []

    def make() -> tuple[int, tuple[Sent, ...]] | None:
        shown.append(key)
        return _recorded(context, place, show)

    kept = session.drawn(f"ready {key}", make, *of)
    if shown:
        return
    if kept is None:
        show()
    else:
        _send(context, place, *kept)


def _recorded(
    context: ScriptRunContext, place: Cursor, show: Callable[[], None]
) -> tuple[int, tuple[Sent, ...]] | None:
    """Show it; return how many places it takes and its messages, None where it cannot be kept."""
    sent: list[ForwardMsg] = []
    first = place.index
    around, send = vars(context).get("enqueue"), context.enqueue

    def enqueue(message: ForwardMsg) -> None:
        send(message)
        sent.append(message)

    vars(context)["enqueue"] = enqueue
    try:
        show()
    finally:
        # A stretch within a stretch gives back the one around it.
        del vars(context)["enqueue"]
        if around is not None:
            vars(context)["enqueue"] = around
    above = [place.root_container, *place.parent_path]
    depth = len(above)
    paths = [message.metadata.delta_path for message in sent]
    if not all(map(_is_still, sent)) or any(path[:depth] != above for path in paths):
        return None
    return place.index - first, tuple(
        Sent((path[depth] - first, *path[depth + 1 :]), message.SerializeToString())
        for path, message in zip(paths, sent, strict=True)
    )


def _is_still(message: ForwardMsg) -> bool:
    """Tell whether a message may be sent again, to anybody."""
    if message.WhichOneof("type") != "delta":
        return False
    block, element = message.delta.add_block, message.delta.new_element
    if message.delta.WhichOneof("type") == "add_block":
        # A fold that tells when it is opened has an id of its own.
        return block.WhichOneof("type") in BLOCKS and not (block.expandable.id or block.popover.id)
    if element.WhichOneof("type") == "bidi_component":
        return element.bidi_component.component_name in SILENT
    return element.WhichOneof("type") in ELEMENTS and not element.plotly_chart.selection_mode


def _send(context: ScriptRunContext, place: Cursor, taken: int, sent: tuple[Sent, ...]) -> None:
    above, first = (place.root_container, *place.parent_path), place.index
    for path, made in sent:
        message = ForwardMsg.FromString(made)
        message.metadata.delta_path[:] = (*above, first + path[0], *path[1:])
        context.enqueue(message)
    for _ in range(taken):
        place.lock_element()
