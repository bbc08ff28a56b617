"""What the engine answers when the disk or the memory gives out, in the reader's language."""

from __future__ import annotations

import os

import duckdb

from kpi.words import Message
from kpi.words.system_faults import KNOWN

ENGINE_FAULTS = (duckdb.Error,)


def told_engine_fault(fault: duckdb.Error) -> Message | None:
    """Return what went wrong, that nothing was stored, and what to do.

    Returns
    -------
    Message or None
        None where neither disk nor memory gave out: a fault of ours, which is not the reader's.

    Examples
    --------
    >>> full = duckdb.IOException('Could not write file "a.duckdb": No space left on device')
    >>> told_engine_fault(full).values["why"].phrase
    'the disk is full'
    >>> told_engine_fault(duckdb.TransactionException("write-write conflict"))
    """
    text = str(fault)
    if isinstance(fault, duckdb.OutOfMemoryException):
        return Message(
            "The memory does not suffice, nor the disk that helps it out. Nothing was stored. "
            "Close other programs or make room where TMPDIR is, and run the command again."
        )
    known = next((said for code, said in KNOWN.items() if os.strerror(code) in text), None)
    if known is None and not isinstance(fault, duckdb.IOException):
        return None
    first = text.partition("\n")[0]
    why = Message(known) if known else Message("the system says “{why}”", {"why": first})
    return Message(
        "The store cannot be read or written: {why}. Nothing was stored. Mend that, and run the "
        "command again.",
        {"why": why},
    )
