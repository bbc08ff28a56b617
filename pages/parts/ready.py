"""Stretches of a page that are the same for all who look at the same: made once, sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st
from streamlit.cursor import Cursor
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata

from pages.parts import session
from pages.parts.at_once import hand_over
from pages.parts.stretch import Heard, Stretch, are_alike, may_be_kept, sent_again, silent_name


class _TouchedError(Exception):
    """A stretch that is drawn, but not as others see it."""


# What the pages tell their fields, by the stretches that are being made.
_TOLD: ContextVar[tuple[set[str], ...]] = ContextVar("told in stretches", default=())


def tell(key: str, value: object) -> None:
    """Tell a field of a page what it holds, before it is shown: others are told the same."""
    for stretch in _TOLD.get():
        stretch.add(key)
    st.session_state[key] = value


def ready(key: str, show: Callable[[], None], *of: object) -> None:
    """Show a stretch of a page; for all who look at the same it is made once and sent again.

    Building, checking and writing an element takes Streamlit five to a hundred times as long as
    sending it. Where a field of the stretch answers otherwise than it did, and where the stretch
    holds what belongs to one session, it is drawn anew.

    Parameters
    ----------
    key : str
        Names the stretch on its page.
    show : callable
        Draws it; does nothing else as long as nobody touches a field or a button of it. What a
        field calls when it changes may serve other readers: it holds on to nothing of a session.
    *of : object
        What it depends on, beside all that `session.drawn` knows of.
    """
    context, place = get_script_run_ctx(suppress_warning=True), st._main._active_dg._cursor
    if context is None or place is None or place.is_locked:
        show()
        return
    shown: list[str] = []

    def make() -> Stretch | None:
        shown.append(key)
        return _recorded(context, place, show)

    try:
        kept: Stretch | None = session.drawn(f"ready {key}", make, *of)
    except _TouchedError:
        return
    if shown:
        return
    if kept is None or not all(_answers_alike(context, one) for one in kept.heard):
        show()
    else:
        _send(context, place, kept)


def _recorded(context: ScriptRunContext, place: Cursor, show: Callable[[], None]) -> Stretch | None:
    """Show it, and return what it is made of; None where it cannot be kept.

    Raises
    ------
    _TouchedError
        If a field of it answers otherwise than to those who open the page.
    """
    sent: list[ForwardMsg] = []
    heard: list[Heard] = []
    told: set[str] = set()
    first, known = place.index, context.shared.widget_ids_this_run.snapshot()
    send, register = context.enqueue, context.session_state.register_widget

    def enqueue(message: ForwardMsg) -> None:
        send(message)
        sent.append(message)

    def registered(field: WidgetMetadata[Any], key: str | None) -> RegisterWidgetResult[Any]:
        found = register(field, key)
        heard.append(Heard(field, key, found.value, key in told, found.value_changed))
        return found

    with (
        _instead(context, "enqueue", enqueue),
        _instead(context.session_state, "register_widget", registered),
    ):
        around = _TOLD.set((*_TOLD.get(), told))
        try:
            show()
        finally:
            _TOLD.reset(around)
    silent = [name for message in sent if (name := silent_name(message))]
    listening = tuple(one for one in heard if not any(name in one.field.id for name in silent))
    above = (place.root_container, *place.parent_path)
    paths = [tuple(message.metadata.delta_path[: len(above)]) for message in sent]
    if not all(map(may_be_kept, sent)) or any(path != above for path in paths):
        return None
    if not all(one.told or are_alike(one.value, one.field.deserializer(None)) for one in listening):
        raise _TouchedError
    return Stretch(
        tuple(map(sent_again, sent)),
        listening,
        above,
        first,
        place.index - first,
        context.shared.widget_ids_this_run.snapshot() - known,
    )


@contextmanager
def _instead(owner: object, name: str, function: Callable[..., object]) -> Iterator[None]:
    """Have an object do something else for a while; a stretch within a stretch gives it back."""
    around = vars(owner).get(name)
    object.__setattr__(owner, name, function)
    try:
        yield
    finally:
        object.__delattr__(owner, name)
        if around is not None:
            object.__setattr__(owner, name, around)


def _answers_alike(context: ScriptRunContext, one: Heard) -> bool:
    """Register a field, as Streamlit does, and tell whether it answers what it did."""
    if one.told and one.key is not None:
        tell(one.key, one.value)
    found = context.session_state.register_widget(one.field, one.key)
    return found.value_changed == one.changed and are_alike(found.value, one.value)


def _send(context: ScriptRunContext, place: Cursor, stretch: Stretch) -> None:
    for name in stretch.names:
        context.shared.widget_ids_this_run.check_and_add(name)
    above = (place.root_container, *place.parent_path)
    hand_over(context, stretch.standing(above, place.index, context.cached_message_hashes))
    for _ in range(stretch.places):
        place.lock_element()
