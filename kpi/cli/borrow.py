"""Open the store to read from it, also while another process has it open: from a copy then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kpi.cli.options import given, words
from kpi.cli.waiting import wait_for
from kpi.store import COMMAND_MEMORY, Store, StoreHeldError, open_store
from kpi.store.lend import ask_for_copy, copies_of, copy_in, is_taken
from kpi.words import Message, Words

# Seconds: a dashboard looks twice a second; a copy of ten million handoffs takes a while.
UNTIL_TAKEN, UNTIL_COPIED = 15.0, 900.0


@contextmanager
def opened_to_read(ctx: click.Context) -> Iterator[Store]:
    """Open the store that the options name, or a copy of it as it is now, and close it.

    Raises
    ------
    NoStoreError
        If there is no store: reading makes none.
    StoreHeldError
        If another process has it open and lends no copy in time.
    NoCopyError
        If that process could not write one.
    """
    try:
        store = open_store(given(ctx, "store_url"), memory=COMMAND_MEMORY, create=False)
    except StoreHeldError as held:
        with _borrowed(held, words(ctx)) as store:
            yield store
        return
    with store:
        yield store


@contextmanager
def _borrowed(held: StoreHeldError, say: Words) -> Iterator[Store]:
    copies = copies_of(held.location)
    if copies is None:
        raise held
    folder = ask_for_copy(copies)
    try:
        with _lent(held, folder, say) as store:
            yield store
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lent(held: StoreHeldError, folder: Path, say: Words) -> Store:
    """Return the copy, opened; the store itself where its owner ends meanwhile."""

    def itself() -> Store | None:
        try:
            return open_store(held.location, memory=COMMAND_MEMORY)
        except StoreHeldError:
            return None

    def lent() -> Store | None:
        made = copy_in(folder)
        return None if made is None else open_store(made, memory=COMMAND_MEMORY)

    waiting = say("The program that has the store open is lending a copy of it; waiting…")
    store = None
    if wait_for(lambda: is_taken(folder) or None, lambda: None, seconds=UNTIL_TAKEN):
        store = wait_for(lent, itself, seconds=UNTIL_COPIED, told=waiting)
    # Its owner may have ended without a look at what was asked.
    store = store or itself()
    if store is None:
        raise StoreHeldError(
            Message(
                "The store {path} is in use by process {pid}, which lent no copy of it to read "
                "from. Close that program; a dashboard of this version would have lent one.",
                {"path": held.location, "pid": held.message.values["pid"]},
            ),
            held.location,
        )
    return store
