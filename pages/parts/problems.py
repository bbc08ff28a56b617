"""Tell a problem in the reader's language; no traceback ever reaches a reader."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kpi.words import UserError
from pages.parts import session

_log = logging.getLogger("eslabon")


@contextmanager
def told() -> Iterator[None]:
    """Show a `UserError` as what is wrong and what to do; log anything else and say so plainly."""
    try:
        yield
    except UserError as problem:
        st.error(session.words().render(problem.message))
    except Exception as fault:
        _log.exception("A page failed")
        say = session.words()
        st.error(
            say(
                "This page could not be shown ({kind}). Nothing was changed. "
                "Try again; if it stays, send the server's log to whoever looks after Eslabón.",
                kind=type(fault).__name__,
            )
        )
