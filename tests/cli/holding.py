"""Another process that has a store open, as a dashboard has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLDER = """
import sys
from kpi.store import open_store
from pages.parts import inbox
store = open_store(sys.argv[1])
if sys.argv[2] != "only holding":
    inbox.watch(store)
if sys.argv[2].startswith("ending"):
    import os, signal
    import kpi.intake.inbox
    import kpi.store.lend
    load = kpi.intake.inbox.ingest
    def end(*words, **options):
        if sys.argv[2] == "ending after the load":
            load(*words, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    kpi.intake.inbox.ingest = kpi.store.lend.copy_store = end
if sys.argv[2] == "without room":
    import kpi.store.lend
    def full(*_):
        raise OSError(28, "No space left on device")
    kpi.store.lend.copy_store = full
print("open", flush=True)
sys.stdin.read()
store.close()
"""


@contextmanager
def held(path: Path, how: str) -> Iterator[int]:
    """Have a process hold a store, and yield its id.

    Parameters
    ----------
    how : str
        ``watching`` as a dashboard does, ``only holding``, ``ending before the load`` or ``ending
        after the load`` (a copy ends it too), ``without room`` for copies.
    """
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), how],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        yield child.pid
    finally:
        child.communicate(timeout=60)
